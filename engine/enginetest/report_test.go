package enginetest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
)

var reportTypes = []engine.ReportType{
	engine.View, engine.Accept, engine.Accept, engine.Accept, engine.Decline, engine.Refund, engine.Refund,
	engine.Churn, engine.SupportTicket, engine.Conversion,
}

// Report says something of a decision: by its id, by an order or by its customer,
// now or as long ago as a window is.
func (w *walk) Report(t *rapid.T) {
	if len(w.answers) == 0 {
		t.Skip("nothing decided yet")
	}
	r := engine.Report{
		EventID: fmt.Sprintf("e-%d", len(w.sent)-oneOf(t, "event used before", 0, 0, 0, 0, 0, 0, 1, 3)),
		Type:    oneOf(t, "type", reportTypes...), OrderID: oneOf(t, "order", "", "o-1", "o-2"),
	}
	d := w.subject(t, r.Type)
	r.CustomerID, r.SessionID = d.Request.CustomerID, d.Request.SessionID
	answer := r.Type == engine.View || r.Type == engine.Accept || r.Type == engine.Decline
	nameless := r.CustomerID == "" && (r.OrderID == "" || r.Type == engine.Conversion && r.SessionID == "")
	if answer || nameless || rapid.Bool().Draw(t, "by decision") {
		r.DecisionID = oneOf(t, "decision", d.ID, d.ID, d.ID, d.ID, d.ID, "d-none")
	}
	if shown := d.Shown(); len(shown) > 0 && rapid.Bool().Draw(t, "by offer") {
		r.OfferID = rapid.SampledFrom(shown).Draw(t, "offer").Offer
	}
	if r.Type == engine.Accept || r.Type == engine.Refund && r.DecisionID != "" {
		r.Value = drawValue(t)
	}
	r.Time = w.told(t, d)
	w.hearOf(w.tell(r))
	w.step()
}

// subject draws the decision of a report: sooner one that shows something, of a
// regret one that was accepted, and of those again one that was regretted.
func (w *walk) subject(t *rapid.T, of engine.ReportType) *engine.Decision {
	regret := of == engine.Refund || of == engine.Churn || of == engine.SupportTicket
	for _, narrower := range []func(*display) bool{
		func(d *display) bool { return regret && !d.fate.regretted.IsZero() },
		func(d *display) bool { return regret && !d.fate.accepted.IsZero() },
		func(*display) bool { return true },
	} {
		if shown := w.model.of(narrower); len(shown) > 0 && rapid.IntRange(0, 2).Draw(t, "narrower") > 0 {
			return w.model.asked[rapid.SampledFrom(shown).Draw(t, "display").decision]
		}
	}
	return rapid.SampledFrom(w.answers).Draw(t, "answer").Decision
}

// told draws the time that a report tells: none, which is now; a while ago, or too
// far ahead; or the very end of a window of what the answer showed.
func (w *walk) told(t *rapid.T, a *engine.Decision) time.Time {
	switch rapid.IntRange(0, 3).Draw(t, "when told") {
	case 0:
		return w.now.Add(-oneOf(t, "ago", append(waits, -2*time.Minute, -time.Hour)...))
	case 1:
		from := a.At
		for _, d := range w.model.of(func(d *display) bool { return d.decision == a.ID }) {
			from = latest(from, d.fate.accepted)
		}
		end := from.Add(oneOf(t, "window", windows...) + time.Duration(rapid.IntRange(-1, 1).Draw(t, "past")))
		if !end.After(w.now) {
			return end
		}
	}
	return time.Time{}
}

// Story tells of one offer that was shown not long ago what often follows: an
// answer or two, and then one regret after the other, with time between them.
func (w *walk) Story(t *rapid.T) {
	last := w.model.shown[max(0, len(w.model.shown)-16):]
	if len(last) == 0 {
		t.Skip("nothing shown yet")
	}
	d := rapid.SampledFrom(last).Draw(t, "display")
	of := oneOf(t, "answers", []engine.ReportType{engine.Accept}, []engine.ReportType{engine.View, engine.Accept}, []engine.ReportType{engine.Decline, engine.Decline})
	for range rapid.IntRange(0, 3).Draw(t, "regrets") {
		of = append(of[:len(of):len(of)], oneOf(t, "regret", engine.Refund, engine.Refund, engine.Churn, engine.SupportTicket))
	}
	for i, what := range of {
		w.hearOf(w.tell(w.chapter(t, d, what, i)))
		w.step()
		if rapid.Bool().Draw(t, "later") {
			w.Wait(t)
		}
	}
}

// chapter is the i-th report about a display. A regret may name the customer alone.
func (w *walk) chapter(t *rapid.T, d *display, what engine.ReportType, i int) engine.Report {
	r := engine.Report{EventID: fmt.Sprintf("e-%d", len(w.sent)), Type: what, DecisionID: d.decision, OfferID: d.offer.id}
	if rapid.Bool().Draw(t, "at another time") {
		r.Time = w.told(t, w.model.asked[d.decision])
	}
	switch {
	case i > 1 && d.customer != "" && rapid.IntRange(0, 2).Draw(t, "by customer") == 0:
		r.DecisionID, r.CustomerID = "", d.customer
	case what == engine.Accept || what == engine.Refund:
		r.Value = drawValue(t)
	}
	return r
}

func drawValue(t *rapid.T) *engine.Money {
	amount := oneOf[int64](t, "value", -2, 300, -2, 300, 1000, 0, -1)
	if amount == -2 {
		return nil
	}
	return &engine.Money{Amount: amount, Currency: "USD"}
}

// Resend sends a report again, which changes nothing.
func (w *walk) Resend(t *rapid.T) {
	if len(w.sent) == 0 {
		t.Skip("nothing sent yet")
	}
	w.hearOf(w.tell(rapid.SampledFrom(w.sent).Draw(t, "report")))
	w.step()
}
