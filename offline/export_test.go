package offline

import "math/rand/v2"

// Chance is what a run draws its choices with, for a Player of a test's own.
func Chance(seed uint64, run Run) *rand.PCG { return stream(seed, run, "draw") }
