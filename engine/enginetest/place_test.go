package enginetest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
)

// tight are caps and budgets of so many places in an hour. Those of one customer
// are asked for by that customer alone, and those of all by as many.
func tight(places int) []*guard {
	all := []*guard{{
		kind: "budget", fields: fmt.Sprintf(", max: %d, per: 60m", places),
		budget: &budget{max: int64(places), of: "offers", per: time.Hour, hold: day},
	}}
	for _, by := range []string{"all", "offer", "type", "placement"} {
		for _, scope := range []string{"customer", "session"} {
			all = append(all, &guard{
				kind: "frequency", fields: fmt.Sprintf(", max: %d, per: 60m, by: %s, scope: %s", places, by, scope),
				refuse: frequency(places, time.Hour, by, scope == "session"),
			})
		}
	}
	return all
}

// Of sixty-four requests that arrive at once exactly one is given the last place
// that is left, whether it is one customer's or everybody's.
func TestLastPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 3).Draw(rt, "places")
		g := rapid.SampledFrom(tight(places)).Draw(rt, "guardrail")
		g.name = "tight"
		p := &plan{
			offers:   []*offer{{id: "o0", kind: "kit", price: 1000, margin: 250}},
			places:   []*place{{name: "cart", channel: "onsite", slots: 1, strategy: "uniform"}},
			guards:   []*guard{g},
			learning: learning{scale: 1, target: "net_value"},
		}
		p.write()
		w := start(rt, p)
		ask := func(n int) (shown int) {
			v := &wave{}
			for range n {
				r := engine.Request{CustomerID: "c-1", SessionID: "s-1", Trigger: "added", Placement: "cart"}
				if g.budget != nil {
					r.CustomerID = fmt.Sprintf("c-%d", len(w.answers)+len(v.requests))
				}
				v.requests = append(v.requests, r)
			}
			w.meet(rt, v, true)
			for _, a := range w.answers[len(w.answers)-n:] {
				shown += len(a.Shown())
			}
			return shown
		}
		if got := ask(places - 1); got != places-1 {
			rt.Fatalf("%d of the first %d are shown an offer", got, places-1)
		}
		if got := ask(64); got != 1 {
			rt.Fatalf("%d of 64 are given the last place", got)
		}
		w.end()
	})
}
