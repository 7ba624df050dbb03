package enginetest

import (
	"context"
	"fmt"
	"sync"

	"pgregory.net/rapid"

	"proffer/engine"
)

// A wave is many customers who come at once, and how they behave.
type wave struct {
	mood
	requests []engine.Request
}

// A mood is how customers behave: every n-th of them does it, and 0 is nobody.
// That of a walk seldom changes, so that evidence gathers.
type mood struct {
	declines, accepts, regrets int // in this order, of each offer that was shown
	convert, others            int // visits that were shown something convert, and the others
	regret                     engine.ReportType
	part                       *engine.Money // that comes back with a refund; nil is all
}

func drawMood(t *rapid.T) mood {
	every := func(label string) int { return oneOf(t, label, 1, 0, 2) }
	return mood{
		declines: oneOf(t, "declines", 0, 0, 3), accepts: every("accepts"), regrets: every("regrets"),
		convert: every("convert"), others: every("others convert"),
		regret: oneOf(t, "regret", engine.Refund, engine.Refund, engine.Churn, engine.SupportTicket),
		part:   oneOf(t, "part", nil, &engine.Money{Amount: 300, Currency: "USD"}),
	}
}

// wave draws who comes: new customers or the few known ones, who all ask alike.
func (w *walk) wave(t *rapid.T, like engine.Request) *wave {
	if rapid.IntRange(0, 7).Draw(t, "another mood") == 0 {
		w.mood = drawMood(t)
	}
	v := &wave{mood: w.mood}
	few := rapid.IntRange(0, 3).Draw(t, "few customers") == 0
	for i := range oneOf(t, "customers", 2, 4, 8, 16, 32) {
		like.CustomerID = fmt.Sprintf("w-%d-%d", len(w.answers), i)
		if few {
			like.CustomerID = customers[i%len(customers)]
		}
		v.requests = append(v.requests, like)
	}
	return v
}

// Wave lets a wave come.
func (w *walk) Wave(t *rapid.T) {
	w.meet(t, w.wave(t, w.request(t, "")), rapid.Bool().Draw(t, "at once"))
}

// Season lets several waves come that ask alike, each when something of the one
// before has just come to its end.
func (w *walk) Season(t *rapid.T) {
	like := w.request(t, "")
	for range rapid.IntRange(2, 5).Draw(t, "waves") {
		w.meet(t, w.wave(t, like), rapid.Bool().Draw(t, "at once"))
		w.toEdge(t)
		w.Tick(t)
	}
}

// meet lets the customers of a wave ask through the public interface, at once or
// one after another, and tell what they did.
func (w *walk) meet(t *rapid.T, v *wave, atOnce bool) {
	came := make([]came, len(v.requests))
	first := len(w.sent)
	var all sync.WaitGroup
	for i, r := range v.requests {
		come := func() {
			came[i].come(w.service, r, func(a engine.Answer) []engine.Report { return v.reports(a, first, i) })
		}
		if atOnce {
			all.Go(come)
		} else {
			come()
		}
	}
	all.Wait()
	for _, c := range came {
		if c.err != nil {
			t.Fatal(c.err)
		}
		w.hear(c.answer)
		w.hearOf(c.sent...)
	}
	w.step()
}

// A came is what one customer of a wave was answered.
type came struct {
	answer engine.Answer
	sent   []sending
	err    error
}

func (c *came) come(s *engine.Service, r engine.Request, reports func(engine.Answer) []engine.Report) {
	if c.answer, c.err = s.Rank(context.Background(), r); c.err != nil {
		return
	}
	for _, r := range reports(c.answer) {
		results, err := s.Feedback(context.Background(), []engine.Report{r})
		if err != nil {
			c.err = err
			return
		}
		c.sent = append(c.sent, sending{r, results[0]})
	}
}

// reports are what the i-th customer of a wave does.
func (v *wave) reports(a engine.Answer, first, i int) (all []engine.Report) {
	add := func(every int, r engine.Report) bool {
		if every == 0 || i%every != 0 {
			return false
		}
		r.EventID = fmt.Sprintf("w-%d-%d-%d", first, i, len(all))
		r.DecisionID = a.ID
		all = append(all, r)
		return true
	}
	for _, s := range a.Shown() {
		add(v.declines, engine.Report{Type: engine.Decline, OfferID: s.Offer})
		if add(v.accepts, engine.Report{Type: engine.Accept, OfferID: s.Offer}) {
			regret := engine.Report{Type: v.regret, OfferID: s.Offer}
			if v.regret == engine.Refund {
				regret.Value = v.part
			}
			add(v.regrets, regret)
		}
	}
	convert := v.convert
	if len(a.Shown()) == 0 {
		convert = v.others
	}
	add(convert, engine.Report{Type: engine.Conversion})
	return all
}
