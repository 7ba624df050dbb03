package offline_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"proffer/offline"
)

// An experiment is a randomised trial of our own, whose truth is known. Each row
// has contexts drawn from the standard normal distribution.
type experiment struct {
	rows     int
	actions  int
	contexts int
	seed     uint64
	// propensity is the probability of an action; nil: all are equal.
	propensity func(x []float64, action int) float64
	reward     func(chance *rand.Rand, x []float64, action int) float64
}

// table runs the experiment and logs it as CSV.
func (e experiment) table() *offline.Table {
	chance := rand.New(rand.NewPCG(e.seed, 0))
	var text bytes.Buffer
	names := make([]string, e.contexts)
	for i := range names {
		names[i] = "x" + strconv.Itoa(i)
	}
	fmt.Fprintln(&text, strings.Join(append([]string{"action", "propensity", "reward"}, names...), ","))
	for range e.rows {
		e.row(&text, chance)
	}
	return tableOf(text.Bytes(), names...)
}

func (e experiment) row(w io.Writer, chance *rand.Rand) {
	x := make([]float64, e.contexts)
	for i := range x {
		x[i] = chance.NormFloat64()
	}
	action, p := e.draw(chance, x)
	fmt.Fprintf(w, "%d,%v,%v", action, p, e.reward(chance, x, action))
	for _, v := range x {
		fmt.Fprintf(w, ",%v", v)
	}
	fmt.Fprintln(w)
}

func (e experiment) draw(chance *rand.Rand, x []float64) (action int, p float64) {
	if e.propensity == nil {
		return chance.IntN(e.actions), 1 / float64(e.actions)
	}
	for u := chance.Float64(); action < e.actions; action++ {
		p = e.propensity(x, action)
		if u -= p; u < 0 {
			return action, p
		}
	}
	return action - 1, p
}

// tableOf is a table in memory with the columns of an experiment.
func tableOf(text []byte, contexts ...string) *offline.Table {
	return &offline.Table{
		Name:    "log.csv",
		Open:    func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil },
		Columns: offline.Columns{Action: "action", Propensity: "propensity", Reward: "reward", Context: contexts},
	}
}

// coin pays 1 with probability p.
func coin(chance *rand.Rand, p float64) float64 {
	if chance.Float64() < p {
		return 1
	}
	return 0
}

// replayed surveys and replays a table.
func replayed(t *testing.T, table *offline.Table, replay offline.Replay) map[string]offline.Result {
	t.Helper()
	report, err := replayReport(table, replay)
	if err != nil {
		t.Fatal(err)
	}
	results := map[string]offline.Result{}
	for _, r := range report.Strategies {
		results[r.Strategy] = r
	}
	return results
}

func replayReport(table *offline.Table, replay offline.Replay) (*offline.Report, error) {
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		return nil, err
	}
	replay.Table, replay.Survey = table, survey
	return replay.Run(context.Background())
}
