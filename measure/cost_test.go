package measure_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proffer/engine"
	"proffer/measure"
)

// capped shows each customer one offer a day, and little to those who buy first.
const capped = shop + `guardrails:
  - {name: gentle, type: first_time_buyer, max_price: 10.00, placements: [drawer]}
  - {name: one-a-day, type: frequency, max: 1, per: 24h, by: all}
`

// Where an offer is shown for certain unless it is withheld, what is forgone is
// the sum of what was believed of it, with its deviations added up, because they
// are one belief; two offers' add up in squares.
func TestCostIsWhatWasBelieved(t *testing.T) {
	w := newWorld(t, capped)
	var forgone float64
	deviation := map[string]float64{}
	for i := range 30 {
		customer, placement := fmt.Sprint(i%6), []string{"drawer", "thanks"}[i%2]
		a := w.visit(customer, fmt.Sprint(i), placement)
		if i%5 == 0 && len(a.Shown()) > 0 {
			w.tell(about(a, engine.Accept))
		}
		for _, c := range a.Candidates {
			if c.Stage == engine.StageGuardrail {
				forgone += c.Score.Mean
				deviation[c.Offer] += c.Score.SD / w.Catalogue().Learning.PosteriorScale
			}
		}
	}
	if len(deviation) != 2 {
		t.Fatalf("offers withheld: got %v, want both", deviation)
	}
	half := 1.959963984540054 * math.Hypot(deviation["bundle"], deviation["kit"])
	got := costs(w)
	want := measure.Cost{
		Withheld: 24, Decisions: 24, Changed: 24, Shows: 24,
		Forgone: &measure.Interval{Estimate: forgone, Low: forgone - half, High: forgone + half},
	}
	near := cmpopts.EquateApprox(0, 1e-9)
	if diff := cmp.Diff(want, got.Total, near); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	want.Guardrail = "one-a-day"
	if diff := cmp.Diff([]measure.Cost{want}, got.Guardrails, near); diff != "" {
		t.Errorf("each (-want +got):\n%s", diff)
	}
}

func costs(w *world) *measure.Costs {
	w.Helper()
	got, err := measure.GuardrailCosts(context.Background(), w.Service, measure.Question{Currency: w.Catalogue().Currency})
	if err != nil {
		w.Fatal(err)
	}
	return got
}

// A guardrail that withholds what is believed to lose money has saved it.
func TestGuardrailsSave(t *testing.T) {
	w := newWorld(t, capped)
	for i := range 80 { // nobody keeps it
		a := w.visit(fmt.Sprint(i), fmt.Sprint(i), "drawer")
		w.tell(about(a, engine.Accept), about(a, engine.Refund), about(a, engine.Churn))
	}
	for i := range 80 {
		w.visit(fmt.Sprint(i), fmt.Sprint("again", i), "drawer")
	}
	if got := costs(w).Total.Forgone; got == nil || got.High >= 0 {
		t.Errorf("got %+v, want an interval below zero", got)
	}
}

// Where nothing was withheld nothing is said to have been forgone.
func TestNoCost(t *testing.T) {
	w := newWorld(t, shop)
	w.visit("a", "1", "drawer")
	got := costs(w)
	if got.Decisions != 1 || len(got.Guardrails) != 0 || got.Total != (measure.Cost{}) {
		t.Errorf("got %+v, want one decision and nothing more", got)
	}
}
