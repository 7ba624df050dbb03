package bandit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func BenchmarkBest(b *testing.B) {
	for _, n := range []int{1, 5, 20, 100} {
		b.Run(fmt.Sprintf("offers=%d", n), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 2))
			arms := make([]Normal, n)
			for i := range arms {
				arms[i] = Normal{rng.Float64(), math.Pow(0.05+0.25*rng.Float64(), 2)}
			}
			var dst []float64
			b.ReportAllocs()
			for b.Loop() {
				dst = Best(dst, arms, 0)
			}
		})
	}
}
