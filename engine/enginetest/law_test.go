package enginetest

import (
	"flag"
	"log"
	"testing"

	"pgregory.net/rapid"
)

// few is how many histories are tried when nobody says how many: each is dozens
// of steps, and every one of them is checked whole. `make properties` says more.
const few = "40"

func TestMain(m *testing.M) {
	flag.Parse()
	told := false
	flag.Visit(func(f *flag.Flag) { told = told || f.Name == "rapid.checks" })
	if !told {
		if err := flag.Set("rapid.checks", few); err != nil {
			log.Fatal(err)
		}
	}
	m.Run()
}

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
			"report": w.Report, "report more": w.Report, "story": w.Story, "resend": w.Resend,
			"wave": w.Wave, "wave more": w.Wave, "season": w.Season, "season more": w.Season,
			"wait": w.Wait, "wait more": w.Wait, "tick": w.Tick,
			"switch": w.Switch, "override": w.Override, "change catalogue": w.ChangeCatalogue, "restart": w.Restart,
		})
		w.end()
	})
}
