package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/internal/client"
)

// converts only where nothing was offered: offers cost the checkout everything.
func convertsUnoffered(c *crowd, r client.RankReply) error {
	if len(r.Offers) > 0 {
		return nil
	}
	return c.report(engine.Report{EventID: "conversion of " + r.DecisionID, Type: engine.Conversion, DecisionID: r.DecisionID})
}

// Whoever accepts sends it back.
func sendsBack(c *crowd, r client.RankReply) error {
	offer, ok := r.Shown()
	if !ok {
		return nil
	}
	return c.report(
		engine.Report{EventID: "accept of " + r.DecisionID, Type: engine.Accept, DecisionID: r.DecisionID, OfferID: offer.OfferID, OrderID: r.DecisionID},
		engine.Report{EventID: "refund of " + r.DecisionID, Type: engine.Refund, OrderID: r.DecisionID},
	)
}

// Once an offer that does harm is stopped, nobody who asks after that moment is
// shown it, however many ask at once: not in the second that follows, and not
// after the process was killed and started again. The log says what has moved.
func TestHarmIsStopped(t *testing.T) {
	for _, c := range []struct {
		name, placement, breaker, line string
		became                         func(*crowd, client.RankReply) error
	}{
		{"conversions that drop", "drawer", "protect/placement:drawer", `"guardrail":"protect","scope":"placement:drawer"`, convertsUnoffered},
		{"refunds", "thanks", "regret/offer:in-thanks", `"guardrail":"regret","scope":"offer:in-thanks"`, sendsBack},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			s := serve(t, data, "--catalogue", guarded)
			everybody := gather(s, c.placement, c.became)
			s.said(`"to":"open"`)
			s.said(c.line)
			opened := s.breaker(c.breaker)
			everybody.until(opened.Since.Add(time.Second))
			everybody.disperse()
			t.Logf("%d of %d visits were offered something, the last %v before the breaker opened",
				everybody.offered, everybody.visits, opened.Since.Sub(everybody.shown))
			if everybody.err != nil {
				t.Fatal(everybody.err)
			}
			if opened.State != "open" || opened.Reason != "harm" {
				t.Errorf("the breaker is %+v, want open for harm", opened)
			}
			if everybody.offered == 0 || everybody.shown.After(opened.Since) {
				t.Errorf("the last of %d who were offered something asked at %v, and the breaker opened at %v",
					everybody.offered, everybody.shown, opened.Since)
			}
			s.kill()
			stopped(t, data, c.placement, c.breaker, opened)
		})
	}
}

// stopped starts a server again and wants the breaker to be as it was, nothing
// to be offered, and the log to be whole.
func stopped(t *testing.T, data, placement, name string, want breaker) {
	t.Helper()
	s := serve(t, data, "--catalogue", guarded)
	if diff := cmp.Diff(want, s.breaker(name)); diff != "" {
		t.Errorf("after the restart the breaker is another (-want +got):\n%s", diff)
	}
	for n := range 50 {
		reply, err := s.Rank(t.Context(), views(placement, fmt.Sprintf("again-%d", n)))
		if err != nil {
			t.Fatal(err)
		}
		if offer, ok := reply.Shown(); ok {
			t.Fatalf("%s is offered after the restart", offer.OfferID)
		}
	}
	s.stop()
	verifies(t, data)
}
