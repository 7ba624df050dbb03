package engine

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
)

// A Verification says how far the log, folded again from its beginning, agrees
// with the state that the archive gives, and with what was decided.
type Verification struct {
	Events      uint64   `json:"events"`
	Decisions   uint64   `json:"decisions"`             // made again
	Records     uint64   `json:"records"`               // compared
	Differing   uint64   `json:"differing"`             // decisions, records and sums that are not the same
	Differences []string `json:"differences,omitempty"` // the first of them
}

// maxDifferences is how many differences are told in words.
const maxDifferences = 20

func (v *Verification) differs(format string, args ...any) {
	v.Differing++
	if len(v.Differences) < maxDifferences {
		v.Differences = append(v.Differences, fmt.Sprintf(format, args...))
	}
}

// Verify folds the whole log again, makes every decision again where it was
// made, and compares the result with the state restored from the archive. It
// holds all records of the log in memory. progress may be nil.
func Verify(ctx context.Context, log Log, archive Archive, progress func(done, total uint64)) (*Verification, error) {
	live, err := Restore(ctx, log, archive)
	if err != nil {
		return nil, err
	}
	v, again := &Verification{}, NewState(log, nil)
	total := log.Last()
	for e, err := range log.Events(1) {
		if err != nil {
			return nil, err
		}
		if err := v.step(again, &e); err != nil {
			return nil, err
		}
		if progress != nil {
			progress(e.Seq, total)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if again.seq != total {
		return nil, fmt.Errorf("engine: the log ends at event %d, before event %d", again.seq, total)
	}
	if total == 0 {
		return v, nil
	}
	v.compareStates(live, again)
	return v, v.compareFacts(&live.facts, &again.facts)
}

// step makes one event's decision again and folds the event.
func (v *Verification) step(s *State, e *Event) error {
	if err := v.conclusion(s, e); err != nil {
		return err
	}
	if e.Decision != nil {
		v.Decisions++
		found, err := e.Decision.Differences(s)
		if err != nil {
			return err
		}
		for _, d := range found {
			v.differs("event %d, decision %s: %s", e.Seq, e.Decision.ID, d)
		}
	}
	v.Events++
	return s.Apply(e)
}

// conclusion holds what moved a breaker against what the evidence called for:
// a move in the log that nobody made is the one that was due, and none that was
// due is missing.
func (v *Verification) conclusion(s *State, e *Event) error {
	if e.Breaker != nil && e.Breaker.Breaker.By != "" {
		return nil
	}
	at := s.at
	if e.Breaker != nil {
		at = e.At
	}
	due, moves := s.Conclusion(at)
	if !moves && e.Breaker == nil {
		return nil
	}
	if e.Breaker != nil {
		due.Breaker.Detail = e.Breaker.Breaker.Detail // a sentence may be worded better by now
	}
	was, err := encode(e.Breaker)
	if err != nil {
		return err
	}
	is, err := encode(&due)
	switch {
	case err != nil:
		return err
	case !moves:
		v.differs("event %d: the log moves a breaker by %s, and the evidence calls for nothing", e.Seq, was)
	case !bytes.Equal(was, is):
		v.differs("event %d: the evidence moves a breaker by %s, and the log by %s", e.Seq, is, was)
	}
	return nil
}

func (v *Verification) compareStates(live, again *State) {
	if live.policy.Version != again.policy.Version || live.filed != again.filed || !maps.Equal(live.catalogues, again.catalogues) {
		v.differs("the catalogue in force is %s and folds to %s", live.policy.Version, again.policy.Version)
	}
	if !maps.Equal(live.switches, again.switches) {
		v.differs("the switches are not what the log folds to")
	}
	if !sameEncoding(live.breakers.Save(), again.breakers.Save()) || !sameEncoding(&live.ledgers, &again.ledgers) {
		v.differs("the breakers and budgets are not what the log folds to")
	}
	a, b := live.tally, again.tally
	if !maps.Equal(a.Decisions, b.Decisions) || !maps.Equal(a.Feedback, b.Feedback) || !maps.Equal(a.Withheld, b.Withheld) {
		v.differs("the counts of decisions and feedback are not what the log folds to")
	}
	for _, offer := range slices.Sorted(maps.Keys(again.beliefs)) {
		b, ok := live.beliefs[offer]
		if !ok || !b.close(again.beliefs[offer]) {
			v.differs("what is believed of %s is not what the log folds to", offer)
		}
	}
	if len(live.beliefs) != len(again.beliefs) {
		v.differs("there are beliefs about %d offers, and the log folds to %d", len(live.beliefs), len(again.beliefs))
	}
}

func sameEncoding(a, b any) bool {
	x, err1 := encode(a)
	y, err2 := encode(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// close reports whether two beliefs are the same sums, to rounding: sums that
// were added in another order differ in their last digits.
func (b *belief) close(o *belief) bool {
	if len(b.models) != len(o.models) || b.total.Shown != o.total.Shown || b.total.Accepted != o.total.Accepted {
		return false
	}
	x, y := b.sums(), o.sums()
	for k := range x {
		if !near(x[k].A, y[k].A) || !near(x[k].B, y[k].B) || !near([]float64{x[k].C, x[k].N}, []float64{y[k].C, y[k].N}) {
			return false
		}
	}
	return true
}

func near(x, y []float64) bool {
	return slices.EqualFunc(x, y, func(p, q float64) bool {
		return math.Abs(p-q) <= sameWithin*max(1, math.Abs(p), math.Abs(q))
	})
}

func (v *Verification) compareFacts(live, again *facts) error {
	for _, err := range []error{
		compareTable(v, &live.outcomes, &again.outcomes),
		compareTable(v, &live.customers, &again.customers),
		compareTable(v, &live.sessions, &again.sessions),
		compareTable(v, &live.orders, &again.orders),
		compareTable(v, &live.requests, &again.requests),
		compareTable(v, &live.reports, &again.reports),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// compareTable compares the records of one kind, both ways.
func compareTable[R record[R]](v *Verification, live, again *table[R]) error {
	for key, r := range again.changed {
		v.Records++
		kept, err := live.get(key)
		if err != nil {
			return err
		}
		want, err := encode(r)
		if err != nil {
			return err
		}
		if got, err := encode(kept); err != nil || !bytes.Equal(got, want) {
			v.differs("record %s%q is not what the log folds to", live.prefix, key)
		}
	}
	if live.archive == nil {
		return nil
	}
	return live.archive.Each(live.prefix, func(key string, _ []byte) error {
		if _, ok := again.changed[key[len(live.prefix):]]; !ok {
			v.differs("record %q is in the archive, and the log does not fold to it", key)
		}
		return nil
	})
}
