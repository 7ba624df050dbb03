package bandit_test

import (
	"fmt"

	"proffer/bandit"
)

// Three offers were accepted 8 of 100, 5 of 100 and 1 of 10 times. How often does
// Thompson sampling of a slate of two show each of them first and second?
func ExampleRankBeta() {
	probabilities, err := bandit.RankBeta([]bandit.Beta{{A: 9, B: 93}, {A: 6, B: 96}, {A: 2, B: 10}}, 2)
	for place, p := range probabilities {
		fmt.Printf("place %d: %.3f\n", place, p)
	}
	fmt.Println(err)
	// Output:
	// place 0: [0.223 0.048 0.729]
	// place 1: [0.605 0.248 0.147]
	// <nil>
}
