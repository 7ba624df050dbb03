package ope_test

import (
	"fmt"

	"proffer/offline/ope"
)

// A log took actions a and b with probabilities .8 and .2. What would a policy
// earn that takes them with .5 each?
func Example() {
	snips, err := ope.Parse("snips")
	if err != nil {
		fmt.Println(err)
		return
	}
	evaluation, batch := ope.NewEvaluation(snips), &ope.Batch{}
	for i := range 1000 {
		round := ope.Round{Weight: .5 / .8} // a earns 1 every fourth time
		if i%5 == 4 {
			round.Weight = .5 / .2 // b every second
			round.Reward = float64(i / 5 % 2)
		} else if i%4 == 0 {
			round.Reward = 1
		}
		if batch.Add(round) {
			evaluation.Add(batch)
			batch.Reset()
		}
	}
	evaluation.Add(batch)
	estimate := evaluation.Estimate(0)
	low, high, err := estimate.Interval(ope.Delta, .05, ope.Bounds{})
	fmt.Printf("%.3f, %.3f to %.3f %v\n", estimate.Value(), low, high, err)
	// Output: 0.375, 0.336 to 0.414 <nil>
}
