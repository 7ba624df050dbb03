package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"proffer/internal/client"
)

// SIGHUP puts a changed key file into force: who is revoked is shut out, and who
// is new is let in. A faulty file leaves the keys that there were.
func TestHangupReadsTheKeysAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys.jsonl")
	first := makeKey(t, file)
	s := serve(t, t.TempDir(), "--keys", file)
	second := makeKey(t, file)
	open := func(when string, want ...bool) {
		t.Helper()
		for i, secret := range []string{first, second} {
			c := client.New(s.url, secret)
			_, err := c.Catalogue(t.Context())
			c.Close()
			if (err == nil) != want[i] {
				t.Errorf("%s key %d is answered %v, want it let in: %v", when, i+1, err, want[i])
			}
		}
	}
	open("at the start", true, false)

	revoke(t, file, first)
	s.signal(syscall.SIGHUP)
	s.said("the keys are in force\"")
	open("after the first was revoked", false, true)

	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"nonsense", ""} {
		if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		s.signal(syscall.SIGHUP)
		s.said("the keys could not be read, and the old ones stay in force")
		open("with a faulty file", false, true)
	}

	if err := os.WriteFile(file, good, 0o600); err != nil {
		t.Fatal(err)
	}
	revoke(t, file, second)
	s.signal(syscall.SIGHUP)
	s.said("the keys are in force, and none of them may be used")
	open("after both were revoked", false, false)
}

// makeKey adds a key that may do everything to a file, and returns its secret.
func makeKey(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.Command("proffer", "keys", "add", "--file", file, "--scope", "admin,rank,feedback").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func revoke(t *testing.T, file, secret string) {
	t.Helper()
	if out, err := exec.Command("proffer", "keys", "revoke", "--file", file, strings.Split(secret, "_")[1]).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
