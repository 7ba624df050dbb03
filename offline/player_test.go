package offline_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/offline"
	"proffer/store"
)

// A served is a Player that keeps everything: a service with its log.
type served struct{ *engine.Service }

func (s served) Choose(ctx context.Context, r engine.Request) (decision, offer string, err error) {
	answer, err := s.Rank(ctx, r)
	if err != nil {
		return "", "", err
	}
	return answer.ID, answer.Shown()[0].Offer, nil
}

func (s served) Learn(ctx context.Context, reports []engine.Report) error {
	results, err := s.Feedback(ctx, reports)
	if err != nil {
		return err
	}
	return offline.Recorded(results)
}

// serve opens a service on the catalogue of a run, with the chance that the run
// would have been given.
func serve(t *testing.T, survey *offline.Survey, run offline.Run, seeds *rand.PCG) served {
	t.Helper()
	ids := 0
	s, err := engine.Open(context.Background(), engine.Config{
		Log:    store.NewMemory(),
		Clock:  func() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) },
		Chance: func() (string, uint64) { ids++; return strconv.Itoa(ids), seeds.Uint64() },
	}, survey.Catalogue(run))
	if err != nil {
		t.Fatal(err)
	}
	return served{s}
}

// What a replay leaves out, the log and the rows that the table does not have,
// changes nothing: a service that keeps all of it comes to the same figures, to
// the last bit.
func TestReplayIsTheService(t *testing.T) {
	table := experiment{rows: 1500, actions: 4, contexts: 3, seed: 8, reward: func(chance *rand.Rand, x []float64, action int) float64 {
		return coin(chance, .1+.1*float64(action)*max(0, min(x[0], 1)))
	}}.table()
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, strategy := range offline.Usual() {
		replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{strategy}, Seed: 3}
		lean, err := replay.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		run := replay.Runs()[0]
		replay.Player = serve(t, survey, run, offline.Chance(3, run))
		whole, err := replay.Run(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole.Strategies[0].Shares, lean.Strategies[0].Shares); diff != "" {
			t.Errorf("%s: shares differ from the service's:\n%s", strategy, diff)
		}
		if got, want := lean.Strategies[0].MeanReward, whole.Strategies[0].MeanReward; got != want {
			t.Errorf("%s: mean reward %v, want the service's %v", strategy, got, want)
		}
	}
}
