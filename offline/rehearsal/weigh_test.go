package rehearsal

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/offline/ope"
)

// A tree is all slates that two policies can show: at every slot, behind every
// way to it, the two distributions over its offers and none.
type tree struct {
	was, is engine.Slot
	next    map[string]*tree // by the offer shown; none ends the slate
}

// grown is a random tree with so many slots to go. Where covered, the log can
// show whatever the catalogue can, except none.
func grown(t *rapid.T, slots int, offers []string, covered bool) *tree {
	n := &tree{was: slotOf(t, offers, "log"), is: slotOf(t, offers, "new"), next: map[string]*tree{}}
	if covered {
		for i := range offers {
			if n.was.P[i] == 0 {
				n.is.P[len(offers)] += n.is.P[i]
				n.is.P[i] = 0
			}
		}
	}
	if slots > 1 {
		for _, o := range offers {
			n.next[o] = grown(t, slots-1, slices.DeleteFunc(slices.Clone(offers), func(b string) bool { return b == o }), covered)
		}
	}
	return n
}

// slotOf is a distribution with some zeros. A slot that is always none is one
// that was never drawn.
func slotOf(t *rapid.T, offers []string, who string) engine.Slot {
	s := engine.Slot{Offers: offers, P: make([]float64, len(offers)+1)}
	sum := 0.
	for i := range s.P {
		s.P[i] = float64(rapid.IntRange(0, 3).Draw(t, fmt.Sprintf("%s p %d", who, i)))
		sum += s.P[i]
	}
	if sum == 0 {
		s.P[len(offers)], sum = 1, 1
	}
	for i := range s.P {
		s.P[i] /= sum
	}
	return s
}

// each calls fn with every slate that the log can show, its probability, and the
// two decisions on its way.
func (n *tree) each(fn func(p float64, was, is *engine.Decision)) { n.walk(1, nil, nil, fn) }

func (n *tree) walk(p float64, was, is []engine.Slot, fn func(float64, *engine.Decision, *engine.Decision)) {
	if n == nil {
		fn(p, &engine.Decision{Slots: was}, &engine.Decision{Slots: is})
		return
	}
	for i, q := range n.was.P {
		if q == 0 {
			continue
		}
		drawn := n.was
		drawn.Propensity = q
		var next *tree
		if i < len(drawn.Offers) {
			drawn.Offer = drawn.Offers[i]
			next = n.next[drawn.Offer]
		}
		var behind []engine.Slot
		behind = append(append(behind, was...), drawn)
		next.walk(p*q, behind, append(slices.Clone(is), n.is), fn)
	}
}

// value is what the catalogue earns, and how likely it shows what the log could
// not; offers that it shows there earn nothing.
func (n *tree) value(so float64, worth map[string]float64) (value, gap float64) {
	if n == nil {
		return so, 0
	}
	value = n.is.P[len(n.is.Offers)] * so
	for i, o := range n.is.Offers {
		p := n.is.P[i]
		if p == 0 {
			continue
		}
		if n.was.P[i] == 0 {
			gap += p
			continue
		}
		v, g := n.next[o].value(so+worth[o], worth)
		value, gap = value+p*v, gap+p*g
	}
	return value, gap
}

// Summed over all slates that a log could hold, the weights make 1 less the gap,
// and weighted earnings are what the catalogue earns: whatever either shows, with
// one slot or two, and also where the catalogue shows none and the log never
// could. With the model's correction it is the same, whatever the model says,
// where there is no gap.
func TestWeightsAreExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		covered := rapid.Bool().Draw(rt, "covered")
		offers := []string{"a", "b", "c"}[:rapid.IntRange(1, 3).Draw(rt, "offers")]
		root := grown(rt, min(rapid.IntRange(1, 2).Draw(rt, "slots"), len(offers)), offers, covered)
		worth, model := map[string]float64{}, map[string]float64{}
		for _, o := range offers {
			worth[o] = rapid.Float64Range(-5, 5).Draw(rt, "worth")
			model[o] = rapid.Float64Range(-5, 5).Draw(rt, "model")
		}
		var weight, gap, ips, dr, logged, difference float64
		root.each(func(p float64, was, is *engine.Decision) {
			w := weigh(was, is)
			r, d, l := roundsOf(&w, was, worth, model)
			weight, gap = weight+p*w.total, gap+p*w.gap
			ips += p * r.Weight * r.Reward
			dr += p * (r.Direct + r.Weight*(r.Reward-r.Model))
			logged, difference = logged+p*l.Reward, difference+p*d.Reward
		})
		want, missed := root.value(0, worth)
		same(rt, "gap", gap, missed)
		same(rt, "weight", weight, 1-missed)
		same(rt, "ips", ips, want)
		if covered {
			same(rt, "dr", dr, want)
			same(rt, "difference", difference, want-logged)
		}
	})
}

// roundsOf measures a decision that earned the worth of all that it showed.
func roundsOf(w *weighing, was *engine.Decision, worth, model map[string]float64) (estimate, difference, logged ope.Round) {
	var shown []float64
	for _, slot := range was.Shown() {
		shown = append(shown, worth[slot.Offer])
	}
	return w.rounds(was.Shown(), shown, func(offer string) float64 { return model[offer] })
}

func same(t *rapid.T, what string, got, want float64) {
	if !(math.Abs(got-want) <= 1e-9) {
		t.Fatalf("%s is %v, want %v", what, got, want)
	}
}

// None never weighs more than 1, so a catalogue that withholds everything leaves
// every row its whole say.
func TestWithholdingWeighsNothing(t *testing.T) {
	was := &engine.Decision{Slots: []engine.Slot{{Offer: "a", Propensity: .2, Offers: []string{"a", "b"}, P: []float64{.2, .75, .05}}}}
	none := &engine.Decision{Slots: []engine.Slot{{Propensity: .05, Offers: []string{"a", "b"}, P: []float64{.2, .75, .05}}}}
	hushed := &engine.Decision{}
	for _, c := range []struct {
		was  *engine.Decision
		want float64
	}{{was, .95}, {none, 1.95}} {
		if w := weigh(c.was, hushed); !(math.Abs(w.total-c.want) <= 1e-12) || w.gap != 0 {
			t.Errorf("got weight %v and gap %v, want %v and none", w.total, w.gap, c.want)
		}
	}
}
