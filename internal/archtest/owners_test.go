package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// owners says who may import each module that is not ours, so that replacing
// one is a change in one place. Tests may borrow any of them, except one that
// is marked shut: behind it stands a format or a lock that only its owner knows.
var owners = []owner{
	{module: "github.com/dgraph-io/badger/v4", in: "store", shut: true},
	{module: "github.com/dgraph-io/ristretto/v2", in: "store", shut: true}, // types in Badger's own signatures
	{module: "github.com/go-json-experiment/json", in: "*", oneFile: true}, // until encoding/json/v2 is standard
	{module: "github.com/google/uuid", in: "cmd/proffer", oneFile: true},   // ids are arguments below
	{module: "github.com/cespare/xxhash/v2", in: "engine store"},

	{module: "github.com/gorilla/mux", in: "internal/httpapi"},
	{module: "github.com/swaggest/swgui", in: "internal/httpapi"},
	{module: "github.com/prometheus/client_golang", in: "internal/httpapi cmd/proffer"}, // cmd makes the registry
	{module: "github.com/rs/zerolog", in: "internal/httpapi cmd/proffer"},
	{module: "golang.org/x/time", in: "internal/httpapi"},
	{module: "golang.org/x/sync", in: "internal/httpapi store cmd/proffer"},

	{module: "github.com/spf13/cobra", in: "cmd/proffer"},
	{module: "github.com/spf13/pflag", in: "cmd/proffer"},
	{module: "github.com/schollz/progressbar/v3", in: "cmd/proffer"},
	{module: "golang.org/x/term", in: "cmd/proffer"},
	{module: "golang.org/x/sys", in: "store"}, // free space and locks

	{module: "github.com/expr-lang/expr", in: "policy"},
	{module: "github.com/goccy/go-yaml", in: "policy"},
	{module: "golang.org/x/text", in: "policy"},

	{module: "gonum.org/v1/gonum", in: "bandit guardrails offline offline/ope offline/lab"},
	{module: "gonum.org/v1/plot", in: "offline/figures"},
	{module: "github.com/parquet-go/parquet-go", in: "offline/export offline/rows"},

	{module: "pgregory.net/rapid"},
	{module: "github.com/google/go-cmp"},
	{module: "github.com/rogpeppe/go-internal"},
	{module: "github.com/getkin/kin-openapi"},
	{module: "go.uber.org/goleak"},
}

// An owner says in which packages a module may be imported outside of tests:
// none if in is empty, any if it is "*", and by one file of a package at most
// if oneFile says so.
type owner struct {
	module  string
	in      string
	oneFile bool
	shut    bool
}

// contracts are packages of test code that others import: what holds for tests holds for them.
var contracts = []string{"store/storetest"}

// Every dependency has an owner, and only the owner imports it.
func TestOwners(t *testing.T) { holds(t, checkOwners(sources(t))) }

// A borrowed dependency is found, and so is one that nobody owns.
func TestOwnersAreSeenToFail(t *testing.T) {
	finds(t, checkOwners, []example{
		{"its owner", "store/open.go", `package store; import "github.com/dgraph-io/badger/v4/options"`, ""},
		{"somebody else", "engine/log.go", `package engine; import "github.com/dgraph-io/badger/v4"`, "belongs to store"},
		{"shut in tests too", "engine/log_test.go", `package engine; import "github.com/dgraph-io/badger/v4"`, "belongs to store"},
		{"borrowed by a test", "engine/log_test.go", `package engine; import "gonum.org/v1/gonum/stat"`, ""},
		{"of tests only", "engine/log.go", `package engine; import "github.com/google/go-cmp/cmp"`, "belongs to tests"},
		{"of tests, in a contract", "store/storetest/run.go", `package storetest; import "github.com/google/go-cmp/cmp"`, ""},
		{"nobody's", "engine/log.go", `package engine; import "github.com/nobody/left-pad"`, "has no owner"},
		{"a name that only begins alike", "store/open.go", `package store; import "github.com/dgraph-io/badger/v4x"`, "has no owner"},
		{"the standard library", "engine/log.go", `package engine; import "encoding/json"`, ""},
	})
}

// What belongs to one file of a package is refused to a second.
func TestOneFileIsSeenToFail(t *testing.T) {
	const text = `package engine; import "github.com/go-json-experiment/json"`
	got := checkOwners([]source{read(t, "engine/a.go", text), read(t, "engine/b.go", text), read(t, "store/a.go", `package store; import "github.com/go-json-experiment/json"`)})
	if len(got) != 1 || !strings.Contains(string(got[0]), "engine/a.go") {
		t.Errorf("got %q, want one fault that names engine/a.go, which was first", got)
	}
}

func checkOwners(all []source) []fault {
	var faults []fault
	first := map[string]string{} // the file that a package has for a module of one file
	for _, s := range all {
		for _, imported := range s.imports() {
			if !foreign(imported) {
				continue
			}
			if problem := borrowed(s, imported, first); problem != "" {
				faults = append(faults, fault(fmt.Sprintf("%s: %s %s", s.path, imported, problem)))
			}
		}
	}
	return faults
}

func borrowed(s source, imported string, first map[string]string) string {
	i := slices.IndexFunc(owners, func(o owner) bool {
		return imported == o.module || strings.HasPrefix(imported, o.module+"/")
	})
	if i < 0 {
		return "has no owner: give it one in internal/archtest/owners_test.go, and a reason in its commit"
	}
	o := owners[i]
	switch ours := strings.Fields(o.in); {
	case (s.test || slices.Contains(contracts, s.folder())) && !o.shut:
		return ""
	case o.in == "":
		return "belongs to tests"
	case o.in != "*" && !slices.Contains(ours, s.folder()):
		return "belongs to " + strings.Join(ours, ", ")
	case o.oneFile:
		return second(s, o.module, first)
	}
	return ""
}

func second(s source, module string, first map[string]string) string {
	key := s.folder() + " " + module
	if other, taken := first[key]; taken && other != s.path {
		return "stands behind " + other + " already"
	}
	first[key] = s.path
	return ""
}

// foreign tells modules by the dot that the first element of their path has.
func foreign(imported string) bool {
	host, _, _ := strings.Cut(imported, "/")
	return strings.Contains(host, ".")
}
