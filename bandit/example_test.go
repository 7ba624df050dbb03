package bandit_test

import (
	"fmt"

	"proffer/bandit"
)

// Two arms learn from outcomes, one of which is later revised; then the chance of
// each being best is computed, and the draw is made from those numbers.
func Example() {
	prior := bandit.Prior{Mean: []float64{.1, 0}, Precision: []float64{10, 10}, Shape: 3, Scale: .2}
	returning := bandit.Vector{Index: []int32{0, 1}, Value: []float64{1, 1}}
	bundle, err := bandit.NewLinear(prior)
	check(err)
	sampler, err := bandit.NewLinear(prior)
	check(err)
	for range 20 {
		check(bundle.Learn(returning, 0, 1))
		check(sampler.Learn(returning, 0, 1))
	}
	for range 6 {
		check(bundle.Revise(returning, 0, 1, 1)) // accepted after all
	}

	// An accepted bundle keeps 5 and a sampler 1, less what refunds cost.
	refunds := bandit.Count{Hits: 1, Trials: 6}.Posterior(.02, 50)
	never := bandit.Count{}.Posterior(0, 1000)
	values := []bandit.Normal{
		bandit.NetValue(bundle.Predict(returning), bandit.Kept(bandit.Costs{Margin: 5, Refund: 4}, refunds, never, never)),
		bandit.NetValue(sampler.Predict(returning), bandit.Kept(bandit.Costs{Margin: 1, Refund: 1}, refunds, never, never)),
	}

	p := bandit.Best(nil, values, 0)
	p = bandit.Mix(p, p, .03, true)
	names := []string{"bundle", "sampler", "nothing"}
	shown := bandit.Draw(p, func(i int) float64 { return bandit.Ticket(42, 0, names[i]) })

	fmt.Printf("bundle %.3f, sampler %.3f, nothing %.3f\n", p[0], p[1], p[2])
	fmt.Println("shown:", names[shown])
	// Output:
	// bundle 0.978, sampler 0.012, nothing 0.010
	// shown: bundle
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
