package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"proffer/engine"
	"proffer/offline/export"
	"proffer/offline/rehearsal"
)

// A rehearsing is what the commands share that make a log's decisions again under
// another catalogue.
type rehearsing struct {
	app       *app
	data      string
	catalogue string
	from, to  string
	history   string
	asJSON    bool
}

func (r *rehearsing) flags(f *pflag.FlagSet) {
	f.StringVar(&r.data, "data", "", "data directory whose log is made again")
	f.StringVar(&r.catalogue, "catalogue", "", "catalogue file to make it again with")
	f.StringVar(&r.from, "from", "", "first moment whose decisions are counted, a date or a time (default: all)")
	f.StringVar(&r.to, "to", "", "first moment whose decisions are not any more (default: none)")
	f.StringVar(&r.history, "history", string(rehearsal.Own), "what customers were shown before: own, what the catalogue would have shown, or logged")
}

// ask reads the flags and the catalogue.
func (r *rehearsing) ask() (*rehearsal.Rehearsal, error) {
	window, err := readWindow(r.from, r.to)
	if err != nil {
		return nil, misused("%w", err)
	}
	source, err := r.app.readCatalogue(r.catalogue)
	if err != nil {
		return nil, err
	}
	policy, err := engine.Compile(source)
	return &rehearsal.Rehearsal{Policy: policy, Window: window, History: rehearsal.History(r.history)}, err
}

// rehearse opens the data directory and goes through its log.
func (r *rehearsing) rehearse(ctx context.Context, asked *rehearsal.Rehearsal) (_ *rehearsal.Report, err error) {
	if err := asked.Validate(); err != nil {
		return nil, misused("%w", err)
	}
	if err := isStore(r.data); err != nil {
		return nil, err
	}
	st, err := openIdle(r.data, "stop its server first")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	asked.Log = st
	if asked.Worth != nil {
		if asked.Worth.Past, err = engine.Restore(ctx, st, st); err != nil {
			return nil, err
		}
	}
	bar := r.app.progress("deciding again")
	defer bar.end()
	asked.Progress = bar.step
	return asked.Run(ctx)
}

// readWindow reads the bounds of a window, and names the first that says nothing.
func readWindow(from, to string) (w export.Window, err error) {
	if w.From, err = export.ParseMoment(from); err != nil {
		return w, fmt.Errorf("--from %s: %w", from, err)
	}
	if w.To, err = export.ParseMoment(to); err != nil {
		return w, fmt.Errorf("--to %s: %w", to, err)
	}
	return w, w.Validate()
}
