package main

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every command says what it does in one sentence first, shows how it is used,
// and names the variable behind each of its flags.
func TestHelp(t *testing.T) {
	sentence := regexp.MustCompile(`^[A-Z][^.\n]*(\n[^.\n]+)*\.(\n|$)`)
	each(newRoot(newApp()), func(c *cobra.Command) {
		name := c.CommandPath()
		if !sentence.MatchString(c.Long) {
			t.Errorf("%s: the help does not begin with a sentence: %q", name, c.Long)
		}
		for line := range strings.Lines(c.Long) {
			if n := utf8.RuneCountInString(line); n > pageWidth+1 {
				t.Errorf("%s: a line of the help has %d characters, more than %d: %s", name, n, pageWidth, line)
			}
		}
		if c.Short == "" || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: the line of the list is %q, want some words and no full stop", name, c.Short)
		}
		if !strings.Contains(c.Example, "  proffer") {
			t.Errorf("%s: there is no example that begins with proffer", name)
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if want := "[" + variable(f.Name) + "]"; strings.Count(f.Usage, want) != 1 {
				t.Errorf("%s: --%s says %q, want %s in it, once", name, f.Name, f.Usage, want)
			}
		})
	})
}

// Every example parses: it names a command, and flags that the command has.
func TestExamplesParse(t *testing.T) {
	each(newRoot(newApp()), func(c *cobra.Command) {
		for line := range strings.Lines(strings.ReplaceAll(c.Example, "\\\n", "")) {
			_, line, ok := strings.Cut(line, "proffer ")
			if !ok {
				continue
			}
			line, _, _ = strings.Cut(line, " > ")
			root := newRoot(newApp())
			found, rest, err := root.Find(strings.Fields(line))
			if err == nil {
				err = found.ParseFlags(rest)
			}
			if err != nil || found == root {
				t.Errorf("%s: the example %q: %v", c.CommandPath(), line, err)
			}
		}
	})
}

// each calls fn for a command and all under it, without those that cobra adds.
func each(c *cobra.Command, fn func(*cobra.Command)) {
	fn(c)
	for _, under := range c.Commands() {
		each(under, fn)
	}
}
