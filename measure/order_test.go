package measure_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/measure"
)

// watched is a shop with every comparison group, and slates of one.
const watched = shop + "groups: {holdout: 30%, control: 30%}\n"

// In whatever order feedback arrives, refunds before their accepts and
// conversions before both, the report is the same; and so it is of a state that
// is restored from the log.
func TestOrderOfFeedback(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		answers, _ := visited(t)
		reports := drawReports(rt, answers)
		q := measure.Question{By: []measure.Dimension{measure.ByPlacement, measure.ByDay}}
		said := func(order []engine.Report) *measure.Report {
			_, w := visited(t)
			w.now = w.now.Add(10 * 24 * time.Hour)
			for _, r := range order {
				w.tell(r)
			}
			live := w.report(q)
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			state, err := engine.Restore(context.Background(), w.memory, w.memory)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(live, report(t, state, q, state.Policy())); diff != "" {
				rt.Errorf("the state restored differs (-live +restored):\n%s", diff)
			}
			return live
		}
		if diff := cmp.Diff(said(reports), said(rapid.Permutation(reports).Draw(rt, "order"))); diff != "" {
			rt.Errorf("another order (-one +other):\n%s", diff)
		}
	})
}

// visited is a world in which some customers came, each twice and to both placements.
func visited(t testing.TB) ([]engine.Answer, *world) {
	w := newWorld(t, watched)
	var answers []engine.Answer
	for i := range 24 {
		customer, session := fmt.Sprintf("c-%d", i%12), fmt.Sprintf("s-%d", i)
		answers = append(answers, w.visit(customer, session, "drawer"), w.visit(customer, session, "thanks"))
		w.now = w.now.Add(5 * time.Hour)
	}
	return answers, w
}

// drawReports are reports that do not contradict each other: one accept of an
// offer at the most, and one purchase of a session.
func drawReports(t *rapid.T, answers []engine.Answer) []engine.Report {
	var all []engine.Report
	for i, a := range answers {
		at := a.At.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "minutes")) * time.Minute)
		order := fmt.Sprintf("o-%s", a.Request.SessionID)
		if len(a.Shown()) > 0 && rapid.Bool().Draw(t, "accepts") {
			yes := about(a, engine.Accept)
			yes.OrderID, yes.Time = order, at
			all = append(all, yes)
			for _, kind := range []engine.ReportType{engine.Refund, engine.Churn, engine.SupportTicket} {
				if rapid.IntRange(0, 2).Draw(t, "regrets") == 0 {
					later := about(a, kind)
					later.OfferID, later.Time = a.Shown()[0].Offer, at.Add(time.Hour)
					all = append(all, later)
				}
			}
		}
		if i%2 == 0 && rapid.Bool().Draw(t, "buys") {
			all = append(all, engine.Report{
				Type: engine.Conversion, CustomerID: a.Request.CustomerID, SessionID: a.Request.SessionID,
				OrderID: order, Value: dollars(int64(rapid.IntRange(0, 9000).Draw(t, "cents"))), Time: at.Add(30 * time.Minute),
			})
		}
	}
	return all
}
