package offline_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"proffer/offline"
)

// pays is a small experiment that any strategy can be run on.
var pays = experiment{rows: 600, actions: 3, contexts: 1, seed: 9, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
	return coin(chance, .2*float64(action))
}}

// Wrong words are refused before anything is read.
func TestReplayIsChecked(t *testing.T) {
	for _, c := range []struct {
		replay offline.Replay
		want   string
	}{
		{offline.Replay{Strategies: []string{"tompson"}}, `offline: no strategy is called "tompson", did you mean "thompson"?`},
		{offline.Replay{Strategies: []string{"greedy", "greedy"}}, `offline: strategy "greedy" is named twice`},
		{offline.Replay{Shuffles: -1}, "offline: -1 shuffles are fewer than none"},
	} {
		if _, err := replayReport(pays.table(), c.replay); err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

// Without a word about strategies all the usual ones are run, in their order.
func TestUsualStrategies(t *testing.T) {
	report, err := replayReport(pays.table(), offline.Replay{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range offline.Usual() {
		if got := report.Strategies[i].Strategy; got != want {
			t.Errorf("strategy %d: got %s, want %s", i, got, want)
		}
	}
	if report.BestFixed.Action != "2" {
		t.Errorf("best fixed: got action %q, want 2", report.BestFixed.Action)
	}
}

// Progress adds up to all rows of all runs, and rows per second follow the clock.
func TestProgressAndClock(t *testing.T) {
	for _, shuffles := range []int{0, 2} {
		told, now := 0, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		report, err := replayReport(pays.table(), offline.Replay{
			Strategies: []string{"uniform", "greedy"}, Shuffles: shuffles,
			Progress: func(rows int) { told += rows },
			Clock:    func() time.Time { now = now.Add(time.Second); return now },
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := 2 * 600 * max(shuffles, 1); told != want {
			t.Errorf("%d shuffles: told of %d rows, want %d", shuffles, told, want)
		}
		if got := report.Strategies[0].RowsPerSecond; got != 600 {
			t.Errorf("%d shuffles: got %v rows per second, want 600", shuffles, got)
		}
	}
}

// A replay ends soon after it is asked to.
func TestReplayCanBeStopped(t *testing.T) {
	survey, err := offline.Look(context.Background(), pays.table(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, shuffles := range []int{0, 50} {
		ctx, stop := context.WithCancel(context.Background())
		replay := offline.Replay{Table: pays.table(), Survey: survey, Shuffles: shuffles, Workers: 2, Progress: func(int) { stop() }}
		if _, err := replay.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%d shuffles: got %v, want context.Canceled", shuffles, err)
		}
	}
}

// What is not known is null in JSON: without a clock the speed, and with a
// single row that did not match, everything that was earned.
func TestUnknownFiguresAreNull(t *testing.T) {
	data, err := json.Marshal([]offline.Figure{offline.Figure(math.NaN()), offline.Figure(math.Inf(1)), .25})
	if got := string(data); err != nil || got != "[null,null,0.25]" {
		t.Errorf("got %s, %v", got, err)
	}
	report, err := replayReport(pays.table(), offline.Replay{Strategies: []string{"uniform"}})
	if err != nil || report.Strategies[0].RowsPerSecond.Known() {
		t.Errorf("got %v rows per second without a clock, %v", report.Strategies[0].RowsPerSecond, err)
	}
}

// A table that is replayed in its own order is never held in memory: what lives
// after a hundred thousand rows is what lived after twenty thousand.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second")
	}
	const rows = 100_000
	table := tableOf(nil, "x")
	table.Open = func() (io.ReadCloser, error) { return rowsOf(rows), nil }
	survey, err := offline.Look(context.Background(), table, nil)
	if err != nil {
		t.Fatal(err)
	}
	var early, late uint64
	done := 0
	replay := offline.Replay{Table: table, Survey: survey, Strategies: []string{"beta_thompson"}, Progress: func(n int) {
		done += n
		if early == 0 && done > rows/5 {
			early = offline.Living()
		}
		if late == 0 && done > rows*19/20 {
			late = offline.Living()
		}
	}}
	if _, err := replay.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	// What is remembered of the last rows is dropped all at once, so it may be twice what it was.
	if late > 2*early+4<<20 {
		t.Errorf("%d bytes live after %d rows, and %d after %d", early, rows/5, late, rows*19/20)
	}
}

// rowsOf is a table that is made while it is read.
func rowsOf(n int) io.ReadCloser {
	r, w := io.Pipe()
	go func() {
		text := bufio.NewWriter(w)
		fmt.Fprintln(text, "action,propensity,reward,x")
		for i := range n {
			fmt.Fprintf(text, "%d,0.5,%d,%d\n", i%2, i/7%2, i)
		}
		_ = text.Flush()
		_ = w.Close()
	}()
	return r
}
