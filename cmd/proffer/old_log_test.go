package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"proffer/engine"
	"proffer/internal/client"
	"proffer/store"
)

// Every command opens a log whose catalogue would be refused today: it served,
// and that is so whatever is thought of it since.
func TestOldLog(t *testing.T) {
	t.Parallel()
	young, data := t.TempDir(), t.TempDir()
	s := serve(t, young, "--catalogue", guarded)
	few := &crowd{s: s, placement: "capped", became: func(*crowd, client.RankReply) error { return nil }}
	for range 20 {
		few.visit()
	}
	s.stop()
	lax := ages(t, young, data)
	for _, c := range []struct{ command, want string }{
		{"verify", "20 decisions made again"},
		{"report", "20 in 20 visits"},
		{"guardrails replay --catalogue " + guarded, "the same"},
		{"export --format csv", "decision_id"},
	} {
		args := append(strings.Fields(c.command), "--data", data)
		out, err := exec.Command("proffer", args...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), c.want) {
			t.Errorf("proffer %s: got %v, want %q in\n%s", c.command, err, c.want, out)
		}
	}
	out, err := exec.Command("proffer", "check", lax).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "names nothing") {
		t.Errorf("proffer check: got %v, want that the catalogue is refused today:\n%s", err, out)
	}
	serve(t, data, "--catalogue", guarded).stop()
	verifies(t, data)
}

// ages copies a log as it would be, had its catalogue had a list that names
// nothing, and returns that catalogue's file.
func ages(t *testing.T, from, to string) (lax string) {
	t.Helper()
	old, err := store.Open(from, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	aged, err := store.Open(to, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	lax = filepath.Join(t.TempDir(), "lax.yaml")
	version := ""
	for e, err := range old.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if c := e.Catalogue; c != nil {
			c.Source = strings.Replace(c.Source, "placements: [capped]}", "placements: [capped], types: []}", 1)
			p, err := engine.Recall([]byte(c.Source))
			if err != nil {
				t.Fatal(err)
			}
			c.Version, version = p.Version, p.Version
			if err := os.WriteFile(lax, []byte(c.Source), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if e.Decision != nil {
			e.Decision.PolicyVersion = version
		}
		if err := aged.Append(e)(); err != nil {
			t.Fatal(err)
		}
	}
	if err := aged.Close(); err != nil {
		t.Fatal(err)
	}
	return lax
}
