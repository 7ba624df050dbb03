package eprocess_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"proffer/guardrails/eprocess"
)

// A breaker looks after every visit, asks for more control when it suspects
// harm, and opens when harm is proven.
func ExampleBreaker() {
	settings := eprocess.DefaultSettings()
	test, _ := eprocess.NewTwoByTwo(0)
	state, _ := eprocess.NewConversion(.6)

	now := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	breaker := eprocess.NewBreaker(now)
	rng := rand.New(rand.NewPCG(1, 2))
	for visit := 0; breaker.State != eprocess.Open; visit++ {
		rho := 1 - settings.Traffic(breaker.State, .05).Control
		v := eprocess.Visit{Day: visit / 3000, Rho: rho, Treated: rng.Float64() < rho}
		p := .6
		if v.Treated && visit >= 30_000 {
			p = .4 // on the eleventh day the checkout breaks behind an offer
		}
		v.Converted = rng.Float64() < p

		var err error
		if state, err = state.Next(test, v); err != nil {
			fmt.Println(err)
			return
		}
		now = now.Add(28800 * time.Millisecond)
		next, changed, _ := breaker.Next(settings, now, eprocess.Evidence{Harm: state.LogR()})
		if changed {
			fmt.Printf("%s %s → %s\n", now.Format("Jan 2 15:04"), breaker.State, next.State)
		}
		breaker = next
	}
	// Output:
	// Mar 12 04:56 closed → suspect
	// Mar 12 07:54 suspect → open
}

// Refunds arrive late and edit the day on which the offer was accepted.
func ExampleLimit() {
	limit, _ := eprocess.NewLimit(.08)
	threshold, _ := eprocess.Threshold(365, .05)

	var table eprocess.Cohort
	for day := range 5 {
		table = table.Add(day, 100, 0)
	}
	fmt.Printf("all pending: %.2f of %.2f\n", limit.LogR(table), threshold)
	for day := range 5 {
		table = table.Add(day, 0, 18)
	}
	fmt.Printf("18 in 100 refunded: %.2f\n", limit.LogR(table))
	// Output:
	// all pending: -3.60 of 8.90
	// 18 in 100 refunded: 23.49
}
