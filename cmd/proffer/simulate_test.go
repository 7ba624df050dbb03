package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proffer/examples"
	"proffer/internal/simulate"
)

// --json is one document, and the same to the byte for the same seed.
func TestSimulateJSON(t *testing.T) {
	args := []string{"--json", "--visits", "500", "--days", "20", "--truth", "project-tool"}
	a, first := unwatched()
	if err := runs(t.Context(), newSimulate(a), args...); err != nil {
		t.Fatal(err)
	}
	var r simulate.Report
	if err := json.Unmarshal(first.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.World != "project-tool" || r.Seed != 1 || r.Visits < 300 || r.Regret.Draws == 0 {
		t.Errorf("got %s, seed %d, %d visits, %d draws", r.World, r.Seed, r.Visits, r.Regret.Draws)
	}
	b, again := unwatched()
	if err := runs(t.Context(), newSimulate(b), args...); err != nil {
		t.Fatal(err)
	}
	if first.String() != again.String() {
		t.Errorf("two runs with one seed differ:\n%s\n%s", first, again)
	}
}

// What is expected is checked: 0 once it is met, 3 when it is not, and the
// figures are printed in both cases.
func TestSimulateExpectation(t *testing.T) {
	for _, c := range []struct {
		share string
		code  int
	}{{"1000", exitDone}, {"0.000001", exitWanting}} {
		a, out := unwatched()
		command := newSimulate(a)
		markFailures(command)
		err := runs(t.Context(), command, "--visits", "300", "--days", "10", "--expect-regret-below", c.share)
		if got := exitCode(err); got != c.code {
			t.Errorf("below %s: got %d (%v), want %d", c.share, got, err, c.code)
		}
		if !strings.Contains(out.String(), "Regret in true net value") {
			t.Errorf("below %s: no figures:\n%s", c.share, out)
		}
	}
}

// A catalogue brings the customers that it is called after; any other name
// needs a truth, and offers that no truth knows are refused.
func TestSimulateFindsItsCustomers(t *testing.T) {
	source, err := examples.Catalogue("skincare")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	named := write("skincare.yaml", string(source))
	mine := write("mine.yaml", string(source))
	strange := write("strange.yaml", strings.Replace(string(source), "- id: travel-kit", "- id: umbrella", 1))
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"by its name", "", []string{"--catalogue", named}},
		{"by the truth", "", []string{"--catalogue", mine, "--truth", "skincare"}},
		{"nobody", "say --truth skincare or project-tool", []string{"--catalogue", mine}},
		{"no such truth", "--truth toys: must be skincare or project-tool", []string{"--truth", "toys"}},
		{"a strange offer", "has the offer umbrella, of which this truth knows nothing", []string{"--catalogue", strange, "--truth", "skincare"}},
		{"no visits", "--visits 0: must be at least 1", []string{"--visits", "0"}},
		{"no days", "--days NaN: must be over 0", []string{"--days", "NaN"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := unwatched()
			err := runs(t.Context(), newSimulate(a), append([]string{"--visits", "50", "--days", "5"}, c.args...)...)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Text is broken at spaces into lines that fit the page, each with its indent,
// and nothing is lost.
func TestFilled(t *testing.T) {
	text := strings.Repeat("twelve chars ", 40)
	got := filled("   ", text)
	for line := range strings.Lines(got) {
		if line = strings.TrimSuffix(line, "\n"); len(line) > pageWidth || !strings.HasPrefix(line, "   twelve") && !strings.HasPrefix(line, "   chars") {
			t.Errorf("a line is %q", line)
		}
	}
	if strings.Join(strings.Fields(got), " ") != strings.TrimSpace(text) {
		t.Errorf("got %q", got)
	}
}

// Counts are written as people read them.
func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	counts := map[string]int{"a": 2, "b": 1000, "c": 2}
	if got, want := mostFirst(counts), "1,000 b, 2 a, 2 c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
