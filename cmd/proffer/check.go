package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"proffer/engine"
	"proffer/policy"
)

const checkHelp = `Check catalogues and say what is wrong, with the line and a caret under the column.

Faults keep a catalogue from serving. Warnings do not: each is something that
may be meant and is often regretted. A single - reads standard input.

docs/catalogue.md has every field, and --schema the same for editors.`

// A checking is one run of the command.
type checking struct {
	app    *app
	asJSON bool
	strict bool
	schema bool
}

func newCheck(a *app) *cobra.Command {
	k := &checking{app: a}
	c := &cobra.Command{
		Use:   "check FILE...",
		Short: "Check catalogues and say what is wrong",
		Long:  checkHelp,
		Example: `  proffer check examples/skincare.yaml
  proffer check --strict --json catalogues/*.yaml
  proffer check --schema > catalogue.schema.json`,
		Args: func(c *cobra.Command, files []string) error {
			if k.schema {
				return cobra.NoArgs(c, files)
			}
			return cobra.MinimumNArgs(1)(c, files)
		},
		RunE: func(_ *cobra.Command, files []string) error {
			if k.schema {
				_, err := a.out.Write(policy.JSONSchema())
				return err
			}
			return k.run(files)
		},
	}
	jsonFlag(c, &k.asJSON)
	c.Flags().BoolVar(&k.strict, "strict", false, "take warnings for faults")
	c.Flags().BoolVar(&k.schema, "schema", false, "print the JSON Schema of catalogues, for editors, and check nothing")
	return c
}

func (k *checking) run(files []string) error {
	var all report
	for _, name := range files {
		all.Files = append(all.Files, k.app.check(name))
	}
	if k.asJSON {
		if err := printJSON(k.app.out, all); err != nil {
			return err
		}
	} else {
		for _, f := range all.Files {
			f.print(k.app.out)
		}
	}
	return all.verdict(k.strict)
}

// A report is what the check found in all files.
type report struct {
	Files []checked `json:"files"`
}

// verdict is the error to end with, nil if all is well.
func (r report) verdict(strict bool) error {
	var unread []error
	bad := 0
	for _, f := range r.Files {
		if f.unread != nil {
			unread = append(unread, f.unread)
		} else if !f.OK || strict && len(f.Warnings) > 0 {
			bad++
		}
	}
	switch {
	case len(unread) > 0:
		return errors.Join(unread...)
	case bad > 0 && strict:
		return wanting("%d of %d catalogues have faults or warnings", bad, len(r.Files))
	case bad > 0:
		return wanting("%d of %d catalogues have faults and cannot serve", bad, len(r.Files))
	}
	return nil
}

// A checked is what the check found in one file.
type checked struct {
	File          string    `json:"file"`
	OK            bool      `json:"ok"`
	PolicyVersion string    `json:"policy_version,omitempty"`
	Faults        []finding `json:"faults"`
	Warnings      []finding `json:"warnings"`
	Error         string    `json:"error,omitempty"` // why the file could not be read

	unread           error // the file could not be read
	source           []byte
	policy           *engine.Policy
	faults, warnings policy.Faults
}

// check reads one catalogue and judges it.
func (a *app) check(name string) checked {
	f := checked{File: name}
	if f.source, f.unread = a.read(name); f.unread != nil {
		f.Error = f.unread.Error()
		return f
	}
	if f.policy, f.unread = engine.Compile(f.source); errors.As(f.unread, &f.faults) {
		f.unread = nil
	}
	if f.policy != nil {
		f.OK, f.PolicyVersion = true, f.policy.Version
		f.warnings = warnings(f.policy)
	}
	f.Faults, f.Warnings = findings(f.faults), findings(f.warnings)
	return f
}

// read reads a file, or standard input for a dash.
func (a *app) read(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(a.in)
	}
	return os.ReadFile(name)
}

// warnings are what a catalogue may do and probably should not.
func warnings(p *engine.Policy) policy.Faults { return p.Lint() }

func (f checked) print(w io.Writer) {
	if f.unread != nil {
		return // the verdict tells it
	}
	fmt.Fprint(w, f.faults.Render(f.File, f.source))
	fmt.Fprint(w, f.warnings.Render("warning: "+f.File, f.source))
	if f.OK {
		c := f.policy.Catalogue
		fmt.Fprintf(w, "%s: ok: %s, %s, %s, %s, %s, policy version %s\n", f.File,
			count(len(c.Offers), "offer"), count(len(c.Placements), "placement"), count(len(c.Triggers), "trigger"),
			count(len(c.Segments), "segment"), count(len(c.Guardrails), "guardrail"), c.Version)
	}
}

// count is a number of things.
func count[N int | uint64](n N, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// A finding is one fault or warning, in the words of the HTTP API.
type finding struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
}

func findings(faults policy.Faults) []finding {
	all := make([]finding, len(faults))
	for i, f := range faults {
		all[i] = finding{Line: f.Line, Column: f.Column, Field: f.Path, Detail: f.Problem, Hint: f.Hint}
	}
	return all
}
