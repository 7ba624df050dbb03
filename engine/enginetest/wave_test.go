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
	requests                    []engine.Request
	accepts, regrets            int // every n-th of the offers, 0 for none
	treatedConvert, restConvert int // every n-th of the visits
	regret                      engine.ReportType
}

func (w *walk) drawWave(t *rapid.T) *wave {
	v := &wave{
		accepts: rapid.IntRange(0, 2).Draw(t, "accepts"), regrets: rapid.IntRange(0, 2).Draw(t, "regrets"),
		treatedConvert: rapid.IntRange(0, 2).Draw(t, "treated convert"), restConvert: rapid.IntRange(0, 2).Draw(t, "others convert"),
		regret: oneOf(t, "regret", engine.Refund, engine.Refund, engine.Churn, engine.SupportTicket),
	}
	like := w.request(t, "")
	few := rapid.IntRange(0, 2).Draw(t, "few customers") == 0
	for i := range oneOf(t, "customers", 2, 4, 8, 8, 16, 32) {
		r := like
		r.CustomerID = fmt.Sprintf("w-%d-%d", len(w.answers), i)
		if few {
			r.CustomerID = customers[1+i%(len(customers)-1)]
		}
		v.requests = append(v.requests, r)
	}
	return v
}

// Wave lets a wave come, each customer through the public interface and most of
// them at once, and tell what they did.
func (w *walk) Wave(t *rapid.T) {
	v := w.drawWave(t)
	came := make([]came, len(v.requests))
	first, atOnce := len(w.sent), rapid.Bool().Draw(t, "at once")
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
		if add(v.accepts, engine.Report{Type: engine.Accept, OfferID: s.Offer}) {
			add(v.regrets, engine.Report{Type: v.regret, OfferID: s.Offer})
		}
	}
	convert := v.treatedConvert
	if len(a.Shown()) == 0 {
		convert = v.restConvert
	}
	add(convert, engine.Report{Type: engine.Conversion})
	return all
}
