package engine_test

import (
	"fmt"
	"testing"
	"time"

	"proffer/engine"
)

// watchful is busy with every kind of breaker on each of its offers.
func watchful(offers int) string {
	return busy(offers) + `  - {name: drop, type: conversion_drop, placement: p, window: 30m}
  - {name: refunds, type: refund_rate, max: 8%}
  - {name: leaving, type: churn_rate, max: 8%}
  - {name: tickets, type: ticket_rate, max: 8%}
  - {name: lively, type: acceptance_floor, min: 1%, window: 1h}
groups: {control: 5%}
`
}

// BenchmarkWatched decides and learns under 401 breakers, of which some are
// open. Its figures are read beside each other: what an open breaker costs.
func BenchmarkWatched(b *testing.B) {
	const offers = 100
	for _, open := range []int{0, 10, 90} {
		b.Run(fmt.Sprintf("open=%d", open), func(b *testing.B) {
			w := newWorld(b, watchful(offers))
			for i := range open {
				if _, err := w.SetBreaker(engine.Override{
					Guardrail: "refunds", Scope: fmt.Sprintf("offer:o%d", i), State: "open", Reason: "a benchmark",
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				w.now = w.now.Add(10 * time.Second)
				a := w.rank(busyRequest(i))
				if i%8 == 0 && len(a.Shown()) > 0 {
					w.tell(engine.Report{EventID: fmt.Sprint(i), Type: engine.Accept, DecisionID: a.ID})
				}
			}
		})
	}
}

// BenchmarkStats is what a look at the figures costs, under the lock.
func BenchmarkStats(b *testing.B) {
	w := newWorld(b, watchful(100))
	for i := range 1000 {
		w.now = w.now.Add(time.Hour)
		a := w.rank(busyRequest(i))
		w.tell(engine.Report{EventID: fmt.Sprint(i), Type: engine.Accept, DecisionID: a.ID})
	}
	b.ReportAllocs()
	for b.Loop() {
		w.Stats()
	}
}
