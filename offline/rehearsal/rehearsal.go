package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"proffer/engine"
	"proffer/offline/export"
)

// History says whose past a customer has while the rehearsal decides.
type History string

// The histories.
const (
	// Own: customers were shown what the rehearsal has shown them, as they would
	// have been had the catalogue served all along.
	Own History = "own"
	// Logged: customers were shown what the log says, as if the catalogue had come
	// into force for one decision at a time.
	Logged History = "logged"
)

// A Log is what a rehearsal reads: the events of a server, from the first on.
type Log interface {
	Events(from uint64) iter.Seq2[engine.Event, error]
	Last() uint64
}

// A Rehearsal asks what a catalogue would have done with a log.
type Rehearsal struct {
	Log      Log
	Policy   *engine.Policy // the catalogue on trial
	Window   export.Window  // the decisions that are counted; those before it are history
	History  History        // empty: Own
	Examples int            // changed decisions to tell in sentences
	Worth    *Worth         // nil: only what is shown is asked, not what it earns
	Progress func(done, total uint64)
}

// Validate reports every setting that makes no sense.
func (r *Rehearsal) Validate() error {
	faults := []error{r.Window.Validate()}
	if !slices.Contains([]History{"", Own, Logged}, r.History) {
		faults = append(faults, fmt.Errorf("rehearsal: history %q: must be %s or %s", r.History, Own, Logged))
	}
	if r.Examples < 0 {
		faults = append(faults, fmt.Errorf("rehearsal: %d examples: must not be negative", r.Examples))
	}
	if r.Worth != nil {
		faults = append(faults, r.Worth.Validate())
	}
	return errors.Join(faults...)
}

// Run goes through the log once. It holds what the engine knows of every
// customer and decision in memory, twice when the history is the rehearsal's own.
func (r *Rehearsal) Run(ctx context.Context) (*Report, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	p, err := r.newPass()
	if err != nil {
		return nil, err
	}
	defer p.close()
	total := r.Log.Last()
	for e, err := range r.Log.Events(1) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if to := r.Window.To; !to.IsZero() && !e.At.Before(to) {
			break
		}
		if err := p.step(&e); err != nil {
			return nil, fmt.Errorf("rehearsal: event %d: %w", e.Seq, err)
		}
		if r.Progress != nil {
			r.Progress(e.Seq, total)
		}
	}
	return p.report(), nil
}
