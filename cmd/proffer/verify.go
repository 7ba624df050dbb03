package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"proffer/engine"
	"proffer/store"
)

const verifyHelp = `Verify that a data directory holds what was decided, and that it folds to what is believed.

First the log is read: every event's number, checksum and hash, and every block
on the disk. Then it is folded again from its first event: every decision is
made again where it was made, and what results is compared, record by record,
with the state that a restart would serve from.

The directory must not be in use. All records are held in memory meanwhile.
Exit code 3 says that something is damaged or differs; nothing is changed.`

// A verifying is one run of the command.
type verifying struct {
	app    *app
	data   string
	asJSON bool
}

// A verdict is what the command found.
type verdict struct {
	Data    string               `json:"data"`
	OK      bool                 `json:"ok"`
	Problem string               `json:"problem,omitempty"` // where reading ended too early
	Log     contents             `json:"log"`
	Fold    *engine.Verification `json:"fold,omitempty"`
}

// Contents are what a store holds, as far as it could be read.
type contents struct {
	Events  uint64 `json:"events"`
	Bytes   uint64 `json:"bytes"`   // of the events
	Records uint64 `json:"records"` // of the archive
	Saves   uint64 `json:"saves"`
}

func newVerify(a *app) *cobra.Command {
	v := &verifying{app: a}
	c := &cobra.Command{
		Use:   "verify",
		Short: "Verify a data directory: read all of it and make every decision again",
		Long:  verifyHelp,
		Example: `  proffer verify --data ./data
  proffer verify --data ./data --json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return v.run(c.Context()) },
	}
	c.Flags().StringVar(&v.data, "data", "", "data directory (required)")
	must(c.MarkFlagRequired("data"))
	jsonFlag(c, &v.asJSON)
	return c
}

func (v *verifying) run(ctx context.Context) error {
	if err := isStore(v.data); err != nil {
		return err
	}
	found, err := v.verify(ctx)
	switch {
	case hindered(err):
		return err
	case err != nil:
		found.Problem = err.Error()
	default:
		found.OK = found.Fold.Differing == 0
	}
	if !v.asJSON {
		found.print(v.app.out)
	} else if err := printJSON(v.app.out, found); err != nil {
		return err
	}
	switch {
	case found.Problem != "":
		return wanting("%s", found.Problem)
	case !found.OK:
		return wanting("%s: %s between the log and what was decided or is believed", v.data, count(found.Fold.Differing, "difference"))
	}
	return nil
}

// verify reads the store, then folds its log again.
func (v *verifying) verify(ctx context.Context) (found verdict, err error) {
	found.Data = v.data
	st, err := store.Open(v.data, store.Options{FreeSpaceFloor: readingFloor})
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	reading := v.app.progress("reading")
	held, err := st.Verify(reading.step)
	reading.end()
	found.Log = contents(held)
	if err != nil {
		return found, err
	}
	folding := v.app.progress("deciding again")
	defer folding.end()
	found.Fold, err = engine.Verify(ctx, st, st, folding.step)
	return found, err
}

// hindered reports whether an error kept us from looking. Any other is what was
// seen: a store that will not open, or a log that cannot be read or folded.
func hindered(err error) bool {
	for _, hindrance := range []error{syscall.EWOULDBLOCK, store.ErrNoSpace, fs.ErrPermission, context.Canceled} {
		if errors.Is(err, hindrance) {
			return true
		}
	}
	return false
}

// isStore refuses a directory that is none of ours, because to open one is to
// make one.
func isStore(dir string) error {
	switch _, err := os.Stat(filepath.Join(dir, "badger")); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s is not a data directory of proffer", dir)
	case err != nil:
		return err
	}
	return nil
}

func (v verdict) print(w io.Writer) {
	if v.Fold == nil {
		fmt.Fprintf(w, "%s: damaged: %s could be read\n", v.Data, count(v.Log.Events, "event"))
		return
	}
	for _, d := range v.Fold.Differences {
		fmt.Fprintln(w, d)
	}
	if rest := v.Fold.Differing - uint64(len(v.Fold.Differences)); rest > 0 {
		fmt.Fprintf(w, "and %d more\n", rest)
	}
	result := "no difference"
	if v.Fold.Differing > 0 {
		result = count(v.Fold.Differing, "difference")
	}
	fmt.Fprintf(w, "%s: %s read, %s made again, %s compared: %s\n", v.Data,
		count(v.Log.Events, "event"), count(v.Fold.Decisions, "decision"), count(v.Fold.Records, "record"), result)
}
