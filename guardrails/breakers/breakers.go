package breakers

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"proffer/guardrails/eprocess"
	"proffer/policy"
)

// Breakers are all watches of the catalogue in force. They belong to one
// goroutine at a time.
type Breakers struct {
	rules   []*Rule
	watches map[key]*Watch
	order   []*Watch         // by rule and scope
	moved   []*Watch         // that are not closed
	stirred map[string]bool  // the rules that these are of: all that a request has to ask
	touched map[key]struct{} // whose evidence changed since the last verdict
}

type key struct{ rule, scope string }

func (w *Watch) key() key { return key{w.Rule, w.Scope} }

// NewBreakers are none.
func NewBreakers() *Breakers {
	return &Breakers{watches: map[key]*Watch{}, touched: map[key]struct{}{}}
}

// Adopt puts the rules of a catalogue into force with an event. A watch whose test is the same
// goes on; one whose test changed keeps its state and begins its evidence
// afresh, and a try another one; those of a rule that is gone, or that is about
// other scopes now, are gone. What an offer that left has shown waits for its return.
func (b *Breakers) Adopt(rules []*Rule, c *policy.Catalogue, now time.Time, seq uint64) {
	b.rules = rules
	named := map[string]*Rule{}
	for _, r := range rules {
		named[r.Name] = r
		for _, at := range r.scopes(c) {
			if b.watches[key{r.Name, at}] == nil {
				w := newWatch(r, at, now, seq)
				b.watches[w.key()] = w
			}
		}
	}
	for k, w := range b.watches {
		r := named[w.Rule]
		if r == nil || !r.watches(w.Scope, c) {
			delete(b.watches, k)
			continue
		}
		w.adopt(r, now, seq)
		b.touched[k] = struct{}{}
	}
	b.index()
}

func (w *Watch) adopt(r *Rule, now time.Time, seq uint64) {
	same := w.Test == r.test
	w.bind(r)
	if same {
		return
	}
	if (w.Visits != nil) != (r.Kind == ConversionDrop) {
		w.Visits, w.Accepts = nil, nil
	}
	w.Breaker = w.Breaker.Afresh(now)
	w.begin(seq)
}

// index puts the watches in order, and finds again those that are not closed.
func (b *Breakers) index() {
	b.order, b.moved, b.stirred = b.sorted(), b.moved[:0], map[string]bool{}
	for _, w := range b.order {
		if w.Breaker.State != Closed {
			b.moved = append(b.moved, w)
			b.stirred[w.Rule] = true
		}
	}
}

// sorted are the watches in the order of their rules and scopes.
func (b *Breakers) sorted() []*Watch {
	place := map[string]int{}
	for i, r := range b.rules {
		place[r.Name] = i
	}
	return slices.SortedFunc(maps.Values(b.watches), func(x, y *Watch) int {
		return cmp.Or(cmp.Compare(place[x.Rule], place[y.Rule]), cmp.Compare(x.Scope, y.Scope))
	})
}

// A Change is one move of a breaker, with what it was moved by.
type Change struct {
	Rule    string           `json:"guardrail"` // its name
	Scope   string           `json:"scope"`
	From    State            `json:"from"`
	Breaker eprocess.Breaker `json:"breaker"` // afterwards
	Figures Figures          `json:"figures"`
}

// Verdict is the next move that the evidence calls for, if any. It depends on
// the fold and the time alone, so it is the same after a restart.
func (b *Breakers) Verdict(now time.Time) (Change, bool) {
	for _, w := range b.due(now) {
		next, changed, _ := w.Breaker.Next(w.rule.limits(), now, w.evidence())
		if changed {
			return w.change(next), true
		}
		delete(b.touched, w.key())
	}
	return Change{}, false
}

// due are the watches that may have to move: by what was seen or by the time.
func (b *Breakers) due(now time.Time) []*Watch {
	if len(b.touched) == 0 && len(b.moved) == 0 {
		return nil
	}
	var all []*Watch
	for k := range b.touched {
		if w := b.watches[k]; w != nil {
			all = append(all, w)
		}
	}
	for _, w := range b.moved {
		if _, already := b.touched[w.key()]; !already && w.ripe(now) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(x, y *Watch) int {
		return cmp.Or(cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Scope, y.Scope))
	})
	return all
}

// ripe reports whether time alone may move the watch, which is the end of a
// dwell, of which the first is the shortest, or of a try.
func (w *Watch) ripe(now time.Time) bool {
	switch in := now.Sub(w.Breaker.Since); w.Breaker.State {
	case Closed, Suspect:
		return false
	case Open:
		return in >= w.rule.settings.Dwell
	case HalfOpen:
		return in >= w.rule.settings.Trial
	}
	return true
}

func (w *Watch) change(to eprocess.Breaker) Change {
	return Change{Rule: w.Rule, Scope: w.Scope, From: w.Breaker.State, Breaker: to, Figures: w.figures()}
}

// Move carries out a change that was logged as an event.
func (b *Breakers) Move(c Change, seq uint64) error {
	w := b.watches[key{c.Rule, c.Scope}]
	if w == nil {
		return fmt.Errorf("breakers: %s has no breaker on %s", c.Rule, c.Scope)
	}
	epoch := w.Breaker.Epoch
	w.Breaker = c.Breaker
	if c.Breaker.Epoch != epoch {
		w.begin(seq)
	}
	b.touched[w.key()] = struct{}{}
	b.index()
	return nil
}

// Override is the move that a person asks for. It changes nothing yet.
func (b *Breakers) Override(rule, scope string, to State, now time.Time, by, reason string) (Change, error) {
	w := b.watches[key{rule, scope}]
	if w == nil {
		return Change{}, ErrUnknown
	}
	if w.rule.settings.Advisory && to != Closed {
		return Change{}, fmt.Errorf("%s only warns and stops nothing: it can be closed, which forgets its evidence", rule)
	}
	next, err := w.Breaker.Override(to, now, by, reason)
	if err != nil {
		return Change{}, err
	}
	return w.change(next), nil
}
