package measure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/measure"
)

// A finding is told when enough was seen, and not before: each of these shops
// has one fault, and says nothing while it has had few visitors.
func TestFindings(t *testing.T) {
	const few, many = 12, 500
	for _, c := range []struct {
		code string
		shop string
		live func(w *world, i int, a engine.Answer)
		says string
	}{
		{measure.NearZero, shop, func(*world, int, engine.Answer) {}, "irrelevant or badly timed"},
		{measure.LosesMoney, shop, func(w *world, _ int, a engine.Answer) { w.tell(about(a, engine.Accept), about(a, engine.Refund)) }, "an accept loses 4.00 USD"},
		{measure.TooAggressive, shop + "groups: {control: 50%}\n", hindered, "the placement is too aggressive"},
		{measure.LessConverts, strings.Replace(shop, "price: 12.00", "price: 0", 1) + "groups: {control: 50%}\n", hindered, "conversion is down by"},
		{measure.OneSided, shop + "groups: {control: 50%}\n", onlyShown, "look whether conversions are reported only where an offer showed"},
		{measure.OneSided, shop + "groups: {control: 50%}\n", onlyWithheld, "look whether their conversions are reported"},
	} {
		t.Run(c.code, func(t *testing.T) {
			for _, visitors := range []int{few, many} {
				w := newWorld(t, c.shop)
				for i := range visitors {
					c.live(w, i, w.visit(fmt.Sprint(i), fmt.Sprint(i), "drawer"))
				}
				w.now = w.now.Add(40 * 24 * time.Hour) // all refunds are in
				w.visit("", "last", "thanks")
				found := ""
				for _, f := range w.report(measure.Question{}).Findings {
					if f.Code != c.code {
						t.Errorf("%d visitors: found %+v", visitors, f)
					}
					found = f.Sentence
				}
				if (found != "") != (visitors == many) || visitors == many && !strings.Contains(found, c.says) {
					t.Errorf("%d visitors: got %q", visitors, found)
				}
			}
		})
	}
}

// hindered visitors accept now and then, and buy less often when they see an offer.
func hindered(w *world, i int, a engine.Answer) {
	shown := len(a.Shown()) > 0
	if shown && i%3 == 0 {
		w.tell(about(a, engine.Accept))
	}
	if !shown && i%4 > 0 || i%8 == 0 {
		w.tell(converted(a))
	}
}

// onlyShown visitors buy one time in three, whether they see an offer or not, and
// the app reports it from the code that shows offers.
func onlyShown(w *world, i int, a engine.Answer) {
	if i%3 == 0 && len(a.Shown()) > 0 {
		w.tell(about(a, engine.Accept), converted(a))
	}
}

// onlyWithheld visitors buy one time in three, and never with an offer in the way.
func onlyWithheld(w *world, i int, a engine.Answer) {
	switch {
	case len(a.Shown()) == 0 && i%3 == 0:
		w.tell(converted(a))
	case len(a.Shown()) > 0 && i%10 == 0:
		w.tell(about(a, engine.Accept))
	}
}

func converted(a engine.Answer) engine.Report {
	return engine.Report{Type: engine.Conversion, DecisionID: a.ID}
}

// While most accepts can still be refunded, the report says so.
func TestImmature(t *testing.T) {
	w := newWorld(t, shop)
	for i := range 20 {
		w.tell(about(w.visit(fmt.Sprint(i), fmt.Sprint(i), "drawer"), engine.Accept))
	}
	immature := func() bool {
		for _, f := range w.report(measure.Question{}).Findings {
			if f.Code == measure.Immature {
				return true
			}
		}
		return false
	}
	if !immature() {
		t.Error("no accept is mature, and the report does not say so")
	}
	w.now = w.now.Add(40 * 24 * time.Hour)
	w.visit("", "last", "drawer")
	if immature() {
		t.Error("every accept is mature, and the report says otherwise")
	}
}
