package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/bandit"
	"proffer/engine"
	"proffer/guardrails/breakers"
)

// Of a log that shows its offers to everybody, a try of another catalogue has
// seen what was accepted in the visits that take part; what their customers
// accepted before in others does not stand in its way.
func TestDismissWhatATryKeepsBack(t *testing.T) {
	for _, rule := range []string{"by: all", "by: all, types: [bundle, warranty, kit]"} {
		t.Run(rule, func(t *testing.T) { dismissUnder(t, "  - {name: trouble, type: ticket_rate, max: 20%, "+rule+"}\n") })
	}
}

func dismissUnder(t *testing.T, rule string) {
	plain := strings.Replace(shop, "  - {name: two-a-day, type: frequency, max: 2, per: 24h, by: placement, placements: [drawer]}\n", "", 1)
	w := newWorld(t, plain)
	served := w.memory.Last()
	w.acceptIn("c-1", false)
	w.acceptIn("c-1", true)
	w.acceptIn("c-2", false)

	trial := newWorld(t, plain+rule)
	if _, err := trial.SetBreaker(engine.Override{Guardrail: "trouble", Scope: "all", State: "half_open", Reason: "a trial"}); err != nil {
		t.Fatal(err)
	}
	s := trial.state()
	for e, err := range w.memory.Events(served + 1) {
		if err != nil {
			t.Fatal(err)
		}
		e.Seq = s.Seq() + 1
		if err := s.Apply(&e); err != nil {
			t.Fatal(err)
		}
		if e.Decision == nil {
			continue
		}
		if err := s.Dismiss(e.Decision); err != nil {
			t.Fatal(err)
		}
	}
	over, moves := s.Conclusion(s.At().Add(1000 * 24 * time.Hour))
	if !moves || over.From != breakers.HalfOpen || *over.Figures.Accepts != 1 {
		t.Errorf("got %+v from %s, want the evidence of one accept at the end of the try", over.Figures, over.From)
	}
}

// acceptIn lets a customer come until a visit shows an offer and takes part in
// tries, or does not, and accept what they are shown when they ask again in it.
func (w *world) acceptIn(customer string, taking bool) {
	w.Helper()
	for i := range 200 {
		w.now = w.now.Add(time.Minute)
		r := drawer(customer)
		r.SessionID = fmt.Sprintf("%s %v %d", customer, taking, i)
		seed, a := w.rank(r).Seed, w.rank(r)
		if len(a.Shown()) > 0 && (bandit.Ticket(seed, 0, "\x00try") < .1) == taking {
			w.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
			return
		}
	}
	w.Fatalf("no visit of %s of 200 is shown an offer and takes part: %v", customer, taking)
}
