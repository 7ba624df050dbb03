package rehearsal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"proffer/bandit"
	"proffer/engine"
)

// Examples are a few of the changed decisions, each as likely as any other: those
// with the smallest lots, which are hashed from their seeds.
type examples struct {
	most int
	kept []lotted // by their lots
}

type lotted struct {
	lot float64
	Example
}

// exampleKey is the key of the ticket that draws examples; no offer can have it.
const exampleKey = "\x00example"

// offer keeps a changed decision if its lot is small enough.
func (x *examples) offer(c changed, was, is *engine.Decision) {
	lot := bandit.Ticket(was.Seed, 0, exampleKey)
	at, _ := slices.BinarySearchFunc(x.kept, lot, func(k lotted, lot float64) int { return cmp.Compare(k.lot, lot) })
	if at >= x.most {
		return
	}
	if len(x.kept) == x.most {
		x.kept = x.kept[:x.most-1]
	}
	x.kept = slices.Insert(x.kept, at, lotted{lot, exampleOf(c, was, is)})
}

func exampleOf(c changed, was, is *engine.Decision) Example {
	return Example{
		Decision: was.ID, Time: was.At, Placement: was.Request.Placement, Change: c.kind, Step: c.at,
		Log: Telling{Shown: offersOf(was), Sentence: sentence(was, is)},
		New: Telling{Shown: offersOf(is), Sentence: sentence(is, was)},
	}
}

// inOrder are the examples in the order of the log.
func (x *examples) inOrder() []Example {
	all := make([]Example, len(x.kept))
	for i := range all {
		all[i] = x.kept[i].Example
	}
	slices.SortStableFunc(all, func(a, b Example) int { return a.Time.Compare(b.Time) })
	return all
}

// sentence says what a decision shows, and why not what the other one does.
func sentence(d, other *engine.Decision) string {
	shown := offersOf(d)
	text := "shows " + strings.Join(shown, ", ")
	if len(shown) == 0 {
		text = "shows nothing"
	}
	if len(d.Slots) == 0 && (d.Group == engine.Holdout || d.Group == engine.Control) {
		return fmt.Sprintf("%s: the visit is in the %s", text, d.Group)
	}
	for _, offer := range offersOf(other) {
		if !slices.Contains(shown, offer) {
			text += "; " + absence(d, offer)
		}
	}
	return text
}

// absence says why a decision does not show an offer.
func absence(d *engine.Decision, offer string) string {
	c := d.Candidate(offer)
	switch {
	case c == nil:
		return offer + " is not offered there"
	case c.Stage == engine.StageGuardrail:
		return fmt.Sprintf("%s withholds %s: %s", c.Rule, offer, c.Detail)
	case c.Stage != "":
		return offer + ": " + c.Detail
	}
	for i := len(d.Slots) - 1; i >= 0; i-- {
		if k := slices.Index(d.Slots[i].Offers, offer); k >= 0 {
			return fmt.Sprintf("%s could be shown, with probability %.3g", offer, d.Slots[i].P[k])
		}
	}
	return offer + " could be shown in a slot that is not filled"
}
