package engine_test

import (
	"testing"
	"time"

	"proffer/engine"
)

// An app that tells the time in whole seconds loses no purchase of the second in
// which the visit began. One that tells it exactly is taken at its word, and so is
// a second in which another visit had begun already: that one was meant.
func TestConversionInWholeSeconds(t *testing.T) {
	second := began.Add(5 * time.Second)
	for _, c := range []struct {
		name  string
		asked []time.Duration // after the second's beginning, each at another placement
		told  time.Duration
		want  []bool // which of these visits converted
	}{
		{"in the second of the visit", []time.Duration{400 * time.Millisecond}, 0, []bool{true}},
		{"at the end of that second", []time.Duration{time.Second - 1}, 0, []bool{true}},
		{"in the second before", []time.Duration{time.Second}, 0, []bool{false}},
		{"exactly, and before", []time.Duration{400 * time.Millisecond}, 100 * time.Millisecond, []bool{false}},
		{"while another visit goes on", []time.Duration{-time.Minute, 400 * time.Millisecond}, 0, []bool{true, false}},
		{"in the second of both", []time.Duration{200 * time.Millisecond, 400 * time.Millisecond}, 0, []bool{true, true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, shop)
			var visits []engine.Answer
			for i, at := range c.asked {
				w.now = second.Add(at)
				r := drawer("c-1")
				if i > 0 {
					r.Trigger, r.Placement = "order_placed", "thanks"
				}
				visits = append(visits, w.rank(r))
			}
			w.now = second.Add(3 * time.Second)
			w.tell(engine.Report{EventID: "1", Type: engine.Conversion, CustomerID: "c-1", SessionID: "s-1", Time: second.Add(c.told)})
			for i, a := range visits {
				story, err := w.Story(a.ID)
				if err != nil {
					t.Fatal(err)
				}
				if got := !story.Outcome.Converted.IsZero(); got != c.want[i] {
					t.Errorf("visit %d converted: %v, want %v", i+1, got, c.want[i])
				}
			}
			w.verify()
		})
	}
}

// What is counted of a visit in whole seconds is counted by the breakers as well.
func TestBreakerCountsWholeSeconds(t *testing.T) {
	w := newWorld(t, guardedShop)
	w.now = began.Add(5400 * time.Millisecond)
	a := w.rank(drawer("c-1"))
	w.now = w.now.Add(time.Second)
	w.tell(engine.Report{EventID: "1", Type: engine.Conversion, DecisionID: a.ID, Time: a.At.Truncate(time.Second)})
	w.now = w.now.Add(time.Hour)
	w.tick()
	f := w.breaker("protect", "placement:drawer").Figures
	if visits, converted := f.Treated.Visits+f.Control.Visits, f.Treated.Converted+f.Control.Converted; visits != 1 || converted != 1 {
		t.Errorf("%d of %d visits converted, want 1 of 1", converted, visits)
	}
}
