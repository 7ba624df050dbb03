package simulate

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever is put down, and in whatever order, happens in the order of time;
// what is due at one moment happens in the order in which it was put down; and
// what is due after the end does not happen.
func TestAgenda(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		hours := rapid.SliceOf(rapid.IntRange(0, 5)).Draw(rt, "hours")
		last := rapid.IntRange(0, 5).Draw(rt, "last")
		var a agenda
		var got, want []int
		for i, h := range hours {
			a.put(start.Add(time.Duration(h)*time.Hour), func(context.Context) error {
				got = append(got, i)
				return nil
			})
			if h <= last {
				want = append(want, i)
			}
		}
		slices.SortStableFunc(want, func(i, j int) int { return hours[i] - hours[j] })
		for e, ok := a.next(start.Add(time.Duration(last) * time.Hour)); ok; e, ok = a.next(start.Add(time.Duration(last) * time.Hour)) {
			if err := e.do(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			rt.Errorf("got %v, want %v", got, want)
		}
	})
}
