package rehearsal

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/store"
)

var histories = []History{Own, Logged}

// near is how far two figures of the same decisions may be apart: a covariance
// that was kept by updates differs from one that was built at a restart.
const near = 1e-6

// Under the catalogue that served all along nothing changes, whatever happened
// meanwhile: no decision, no count, no weight, and the log's own mean is the
// estimate.
func TestServedCatalogueChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := life{
			example: rapid.SampledFrom([]string{"skincare", "project-tool"}).Draw(rt, "example"),
			seed:    uint64(rapid.IntRange(0, 1000).Draw(rt, "seed")), visits: rapid.IntRange(5, 30).Draw(rt, "visits"),
			restarts: rapid.SampledFrom([]int{0, 7, 40}).Draw(rt, "restarts"), switches: rapid.SampledFrom([]int{0, 11}).Draw(rt, "switches"),
		}
		log := lived(t, l)
		found := rehearsed(t, log, catalogueOf(t, l.example), rapid.SampledFrom(histories).Draw(rt, "history"))
		if found.Decisions == 0 {
			rt.Skip("nobody of so few asked for an offer")
		}
		if problem := differs(found); problem != "" {
			rt.Fatal(problem)
		}
		got := []float64{float64(found.Earnings.Measures[0].Log.Value), float64(found.Earnings.Measures[1].Log.Value)}
		if diff := cmp.Diff(meansOf(t, log), got, closely); diff != "" {
			rt.Fatalf("the log's means (-by hand +found):\n%s", diff)
		}
	})
}

// Breakers move again as they did: by the evidence of what the log showed, with
// the tries that follow, and by the word of a person.
func TestBreakersMoveAgain(t *testing.T) {
	source := guarded(catalogueOf(t, "skincare"), "{name: hurts, type: ticket_rate, max: 0.2%, window: 4d, alpha: 0.5, dwell: 1d, trial: 8d}")
	log := lived(t, life{example: "skincare", source: source, seed: 13, visits: 1200, restarts: 300, ticks: 50, switches: 600, breaker: "hurts"})
	moves := map[bool]int{} // by a person, or not
	for e, err := range log.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Breaker != nil {
			moves[e.Breaker.Breaker.By != ""]++
		}
	}
	if moves[true] < 2 || moves[false] < 4 {
		t.Fatalf("got %d moves by a person and %d by evidence, want 2 and 4 at least", moves[true], moves[false])
	}
	for _, history := range histories {
		r := rehearsed(t, log, source, history)
		if problem := differs(r); problem != "" {
			t.Errorf("history %s: %s", history, problem)
		}
		if g := r.Guardrails[0]; g.Name != "hurts" || g.Withheld.New == 0 {
			t.Errorf("history %s: the first guardrail is %+v, want hurts to withhold", history, g)
		}
	}
	without := rehearsed(t, log, catalogueOf(t, "skincare"), Own)
	if c := without.Changes; c.NowSome+c.Other == 0 {
		t.Errorf("without the breaker: %+v, want something shown that it withheld", c)
	}
}

var closely = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= near*(1+math.Abs(a)) })

// differs is the first thing of a report that is not the same on both sides.
func differs(r *Report) string {
	if r.Changes.Same != r.Decisions || len(r.Feedback.Dropped) > 0 || r.Refused > 0 || len(r.Examples) > 0 {
		return cmp.Diff(Changes{Same: r.Decisions}, r.Changes)
	}
	for _, g := range r.Guardrails {
		if g.Withheld.Log != g.Withheld.New {
			return cmp.Diff(g.Withheld.Log, g.Withheld.New)
		}
	}
	for _, o := range r.Offers {
		if o.Shown.Log != o.Shown.New || !(math.Abs(o.Expected.Log-o.Expected.New) <= near*float64(r.Decisions)) {
			return cmp.Diff(o.Expected.Log, o.Expected.New)
		}
	}
	e := r.Earnings
	if d := e.Diagnostics; !(math.Abs(d.MeanWeight-1) <= near && math.Abs(d.MaxWeight-1) <= near && d.SupportGap <= near) {
		return cmp.Diff(1., d.MeanWeight)
	}
	for _, m := range e.Measures {
		for _, x := range m.New[:2] { // ips and snips
			if !(math.Abs(float64(x.Value-m.Log.Value)) <= near) {
				return cmp.Diff(m.Log.Value, x.Value)
			}
		}
		if !(math.Abs(float64(m.Difference.Value)) <= near) {
			return cmp.Diff(0., float64(m.Difference.Value))
		}
	}
	return ""
}

