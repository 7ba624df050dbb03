package measure

import (
	"math"
	"testing"

	"proffer/engine"
	"proffer/guardrails/eprocess"
)

// codes are what a row is told, in a report whose control is as it should be.
func codes(row *Row) string {
	found := ""
	for _, f := range row.findings(&Report{SampleRatio: Balance{Control: Ratio{OK: true}}}, confidence) {
		found += f.Code
	}
	return found
}

// That refunds can still come is told from ten accepts on, and when it is so of
// more than half of them; of the total alone.
func TestImmatureFrom(t *testing.T) {
	for _, c := range []struct {
		accepted, pending int
		key               map[Dimension]string
		want              string
	}{
		{10, 6, nil, Immature}, {9, 9, nil, ""}, {10, 5, nil, ""}, {11, 6, nil, Immature},
		{10, 10, map[Dimension]string{ByOffer: "kit"}, ""},
	} {
		row := &Row{Key: c.key, Accepted: c.accepted, Refund: Regret{PendingShare: shareOf(c.pending, c.accepted)}}
		if got := codes(row); got != c.want {
			t.Errorf("%d of %d pending of %v: told %q, want %q", c.pending, c.accepted, c.key, got, c.want)
		}
	}
}

// A conversion that is down is told as the price of what was earned, or of nothing
// when all of it was given back; and not at all where the groups are not as
// they were drawn.
func TestConversionDown(t *testing.T) {
	down := &Conversion{Difference: &Interval{Estimate: -.1, Low: -.15, High: -.05}}
	for _, c := range []struct {
		gross, net int64
		want       string
	}{{1200, 1200, TooAggressive}, {1200, 0, LessConverts}, {0, 0, LessConverts}} {
		row := &Row{Conversion: down, Gross: engine.Money{Amount: c.gross}, Net: engine.Money{Amount: c.net}}
		if got := codes(row); got != c.want {
			t.Errorf("%d earned and %d kept: told %q, want %q", c.gross, c.net, got, c.want)
		}
		if told := row.findings(&Report{}, confidence); len(told) > 0 {
			t.Errorf("of groups that are not as drawn it tells %+v", told)
		}
	}
}

// The share that is expected to be compared is the probability of not being
// treated, averaged over whoever could have been in either group.
func TestExpectedShare(t *testing.T) {
	var m tallyman
	for i, rho := range []float64{.8, .8, .7, 1, 0} {
		if err := m.add(rho, i%2 == 0); err != nil {
			t.Fatal(err)
		}
	}
	got := m.ratio()
	if want := .7 / 3; got.Offered != 2 || got.Compared != 1 || math.Abs(*got.Expected-want) > 1e-15 {
		t.Errorf("got %d and %d, and %v expected; want 2 and 1, and %v", got.Offered, got.Compared, *got.Expected, want)
	}
}

// Intervals are given from the very numbers on that are named for them.
func TestIntervalsFrom(t *testing.T) {
	for _, c := range []struct {
		arm  arm
		want bool
	}{
		{arm{n: fewestCustomers, some: fewestBuyers}, true},
		{arm{n: fewestCustomers - 1, some: fewestBuyers}, false},
		{arm{n: fewestCustomers, some: fewestBuyers - 1}, false},
	} {
		if got := worthComparing(&c.arm); got != c.want {
			t.Errorf("%d customers of whom %d bought are compared: %v, want %v", c.arm.n, c.arm.some, got, c.want)
		}
	}
	for n, want := range map[int]bool{fewestAccepts: true, fewestAccepts - 1: false} {
		if got := (&cell{worth: eprocess.Moments{N: n, Mean: 1, M2: 9}}).each(); (got != nil) != want {
			t.Errorf("the worth of %d accepts is %v, want one: %v", n, got, want)
		}
	}
	for visit, want := range map[float64]bool{.1: true, .11: false} { // a half over a tenth is five
		if got := (&stratified{visit: visit}).tells(.5); got != want {
			t.Errorf("a half, with a variance of %v for each of a visit, tells: %v, want %v", visit, got, want)
		}
	}
}

// A decision is changed once, in however many of its draws; what showing nothing
// would have been worth counts; and of what nothing is believed no cost is known.
func TestAccounts(t *testing.T) {
	a := &account{shared: map[string]float64{}}
	draws := []struct {
		decision string
		engine.Withholding
	}{
		{"d-1", engine.Withholding{Offers: 1, Shows: .5, Nothing: -.25, Shifts: []engine.Shift{{Offer: "kit", P: .5, Mean: 2, SD: 1}}}},
		{"d-1", engine.Withholding{Offers: 2, Shows: .25}},
		{"d-2", engine.Withholding{Offers: 1, Unscored: 1}},
	}
	for i := range draws {
		a.add(&draws[i].Withholding, draws[i].decision)
	}
	got := a.cost("rule")
	if got.Withheld != 4 || got.Unscored != 1 || got.Decisions != 2 || got.Changed != 1 || got.Shows != .75 {
		t.Errorf("got %+v", got)
	}
	if got.Forgone == nil || got.Forgone.Estimate != .75 || math.Abs(got.Forgone.High-.75-z95/2) > 1e-15 {
		t.Errorf("got %+v forgone, want 0.75 give or take half of %v", got.Forgone, z95)
	}
	unknown := &account{shared: map[string]float64{}}
	unknown.add(&draws[2].Withholding, "d-2")
	if got := unknown.cost("rule"); got.Forgone != nil {
		t.Errorf("got %+v forgone, and nothing is believed of it", got.Forgone)
	}
}
