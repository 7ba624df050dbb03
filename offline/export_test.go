package offline

import (
	"math/rand/v2"
	"runtime"
)

// Chance is what a run draws its choices with, for a Player of a test's own.
func Chance(seed uint64, run Run) *rand.PCG { return stream(seed, run, "draw") }

// Living is how many bytes are in use.
func Living() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
