package export_test

import (
	"testing"
	"time"

	"proffer/engine"
	"proffer/offline/export"
)

// The reward of a shown offer is its margin once it is accepted, less what went
// wrong since, by the terms of testdata/shop.yaml; it is settled when its
// refund window has passed, and until then it may change.
func TestReward(t *testing.T) {
	const margin, refundCost, churnCost, ticketCost = 5, 4, 30, 6
	for _, c := range []struct {
		name string
		what []engine.ReportType
		want float64
	}{
		{"nothing happened", nil, 0},
		{"declined", []engine.ReportType{engine.Decline}, 0},
		{"accepted", []engine.ReportType{engine.Accept}, margin},
		{"a quarter refunded", []engine.ReportType{engine.Accept, engine.Refund}, margin - 0.25*(margin+refundCost)},
		{"refunded before the accept was known", []engine.ReportType{engine.Refund, engine.Accept}, margin - 0.25*(margin+refundCost)},
		{"left", []engine.ReportType{engine.Accept, engine.Churn}, margin - churnCost},
		{"complained", []engine.ReportType{engine.Accept, engine.SupportTicket}, margin - ticketCost},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			shown := w.first("bundle")
			for _, what := range c.what {
				value := dollars(1200)
				if what == engine.Refund {
					value = dollars(300)
				}
				w.tell(shown, "bundle", what, value)
			}
			r := w.row(shown)
			if r.Reward != c.want || r.NetValue != c.want {
				t.Errorf("got reward %v and net value %v, want %v", r.Reward, r.NetValue, c.want)
			}
			if r.Matured {
				t.Error("it is settled on the day it was shown")
			}
			w.now = w.now.Add(31 * 24 * time.Hour)
			w.visit("", "banner")
			if r := w.row(shown); !r.Matured {
				t.Error("it is not settled after 31 days, and the window is 30")
			}
		})
	}
}

// An accept after its window is told and earns nothing; showing nothing earns
// what the placement says it is worth.
func TestWhatEarnsNothing(t *testing.T) {
	w := newWorld(t)
	shown := w.first("bundle")
	w.now = w.now.Add(49 * time.Hour)
	w.tell(shown, "bundle", engine.Accept, nil)
	if r := w.row(shown); !r.Accepted || !r.Late || r.Reward != 0 || r.Value != 12 {
		t.Errorf("a late accept is %+v", r)
	}
	nothing := w.first(export.None)
	if r := w.row(nothing); r.Reward != 1 || !r.Counted || !r.Matured || r.Pscore == nil || *r.Pscore != *r.PNone {
		t.Errorf("nothing, drawn, is %+v", r)
	}
}

// first lets customers come to the drawer until one is shown an offer.
func (w *world) first(offer string) (decision string) {
	w.Helper()
	if offer == export.None {
		offer = ""
	}
	for range 1000 {
		if a := w.visit("", "drawer"); len(a.Slots) > 0 && a.Slots[0].Offer == offer {
			return a.ID
		}
	}
	w.Fatalf("the drawer never showed %q", offer)
	return ""
}

// row is that of a decision's first slot.
func (w *world) row(decision string) export.Row {
	w.Helper()
	for _, r := range fromJSONL(w.TB, w.exported(export.JSONL, export.Window{})) {
		if r.DecisionID == decision {
			return r
		}
	}
	w.Fatalf("no row is of %s", decision)
	return export.Row{}
}
