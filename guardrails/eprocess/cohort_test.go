package eprocess

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// An edit is one line of a cohort's history.
type edit struct{ day, accepts, bad int }

func drawEdits(rt *rapid.T) []edit {
	return rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) edit {
		accepts := rapid.IntRange(0, 30).Draw(rt, "accepts")
		return edit{rapid.IntRange(-5, 20).Draw(rt, "day"), accepts, rapid.IntRange(0, accepts).Draw(rt, "bad")}
	}), 1, 30).Draw(rt, "edits")
}

func tableOf(edits []edit) (c Cohort) {
	for _, e := range edits {
		c = c.Add(e.day, e.accepts, e.bad)
	}
	return c
}

// The evidence is a function of what happened and not of the order in which it
// was heard, however the refunds of a day were reported, taken back and
// reported again.
func TestCohortDoesNotMindTheOrder(t *testing.T) {
	limit := must(NewLimit(.08))
	rapid.Check(t, func(rt *rapid.T) {
		edits := drawEdits(rt)
		want := limit.LogR(tableOf(edits))
		var torn []edit
		for _, e := range edits {
			torn = append(torn, edit{e.day, e.accepts, 0}, edit{e.day, 0, e.bad}, edit{e.day, 0, 1}, edit{e.day, 0, -1})
		}
		if got := limit.LogR(tableOf(rapid.Permutation(torn).Draw(rt, "order"))); got != want {
			rt.Fatalf("got %v in another order, want %v", got, want)
		}
	})
}

// A pending accept counts as good, and that never makes the evidence larger
// than it will be when all is known; nor does forgetting old days.
func TestCohortIsNeverTooEarly(t *testing.T) {
	limit := must(NewLimit(.08))
	rapid.Check(t, func(rt *rapid.T) {
		final := tableOf(drawEdits(rt))
		known := Cohort{slices.Clone(final.Rows)}
		for i, row := range known.Rows {
			known.Rows[i].Bad = rapid.IntRange(0, row.Bad).Draw(rt, "known")
			for bet := range limit.bad {
				now, then := factor(limit, bet, known.Rows[i]), factor(limit, bet, row)
				if now > then {
					rt.Fatalf("day %d, bet %d: factor e^%v is above its final value e^%v", row.Day, bet, now, then)
				}
			}
		}
		if now, then := limit.LogR(known), limit.LogR(final); now > then {
			rt.Fatalf("evidence %v is above its final value %v", now, then)
		}
		if kept, all := limit.LogR(final.Since(rapid.IntRange(-5, 21).Draw(rt, "since"))), limit.LogR(final); kept > all {
			rt.Fatalf("forgetting days raised the evidence from %v to %v", all, kept)
		}
	})
}

// factor is ln of the factor of one day.
func factor(l Limit, bet int, row CohortDay) float64 {
	return float64(row.Bad)*l.bad[bet] + float64(row.Accepts-row.Bad)*l.good[bet]
}

// What is kept since a day begins with that day itself.
func TestCohortSince(t *testing.T) {
	c := tableOf([]edit{{1, 1, 0}, {3, 2, 1}, {4, 3, 0}})
	for day, want := range map[int]int{0: 3, 1: 3, 2: 2, 3: 2, 4: 1, 5: 0} {
		if got := c.Since(day); len(got.Rows) != want || want > 0 && got.Rows[0].Day < day {
			t.Errorf("since day %d it is %+v, want %d rows", day, got.Rows, want)
		}
	}
}

// A row with more bad than accepts, or fewer than none, counts as far as it makes
// sense: it says no more than that all of them are bad, or none.
func TestRowsThatCannotBe(t *testing.T) {
	limit := must(NewLimit(.08))
	for _, c := range []struct{ is, means CohortDay }{
		{CohortDay{0, 3, 5}, CohortDay{0, 3, 3}},
		{CohortDay{0, 3, -1}, CohortDay{0, 3, 0}},
	} {
		got, want := limit.LogR(Cohort{[]CohortDay{c.is}}), limit.LogR(Cohort{[]CohortDay{c.means}})
		if got != want {
			t.Errorf("%+v gives %v, want %v as of %+v", c.is, got, want, c.means)
		}
	}
	for _, none := range []CohortDay{{0, 0, 1}, {0, -1, 0}} {
		if got := limit.LogR(Cohort{[]CohortDay{none}}); !math.IsInf(got, -1) {
			t.Errorf("%+v gives %v, want no evidence", none, got)
		}
	}
}

// A cache gives the very bits of a fold from the beginning, for whatever tables
// in whatever order it is asked.
func TestRefoldIsLimit(t *testing.T) {
	limit := must(NewLimit(.08))
	rapid.Check(t, func(rt *rapid.T) {
		cache, table := NewRefold(limit), Cohort{}
		for _, e := range drawEdits(rt) {
			table = table.Add(e.day, e.accepts, e.bad)
			if rapid.IntRange(0, 5).Draw(rt, "forget") == 0 {
				table = table.Since(e.day)
			}
			for range 2 { // the second time without an edit
				if got, want := cache.LogR(table), limit.LogR(table); got != want {
					rt.Fatalf("got %v, want %v", got, want)
				}
			}
		}
	})
}

// Multiples that make no rate are left out, and a limit that leaves none is refused.
func TestNewLimit(t *testing.T) {
	for rate, want := range map[float64]int{.08: 5, .2: 4, .5: 2, .79: 1} {
		if got := len(must(NewLimit(rate)).bad); got != want {
			t.Errorf("limit %v: got %d bets, want %d", rate, got, want)
		}
	}
	for _, rate := range []float64{0, -1, .8, 1, math.NaN(), math.Inf(1)} {
		if _, err := NewLimit(rate); err == nil {
			t.Errorf("limit %v was taken", rate)
		}
	}
}

// yearOfAccepts is a table as long as tables get.
func yearOfAccepts() Cohort {
	rng := rand.New(rand.NewPCG(7, 7))
	var c Cohort
	for d := range 400 {
		c = c.Add(d, 300+rng.IntN(100), rng.IntN(40))
	}
	return c
}

func BenchmarkLimit(b *testing.B) {
	limit, table := must(NewLimit(.08)), yearOfAccepts()
	b.Run("fold=whole/days=400", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			limit.LogR(table)
		}
	})
	b.Run("fold=again/days=400/edited=7", func(b *testing.B) {
		b.ReportAllocs()
		cache, edits := NewRefold(limit), 0
		for b.Loop() {
			edits++
			table.Rows[393].Bad = edits % 40
			cache.LogR(table)
		}
	})
}

func BenchmarkConversion(b *testing.B) {
	visits := publicStream(1000)
	for _, c := range []struct {
		name   string
		margin float64
	}{{"margin=none", 0}, {"margin=2%", .02}} {
		b.Run(c.name, func(b *testing.B) {
			test, state, i := must(NewTwoByTwo(c.margin)), must(NewConversion(.6)), 0
			b.ReportAllocs()
			for b.Loop() {
				state = must(state.Next(test, visits[i%len(visits)]))
				i++
			}
		})
	}
}
