package breakers

import (
	"slices"
	"time"

	"proffer/guardrails/eprocess"
)

// A Visit begins to count with its first decision that could show an offer:
// the guardrails are asked in all groups alike, and up to then nothing was shown
// in any, so who counts does not depend on the treatment.
type Visit struct {
	Decision  string // whose outcome holds what became of the visit
	At        time.Time
	Placement string
	Rho       float64 // the logged probability of treatment
}

// Visit notes a visit as evidence for when its window is over.
func (b *Breakers) Visit(v Visit) {
	if !(v.Rho > 0 && v.Rho < 1) {
		return
	}
	for _, w := range b.order {
		if w.rule.Kind == ConversionDrop && w.meets(v.Placement) {
			w.Queue = append(w.Queue, Pending{Due: v.At.Add(w.rule.window), Decision: v.Decision})
		}
	}
}

// Show notes an offer that was shown, for the floors of acceptance.
func (b *Breakers) Show(decision, offer, kind, placement string, at time.Time) {
	for _, r := range b.rules {
		if r.Kind != AcceptanceFloor || !r.reach.Covers(placement, offer, kind) {
			continue
		}
		if w := b.watches[key{r.Name, r.scopeOf(placement, offer)}]; w != nil {
			w.Queue = append(w.Queue, Pending{Due: at.Add(r.window), Decision: decision, Offer: offer})
		}
	}
}

// An Accept is an accepted offer, and when what followed it happened; the zero
// time is never.
type Accept struct {
	Seq                                   uint64 // of its decision's event
	Decision, Offer, Type, Placement      string
	Accepted, Refunded, Churned, Ticketed time.Time
	Kin                                   []Accept // what the same customer had accepted before, as it was told
}

// bad is when an accept turned out as the rule counts it.
func (r *Rule) bad(a *Accept) time.Time {
	switch r.Kind {
	case ChurnRate:
		return a.Churned
	case TicketRate:
		return a.Ticketed
	}
	return a.Refunded
}

// turns is what an accept adds to a table: itself, and whether it went bad in time.
func (r *Rule) turns(a *Accept) (accepts, bad int) {
	if a.Accepted.IsZero() {
		return 0, 0
	}
	if t := r.bad(a); !t.IsZero() && t.Sub(a.Accepted) <= r.window {
		bad = 1
	}
	return 1, bad
}

// Revise edits the tables by what an accept was and is. A before that is not
// accepted is an accept that is new; in a try it is looked at again when all of its
// window is over. An earlier look would have to guess how much is still to come,
// and a guess that is too low lets harm back.
func (b *Breakers) Revise(before, after Accept, now time.Time) {
	for _, r := range b.rules {
		if r.Kind == ConversionDrop || r.Kind == AcceptanceFloor || !r.reach.Covers(after.Placement, after.Offer, after.Type) {
			continue
		}
		w := b.watches[key{r.Name, r.scopeOf(after.Placement, after.Offer)}]
		if w == nil || !w.counts(&after) {
			continue
		}
		was, wasBad := r.turns(&before)
		is, isBad := r.turns(&after)
		if was == is && wasBad == isBad {
			continue
		}
		w.add(dayOf(after.Accepted), is-was, isBad-wasBad, dayOf(now))
		if is > was && w.trying() {
			w.Queue = append(w.Queue, Pending{Due: now.Add(r.window), Decision: after.Decision, Offer: after.Offer})
		}
		b.touched[w.key()] = struct{}{}
	}
}

// counts reports whether an accept is evidence. Of what one customer accepts
// within a window one does: it goes bad together, by one word of one person, and
// would pass for the words of many.
func (w *Watch) counts(a *Accept) bool {
	if a.Seq <= w.Since {
		return false
	}
	var counted []time.Time
	near := func(t time.Time) bool {
		return slices.ContainsFunc(counted, func(c time.Time) bool { return t.Sub(c).Abs() <= w.rule.window })
	}
	for i := range a.Kin {
		k := &a.Kin[i]
		seen := k.Seq > w.Since && w.rule.reach.Covers(k.Placement, k.Offer, k.Type) && w.rule.scopeOf(k.Placement, k.Offer) == w.Scope
		if seen && !near(k.Accepted) {
			counted = append(counted, k.Accepted)
		}
	}
	return !near(a.Accepted)
}

// A Finding is what became of a pending visit or offer by the end of its window.
type Finding struct {
	Rho       float64
	Treated   bool
	Converted time.Time // the visit, first since it counts, or never
	Counted   bool      // the offer was seen, as far as that is reported
	Accept    Accept
}

// Advance looks at everything whose window has ended by now, each once. find
// returns what became of it.
func (b *Breakers) Advance(now time.Time, find func(Pending) (Finding, error)) error {
	for _, w := range b.order {
		n := 0
		for ; n < len(w.Queue) && !w.Queue[n].Due.After(now); n++ {
			f, err := find(w.Queue[n])
			if err != nil {
				return err
			}
			w.look(w.Queue[n], &f)
		}
		if n == 0 {
			continue
		}
		b.touched[w.key()] = struct{}{}
		if w.Queue = w.Queue[n:]; len(w.Queue) == 0 {
			w.Queue = nil
		}
	}
	return nil
}

// Due reports whether a window has ended that nobody has looked at.
func (b *Breakers) Due(now time.Time) bool {
	return slices.ContainsFunc(b.order, func(w *Watch) bool { return len(w.Queue) > 0 && !w.Queue[0].Due.After(now) })
}

func (w *Watch) look(p Pending, f *Finding) {
	switch w.rule.Kind {
	case ConversionDrop:
		begun := p.Due.Add(-w.rule.window)
		converted := !f.Converted.IsZero() && f.Converted.Sub(begun) <= w.rule.window
		w.seeVisit(eprocess.Visit{Day: dayOf(p.Due), Rho: f.Rho, Treated: f.Treated, Converted: converted})
	case AcceptanceFloor:
		w.lookAtShown(p, f)
	default:
		if w.trying() {
			_, bad := w.rule.turns(&f.Accept)
			w.seeAccept(bad > 0)
		}
	}
}

func (w *Watch) lookAtShown(p Pending, f *Finding) {
	if !f.Counted {
		return
	}
	begun, refused := p.Due.Add(-w.rule.window), 1
	if a := f.Accept.Accepted; !a.IsZero() && a.Sub(begun) <= w.rule.window {
		refused = 0
	}
	w.add(dayOf(p.Due), 1, refused, dayOf(p.Due))
}
