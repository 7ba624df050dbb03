package archtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// arrows is the picture: a package on each line, and what it may import of us.
// An arrow only points down, to a line further below.
var arrows = []arrow{
	{"cmd/proffer", "internal/httpapi internal/console internal/client internal/simulate store offline/figures offline offline/ope offline/lab offline/export offline/rehearsal measure engine guardrails guardrails/breakers policy bandit features examples"},
	{"internal/httpapi", "offline/export measure engine guardrails guardrails/breakers policy features words"},
	{"internal/console", "engine guardrails policy features"},
	{"internal/client", "engine"},
	{"internal/simulate", "engine"},
	{"store/storetest", "store engine"},
	{"store", "engine guardrails policy bandit features"},
	{"offline/figures", "offline offline/ope"},
	{"offline/coverage", "offline offline/ope"},
	{"offline/rehearsal", "offline offline/ope offline/export engine policy bandit"},
	{"offline", "offline/ope offline/rows engine guardrails policy bandit features words"},
	{"offline/rows", ""},
	{"offline/ope", "guardrails/eprocess bandit"},
	{"offline/export", "engine policy"},
	{"offline/lab", "bandit"},
	{"measure", "engine guardrails guardrails/eprocess policy bandit"},
	{"engine/enginetest", ""},
	{"engine", "guardrails guardrails/breakers policy bandit features words"},
	{"guardrails", "guardrails/breakers policy bandit features words"},
	{"guardrails/breakers", "guardrails/eprocess policy words"},
	{"guardrails/eprocess", "words"},
	{"policy", "bandit features words"},
	{"bandit", ""},
	{"features", "words"},
	{"examples", ""},
	{"words", ""},
	{"internal/archtest", ""},
}

// testArrows are what tests may import besides. A test of ours runs on a real
// log in memory rather than on a mock, and a contract runs where it is fulfilled.
var testArrows = []arrow{
	{"internal/httpapi", "internal/client internal/simulate store offline bandit examples"},
	{"internal/console", "store offline bandit"},
	{"store", "store/storetest"},
	{"offline", "offline/export internal/simulate store examples"},
	{"offline/export", "store"},
	{"offline/coverage", "offline offline/ope"},
	{"offline/rehearsal", "internal/simulate store examples"},
	{"measure", "store internal/simulate examples"},
	{"engine", "store examples"},
	{"engine/enginetest", "store engine guardrails guardrails/breakers guardrails/eprocess policy bandit"},
	{"guardrails", "examples"},
	{"policy", "examples"},
	{"internal/client", "internal/httpapi store examples"},
	{"internal/simulate", "internal/client internal/httpapi store examples"},
	{"cmd/proffer", "store/storetest"},
}

type arrow struct{ from, to string }

// Imports only point down, and a package that is not in the picture has no place yet.
func TestArrows(t *testing.T) { holds(t, checkArrows(sources(t))) }

// The picture itself has no arrow that points up or to the side.
func TestPicturePointsDown(t *testing.T) {
	place := map[string]int{}
	for i, a := range arrows {
		place[a.from] = i
	}
	for _, a := range arrows {
		for to := range strings.FieldsSeq(a.to) {
			if got, ok := place[to]; !ok || got <= place[a.from] {
				t.Errorf("%s → %s does not point down the table", a.from, to)
			}
		}
	}
}

// An import against an arrow is found, and so is a package without a place.
func TestArrowsAreSeenToFail(t *testing.T) {
	finds(t, checkArrows, []example{
		{"down", "engine/decide.go", `package engine; import "proffer/bandit"`, ""},
		{"up", "bandit/best.go", `package bandit; import "proffer/engine"`, "bandit must not import engine"},
		{"to the side", "offline/export.go", `package offline; import "proffer/store"`, "offline must not import store"},
		{"to the side in a test", "offline/export_test.go", `package offline; import "proffer/store"`, ""},
		{"up in a test", "bandit/best_test.go", `package bandit; import "proffer/store"`, "bandit must not import store"},
		{"its own package in a test", "bandit/best_test.go", `package bandit_test; import "proffer/bandit"`, ""},
		{"a new package", "billing/charge.go", `package billing`, "billing is not in the picture"},
		{"what a test may, in code", "internal/httpapi/rank.go", `package httpapi; import "proffer/store"`, "internal/httpapi must not import store"},
	})
}

func checkArrows(all []source) []fault {
	var faults []fault
	strangers := map[string]bool{}
	for _, s := range all {
		if !slices.ContainsFunc(arrows, func(a arrow) bool { return a.from == s.folder() }) {
			strangers[s.folder()] = true
			continue
		}
		for _, imported := range s.imports() {
			to, ours := strings.CutPrefix(imported, module+"/")
			if ours && !allowed(s, to) {
				faults = append(faults, fault(fmt.Sprintf("%s: %s must not import %s", s.path, s.folder(), to)))
			}
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(strangers)) {
		faults = append(faults, fault(fmt.Sprintf(
			"package %s is not in the picture: give it a line, and its arrows, in internal/archtest/arrows_test.go", folder)))
	}
	return faults
}

func allowed(s source, to string) bool {
	if s.test && (to == s.folder() || points(testArrows, s.folder(), to)) {
		return true
	}
	return points(arrows, s.folder(), to)
}

func points(table []arrow, from, to string) bool {
	return slices.ContainsFunc(table, func(a arrow) bool {
		return a.from == from && slices.Contains(strings.Fields(a.to), to)
	})
}
