package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/internal/simulate"
	"proffer/store"
)

// unwatched is an app whose output nobody looks at, and what it printed.
func unwatched() (*app, *bytes.Buffer) {
	var out, errs bytes.Buffer
	none := func(string) (string, bool) { return "", false }
	return &app{
		in: strings.NewReader(""), out: &out, err: &errs, env: none,
		now: time.Now, entropy: rand.Reader, terminal: isTerminal,
	}, &out
}

// runs a command with its flags, and returns how it ended.
func runs(ctx context.Context, c *cobra.Command, args ...string) error {
	c.SetArgs(args)
	c.SilenceErrors, c.SilenceUsage = true, true
	return c.ExecuteContext(ctx)
}

// The demo needs nothing but itself: it says where it serves, what was learned
// beside the truth and what to try, ends by itself, and leaves nothing behind.
func TestDemo(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	a, out := unwatched()
	if err := runs(t.Context(), newDemo(a), "--addr", "127.0.0.1:0", "--for", "2s", "--visits", "200", "--seed", "1"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Customers come for 2s", "skincare      http://127.0.0.1:", "project-tool  http://127.0.0.1:",
		"skincare: what was learned in ", "project-tool: what was learned in ", "free-shipping-mask", "priority-support",
		"Guardrails have withheld: ", "curl -s http://127.0.0.1:",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the output does not say %q:\n%s", want, out)
		}
	}
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A move of a breaker is told like all else: when, in which world, what it does
// from now on, and why.
func TestDemoTellsOfBreakers(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	a, out := unwatched()
	a.now = func() time.Time { return begin.Add(12300 * time.Millisecond) }
	s := &stage{demo: &demonstrating{app: a, say: &speaker{w: a.out}}, world: simulate.Worlds()[0], haste: haste{begin}}
	move := breakers.Change{Rule: "trouble", Scope: "offer:tomorrow-delivery"}
	move.Breaker.State, move.Breaker.Detail = breakers.Open, "harm is proven: R is 3.7e+04, against 1.46e+04"
	s.moved(move)
	want := " 12 s  skincare: the breaker trouble stops offer:tomorrow-delivery: harm is proven: R is 3.7e+04,\n" +
		"       against 1.46e+04.\n\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Whoever stops the demo is not told of a failure, and its data are kept where
// they were asked for: a store for each world.
func TestDemoStops(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	a, _ := unwatched()
	data := t.TempDir()
	if err := runs(ctx, newDemo(a), "--addr", "127.0.0.1:0", "--for", "1h", "--visits", "100000", "--data", data); err != nil {
		t.Fatal(err)
	}
	kept, err := os.ReadDir(data)
	if err != nil || len(kept) != 2 {
		t.Errorf("got %v, %v, want two stores", kept, err)
	}
}

// What keeps a demo from beginning is said with what helps.
func TestDemoRefuses(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		name, want string
		code       int
		args       []string
	}{
		{"a port that is taken", "is taken: choose another place with --addr", exitFailed, []string{"--addr", taken.Addr().String()}},
		{"an address for everybody", "can be reached from other machines", exitMisused, []string{"--addr", "0.0.0.0:0"}},
		{"no address", "--addr nowhere: ", exitMisused, []string{"--addr", "nowhere"}},
		{"the last port", "needs the next port as well", exitMisused, []string{"--addr", "127.0.0.1:65535"}},
		{"no time", "--for 0s: must be at least 1s", exitMisused, []string{"--for", "0s"}},
		{"less than nobody", "--visits -1: must not be negative", exitMisused, []string{"--visits", "-1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := unwatched()
			demo := newDemo(a)
			markFailures(demo)
			err := runs(t.Context(), demo, append([]string{"--addr", "127.0.0.1:0", "--for", "1s"}, c.args...)...)
			if err == nil || !strings.Contains(err.Error(), c.want) || exitCode(err) != c.code {
				t.Errorf("got %v (code %d), want %q and %d", err, exitCode(err), c.want, c.code)
			}
		})
	}
}

// A demo is not played in the directory of a server, nor among other things; in one
// of an earlier demo it goes on.
func TestDemoKeepsOutOfOtherDirectories(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(filepath.Join(dir, "server"), store.Options{})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"server": "is a server's store", "full": "holds notes.txt", "again": ""} {
		data := filepath.Join(dir, name)
		for _, entry := range map[string][]string{"full": {"notes.txt"}, "again": {"skincare", "project-tool"}}[name] {
			if err := os.MkdirAll(filepath.Join(data, entry), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		err := (&demonstrating{data: data}).claim()
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || exitCode(err) != exitMisused) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
		if _, err := os.Stat(filepath.Join(data, "skincare")); (err == nil) != (name == "again") {
			t.Errorf("%s: the demo left something there: %v", name, err)
		}
	}
}

// The second server stands behind the first, and a free port has no neighbour.
func TestNeighbours(t *testing.T) {
	for _, c := range []struct {
		addr string
		want []string
	}{
		{"127.0.0.1:8080", []string{"127.0.0.1:8080", "127.0.0.1:8081"}},
		{"127.0.0.1:0", []string{"127.0.0.1:0", "127.0.0.1:0"}},
		{"[::1]:9000", []string{"[::1]:9000", "[::1]:9001"}},
	} {
		got, err := neighbours(c.addr, 2)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", c.addr, err, diff)
		}
	}
}

// A day of the customers takes half a second, and both times begin together.
func TestHaste(t *testing.T) {
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	h := haste{begin}
	if got := h.real(begin); !got.Equal(begin) {
		t.Errorf("got %v, want the beginning", got)
	}
	if got, want := h.real(begin.Add(3*24*time.Hour)), begin.Add(1500*time.Millisecond); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A difference between two groups is only called one when it is larger than
// three standard errors.
func TestByChance(t *testing.T) {
	group := func(g engine.Group, visits, orders int) simulate.Conversion {
		return simulate.Conversion{Placement: "p", Group: g, Visits: visits, Orders: orders}
	}
	for _, c := range []struct {
		name             string
		treated, control simulate.Conversion
		want             string
	}{
		// √(.25/10000 + .24/100) = 4.92 points
		{"few in the control", group(engine.Treatment, 10_000, 5_000), group(engine.Control, 100, 60), "That may be chance (± 14.8 points)."},
		// √(.25/10000 + .24/10000) = 0.70 points
		{"many", group(engine.Treatment, 10_000, 5_000), group(engine.Control, 10_000, 6_000), "The offers cost orders (-10.0 ± 2.1 points)."},
		{"the other way around", group(engine.Treatment, 10_000, 6_000), group(engine.Control, 10_000, 5_000), "The offers do not cost orders (+10.0 ± 2.1 points)."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := byChance(c.treated, c.control); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
