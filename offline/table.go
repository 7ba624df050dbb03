package offline

import (
	"fmt"
	"io"
	"slices"

	"proffer/offline/rows"
)

// A Table is a logged experiment: one row a choice, with the action taken, the
// probability it was taken with, what it earned, and what was known before.
type Table struct {
	Name    string                        // for errors
	Open    func() (io.ReadCloser, error) // the file from its beginning, each time it is called
	Columns Columns
	Limit   int    // rows to read at most; 0: all
	Actions string // what the actions of dsjson are called by: name, place or features; empty: name

	layout   *layout // of a log that is evaluated; nil: all rows count, and the context is signals alone
	immature bool    // rows of our own log count although their outcome is open
}

// Columns name the columns of a table, as its first line does.
type Columns struct {
	Action     string
	Propensity string
	Reward     string
	Context    []string
}

// Validate reports what is missing or said twice.
func (c Columns) Validate() error {
	for _, role := range []struct{ name, column string }{
		{"action", c.Action}, {"propensity", c.Propensity}, {"reward", c.Reward},
	} {
		if role.column == "" {
			return fmt.Errorf("offline: no column is named for the %s", role.name)
		}
	}
	all := c.all()
	for i, column := range all {
		if slices.Contains(all[:i], column) {
			return fmt.Errorf("offline: column %q is named twice", column)
		}
	}
	return nil
}

// all are the columns in the order in which a row is read.
func (c Columns) all() []string {
	return append([]string{c.Action, c.Propensity, c.Reward}, c.Context...)
}

// A CellError is a cell that cannot be what its column holds.
type CellError struct {
	Table   string
	Line    int
	Column  string
	Problem string
}

func (e *CellError) Error() string {
	return fmt.Sprintf("%s:%d: column %s: %s", e.Table, e.Line, e.Column, e.Problem)
}

// signals are the columns that say what was known before a choice.
func (t *Table) signals() []string {
	if t.layout == nil {
		return t.Columns.Context
	}
	return t.Columns.Context[:t.layout.where]
}

// validNaming refuses what actions cannot be called by.
func (t *Table) validNaming() error {
	if t == nil || t.Actions == "" || slices.Contains(rows.Namings(), rows.Naming(t.Actions)) {
		return nil
	}
	return fmt.Errorf("offline: actions cannot be called by %q: they are by %s, %s or %s", t.Actions, rows.ByName, rows.ByPlace, rows.ByFeatures)
}
