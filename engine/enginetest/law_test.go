package enginetest

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever happens, in whatever order and at once: nobody is shown what a cap, a
// budget, a switch or a breaker withholds or a condition does not fit; every
// probability is what the strategy means; every count, budget and breaker is
// what the plain list of all that was shown and told comes to; and every decision
// can be made again.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWalk(rt)
		rt.Repeat(map[string]func(*rapid.T){
			"rank": w.Rank, "rank more": w.Rank, "rank again": w.RankAgain,
			"report": w.Report, "report more": w.Report, "report still more": w.Report, "resend": w.Resend,
			"wave": w.Wave, "wave more": w.Wave, "season": w.Season, "season more": w.Season,
			"wait": w.Wait, "wait more": w.Wait, "tick": w.Tick,
			"switch": w.Switch, "override": w.Override, "change catalogue": w.ChangeCatalogue, "restart": w.Restart,
		})
		w.end()
	})
}
