package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// trial is a table in which the better of two actions depends on a signal: known
// it earns .9 a row, not known .5.
func trial(rows int) []byte {
	chance := rand.New(rand.NewPCG(1, 1))
	var text bytes.Buffer
	fmt.Fprintln(&text, "action,propensity,reward,plan")
	for range rows {
		plan, action, reward := chance.IntN(2), chance.IntN(2), 0
		if liked := .1 + .8*float64(1-(plan^action)); chance.Float64() < liked {
			reward = 1
		}
		fmt.Fprintf(&text, "%d,0.5,%d,%s\n", action, reward, []string{"free", "pro"}[plan])
	}
	return text.Bytes()
}

// write puts a table into a file and returns the arguments that replay it.
func write(t *testing.T, table []byte, args ...string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "log.csv")
	if err := os.WriteFile(file, table, 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"replay", "--table", file, "--action", "action", "--propensity", "propensity", "--reward", "reward", "--context", "plan", "--json"}, args...)
}

// A replayed is the document that a replay prints.
type replayed struct {
	Strategies []replayedStrategy `json:"strategies"`
	BestFixed  struct {
		Action     string  `json:"action"`
		MeanReward float64 `json:"mean_reward"`
	} `json:"best_fixed"`
}

type replayedStrategy struct {
	Strategy      string             `json:"strategy"`
	Rows          int                `json:"rows"`
	Matched       int                `json:"matched"`
	MeanReward    float64            `json:"mean_reward"`
	StandardError float64            `json:"standard_error"`
	Last30Percent float64            `json:"last_30_percent"`
	Shares        map[string]float64 `json:"shares"`
	RowsPerSecond float64            `json:"rows_per_second"`
}

func replay(t *testing.T, args []string) replayed {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("proffer", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var r replayed
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i := range r.Strategies {
		if !(r.Strategies[i].RowsPerSecond > 0) {
			t.Errorf("%s: got %v rows per second", r.Strategies[i].Strategy, r.Strategies[i].RowsPerSecond)
		}
		r.Strategies[i].RowsPerSecond = 0
	}
	return r
}

// A gzipped table says what the table itself does, and the same seed says it again.
func TestReplayOfGzip(t *testing.T) {
	plain := trial(400)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want := replay(t, write(t, plain, "--seed", "3"))
	if diff := cmp.Diff(want, replay(t, write(t, packed.Bytes(), "--seed", "3"))); diff != "" {
		t.Errorf("plain and gzipped (-want +got):\n%s", diff)
	}
	if cmp.Equal(want, replay(t, write(t, plain, "--seed", "4"))) {
		t.Error("another seed gave the same figures")
	}
}

// Against a server, a replay learns what it learns in process, and leaves the
// catalogue that it found; a second one does not see what the first has learned.
func TestReplayOnServer(t *testing.T) {
	s := serve(t, t.TempDir())
	before, err := s.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	args := write(t, trial(1_000), "--strategy", "uniform,thompson", "--server", s.url, "--rows", "800")
	for range 2 {
		got := replay(t, args)
		for i, least := range []float64{.4, .65} {
			if r := got.Strategies[i]; r.Rows != 800 || !(r.MeanReward > least) {
				t.Errorf("%s earned %v on %d rows, want over %v on 800", r.Strategy, r.MeanReward, r.Rows, least)
			}
		}
		if uniform := got.Strategies[0]; !(uniform.MeanReward < .6) {
			t.Errorf("uniform earned %v, want about .5", uniform.MeanReward)
		}
	}
	after, err := s.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Errorf("the server's catalogue is now\n%s", after)
	}
}

// A replay that is interrupted puts the server's catalogue back.
func TestInterruptedReplayLeavesTheCatalogue(t *testing.T) {
	s := serve(t, t.TempDir())
	before, err := s.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("proffer", write(t, trial(5_000), "--shuffles", "5", "--server", s.url)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended if all is well
	for taken := false; !taken; {
		now, err := s.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		taken = !bytes.Equal(before, now)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != exitFailed {
		t.Errorf("got %v, want exit code %d", err, exitFailed)
	}
	if after, err := s.Catalogue(t.Context()); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the server's catalogue is now\n%s\n%v", after, err)
	}
}

// A person sees how far the replay has come, on standard error.
func TestReplayShowsProgress(t *testing.T) {
	var out, err bytes.Buffer
	a := newApp()
	a.out, a.err, a.terminal = &out, &err, func(io.Writer) bool { return true }
	if code := a.run(t.Context(), write(t, trial(3_000), "--strategy", "uniform")); code != exitDone {
		t.Fatalf("got exit code %d\n%s", code, &err)
	}
	if !bytes.Contains(err.Bytes(), []byte("replaying")) || !json.Valid(out.Bytes()) {
		t.Errorf("got %q on standard error, and on standard output\n%s", &err, &out)
	}
}
