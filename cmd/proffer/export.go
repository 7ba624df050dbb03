package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"proffer/offline/export"
)

const exportHelp = `Export the log of a data directory as a table for analysis.

There is one row for each drawn slot, and one for each decision that drew
nothing, as those of the holdout and the control do. A row has the context, the
action, its probability (pscore), the whole distribution it was drawn from, and
what has become of it so far: views, accepts, refunds, churn, tickets, the
reward. docs/format/export.md describes every column.

Customers have pseudonyms, which are the same in every export of one log.

The formats are jsonl, csv and parquet, which hold the same rows, and dsjson,
which Vowpal Wabbit reads. The directory must not be in use: a running server
exports its own with GET /v1/export. Nothing in it is changed.`

// An exporting is one run of the command.
type exporting struct {
	app      *app
	data     string
	format   string
	out      string
	from, to string
	window   export.Window
}

func newExport(a *app) *cobra.Command {
	e := &exporting{app: a}
	c := &cobra.Command{
		Use:   "export",
		Short: "Export the log as a table for analysis",
		Long:  exportHelp,
		Example: `  proffer export --data ./data --format jsonl > decisions.jsonl
  proffer export --data ./data --format parquet --out march.parquet --from 2026-03-01 --to 2026-04-01`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return e.run(c.Context()) },
	}
	f := c.Flags()
	f.StringVar(&e.data, "data", "", "data directory (required)")
	f.StringVar(&e.format, "format", string(export.JSONL), "jsonl, csv, parquet or dsjson")
	f.StringVar(&e.out, "out", "", "file to write, whole or not at all (default: standard output)")
	f.StringVar(&e.from, "from", "", "first moment whose decisions are exported, a date or a time (default: all)")
	f.StringVar(&e.to, "to", "", "first moment whose decisions are not any more (default: none)")
	must(c.MarkFlagRequired("data"))
	return c
}

func (e *exporting) run(ctx context.Context) error {
	if err := e.validate(); err != nil {
		return misused("%w", err)
	}
	if err := isStore(e.data); err != nil {
		return err
	}
	if e.out == "" {
		_, err := e.export(ctx, e.app.out)
		return err
	}
	rows, err := e.exportFile(ctx)
	if err == nil {
		fmt.Fprintf(e.app.err, "%s: %s\n", e.out, count(uint64(rows), "row"))
	}
	return err
}

// validate reads the flags, and names the first that says nothing.
func (e *exporting) validate() (err error) {
	if err := export.Format(e.format).Validate(); err != nil {
		return err
	}
	e.window, err = readWindow(e.from, e.to)
	return err
}

// export opens the store and writes its rows.
func (e *exporting) export(ctx context.Context, w io.Writer) (rows int, err error) {
	err = e.app.recall(ctx, e.data, "GET /v1/export", func(past *watched) (err error) {
		rows, err = export.Write(ctx, w, export.Format(e.format), past, e.window)
		return err
	})
	return rows, err
}

// exportFile writes a file, which is there when all of it is.
func (e *exporting) exportFile(ctx context.Context) (rows int, err error) {
	beside := e.out + ".part"
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	rows, err = e.export(ctx, buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return rows, errors.Join(err, os.Remove(beside))
	}
	return rows, os.Rename(beside, e.out)
}
