package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// clocks are the files outside of cmd that read the clock, and what for. None
// of them writes what it read into an event: the time of an event is cmd's.
var clocks = map[string]string{
	"store/commit.go": "how long a batch took, for whoever observes it",
	"store/space.go":  "how long ago the free space was looked at",
}

// Outside of cmd the clock is read in the files listed and for the reason given; entropy nowhere.
func TestClocks(t *testing.T) { holds(t, checkClocks(sources(t))) }

// A list that names what is no longer so is worse than none.
func TestClocksAreRead(t *testing.T) {
	reading := map[string]bool{}
	for _, s := range sources(t) {
		reading[s.path] = slices.ContainsFunc(uses(s), readsClock)
	}
	for name, reason := range clocks {
		if !reading[name] {
			t.Errorf("%s does not read the clock, though listed: %s", name, reason)
		}
	}
}

// A clock or entropy in a package that has none is found; cmd and tests have both.
func TestClocksAreSeenToFail(t *testing.T) {
	finds(t, checkClocks, []example{
		{"a clock", "internal/httpapi/a.go", `package httpapi; import "time"; var t = time.Now()`, "reads the clock"},
		{"a stopwatch", "internal/httpapi/a.go", `package httpapi; import "time"; var d = time.Since(time.Time{})`, "reads the clock"},
		{"entropy", "store/a.go", `package store; import "crypto/rand"; var r = rand.Reader`, "reads entropy"},
		{"global chance", "store/a.go", `package store; import "math/rand/v2"; var n = rand.N(3)`, "reads entropy"},
		{"in cmd", "cmd/proffer/a.go", `package main; import "time"; var t = time.Now()`, ""},
		{"in a test", "store/a_test.go", `package store; import "time"; var t = time.Now()`, ""},
		{"a deadline that was given", "store/a.go", `package store; import "time"; const wait = time.Second`, ""},
	})
}

func checkClocks(all []source) []fault {
	var faults []fault
	for _, s := range all {
		if s.test || strings.HasPrefix(s.path, "cmd/") || slices.Contains(contracts, s.folder()) {
			continue
		}
		for _, used := range uses(s) {
			switch {
			case readsClock(used) && clocks[s.path] == "":
				faults = append(faults, fault(fmt.Sprintf(
					"%s: reads the clock: take the time as an argument, or list the file with its reason in internal/archtest/clocks_test.go", s.at(used.node))))
			case readsEntropy(used):
				faults = append(faults, fault(s.at(used.node)+": reads entropy: take a seed or an id as an argument"))
			}
		}
	}
	return faults
}

func readsClock(u use) bool {
	return u.path == "time" && slices.Contains([]string{"Now", "Since", "Until"}, u.name)
}

func readsEntropy(u use) bool {
	return u.path == "crypto/rand" || u.path == "math/rand" ||
		u.path == "math/rand/v2" && !slices.Contains(seeded, u.name)
}