// meansOf are the net value and the accepts of a decision of a log, by hand.
func meansOf(t testing.TB, log *store.Memory) []float64 {
	t.Helper()
	past, err := engine.Restore(context.Background(), log, log)
	if err != nil {
		t.Fatal(err)
	}
	n, value, accepts := 0., 0., 0.
	for s, err := range past.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, f := range s.Outcome.Slots {
			value += s.Policy.NetValue(&f)
			if !f.Accepted.IsZero() && !f.Late {
				accepts++
			}
		}
	}
	return []float64{value / n, accepts / n}
}

// An offer that a new guardrail always withholds is never shown, nor to be
// expected; the guardrail is what withheld it, and the counts are of decisions.
func TestWithheldOfferIsNeverShown(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 3, visits: 300})
	source := guarded(catalogueOf(t, "skincare"), "{name: not-that, type: quiet, when: 'true', offers: [happy-skin-promise]}")
	for _, history := range histories {
		r := rehearsed(t, log, source, history)
		i := slices.IndexFunc(r.Offers, func(o Offer) bool { return o.Offer == "happy-skin-promise" })
		if got := r.Offers[i]; got.Shown.Log == 0 || got.Shown.New != 0 || got.Expected.New != 0 {
			t.Errorf("history %s: %+v, want it shown by the log alone", history, got)
		}
		if g := r.Guardrails[0]; g.Name != "not-that" || g.Withheld.Log != 0 || g.Withheld.New == 0 {
			t.Errorf("history %s: the first guardrail is %+v, want not-that to withhold in the new alone", history, g)
		}
		c := r.Changes
		if got := c.Same + c.Other + c.NowNone + c.NowSome; got != r.Decisions || c.Other == 0 || c.NowNone == 0 {
			t.Errorf("history %s: %+v, want every one of %d decisions counted, and some changed", history, c, r.Decisions)
		}
		if got := c.At[AtGuardrails]; got != c.Other+c.NowNone+c.NowSome {
			t.Errorf("history %s: %+v, want all changes by the guardrails", history, c)
		}
	}
}

// Every example tells both sides in a sentence, and the side that withholds names
// the guardrail and its reason.
func TestExamplesTellBothSides(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 3, visits: 300})
	r := rehearsed(t, log, guarded(catalogueOf(t, "skincare"), "{name: hush, type: quiet, when: 'true'}"), Own)
	if len(r.Examples) != 10 {
		t.Fatalf("got %d examples, want the 10 that were asked for", len(r.Examples))
	}
	for i, x := range r.Examples {
		if i > 0 && x.Time.Before(r.Examples[i-1].Time) {
			t.Errorf("example %d is from before the one in front of it", i+1)
		}
		if x.Change != NowNone || x.Step != AtGuardrails || len(x.New.Shown) > 0 {
			t.Errorf("got %+v, want one that a guardrail emptied", x)
		}
		want := "shows nothing; hush withholds " + x.Log.Shown[0] + ": a quiet moment: true"
		if !strings.HasPrefix(x.New.Sentence, want) || x.Log.Sentence != "shows "+strings.Join(x.Log.Shown, ", ") {
			t.Errorf("got %q and %q, want %q", x.Log.Sentence, x.New.Sentence, want)
		}
	}
}

// The same log under the same catalogue gives the same report, to the bit.
func TestRehearsalIsDeterministic(t *testing.T) {
	log := lived(t, life{example: "project-tool", seed: 4, visits: 200, restarts: 30})
	source := guarded(catalogueOf(t, "project-tool"), "{name: less, type: frequency, max: 1, per: 7d}")
	a, b := rehearsed(t, log, source, Own), rehearsed(t, log, source, Own)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("twice the same (-first +second):\n%s", diff)
	}
	if a.Changes.Same == a.Decisions {
		t.Error("nothing changed, so nothing was compared")
	}
}
