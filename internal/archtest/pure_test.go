package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"slices"
	"testing"
)

// pure are the packages whose answers depend on their arguments alone. Time,
// chance and state are handed to them, which is why a decision can be made again.
var pure = []string{"bandit", "features", "policy", "guardrails", "guardrails/breakers", "guardrails/eprocess", "engine", "offline", "offline/figures", "offline/coverage", "offline/ope", "offline/rows", "offline/lab", "offline/export", "offline/rehearsal", "measure", "internal/simulate", "words"}

// effects are the imports that reach out of the process or are chance themselves.
var effects = map[string]string{
	"os":            "files and the environment belong to cmd and store",
	"io/fs":         "files belong to cmd and store",
	"io/ioutil":     "files belong to cmd and store",
	"path/filepath": "files belong to cmd and store",
	"syscall":       "the system belongs to cmd and store",
	"net":           "the network belongs to internal/httpapi",
	"net/http":      "the network belongs to internal/httpapi",
	"log":           "pure code says what happened by what it returns",
	"log/slog":      "pure code says what happened by what it returns",
	"math/rand":     "chance is a seed: use math/rand/v2 with a source",
	"crypto/rand":   "entropy is read by cmd",
	"hash/maphash":  "its seed differs in every process, so nothing could be made again",
}

// calls are the functions that read a clock, wait, or print, of packages that are otherwise fine.
var calls = map[string]map[string]string{
	"time": each("the time is an argument", "Now", "Since", "Until", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Local"),
	"fmt":  each("pure code does not print", "Print", "Printf", "Println"),
}

// seeded is what may be used of math/rand/v2: sources and what is made from one.
var seeded = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "PCG", "ChaCha8", "Zipf", "Source", "Rand"}

func each(reason string, names ...string) map[string]string {
	reasons := map[string]string{}
	for _, name := range names {
		reasons[name] = reason
	}
	return reasons
}

// Pure packages read no clock and no global chance, open nothing and print nothing.
func TestPure(t *testing.T) { holds(t, checkPure(sources(t))) }

// Every way around an argument is found.
func TestPureIsSeenToFail(t *testing.T) {
	engine := func(body string) string { return "package engine\n" + body }
	finds(t, checkPure, []example{
		{"the clock", "engine/a.go", engine(`import "time"; var t = time.Now()`), "time.Now: the time is an argument"},
		{"the clock as a value", "engine/a.go", engine(`import "time"; var clock = time.Now`), "time.Now"},
		{"the clock by another name", "engine/a.go", engine(`import clock "time"; var t = clock.Now()`), "time.Now"},
		{"everything without a name", "engine/a.go", engine(`import . "time"; var t = Now()`), "dot import"},
		{"a timer", "engine/a.go", engine(`import "time"; var t = time.NewTimer(1)`), "time.NewTimer"},
		{"the machine's zone", "engine/a.go", engine(`import "time"; var zone = time.Local`), "time.Local"},
		{"a duration", "engine/a.go", engine(`import "time"; const day = 24 * time.Hour`), ""},
		{"somebody named time", "engine/a.go", engine(`type w struct{ Now int }; func f(time w) int { return time.Now }`), ""},
		{"global chance", "engine/a.go", engine(`import "math/rand/v2"; var x = rand.Float64()`), "rand.Float64"},
		{"seeded chance", "engine/a.go", engine(`import "math/rand/v2"; var x = rand.New(rand.NewPCG(1, 2)).Float64()`), ""},
		{"old chance", "engine/a.go", engine(`import "math/rand"; var x = rand.Int()`), "math/rand"},
		{"entropy", "engine/a.go", engine(`import "crypto/rand"; var r = rand.Reader`), "crypto/rand"},
		{"a file", "engine/a.go", engine(`import "os"; var f = os.Stdin`), "os"},
		{"a network", "engine/a.go", engine(`import "net/http/httptest"; var s httptest.Server`), "net/http"},
		{"a url", "engine/a.go", engine(`import "net/url"; var u url.URL`), ""},
		{"a reader", "engine/a.go", engine(`import "io"; var r io.Reader`), ""},
		{"printing", "engine/a.go", engine(`import "fmt"; func f() { fmt.Println() }`), "fmt.Println"},
		{"printing by the language", "engine/a.go", engine(`func f() { println() }`), "println"},
		{"formatting", "engine/a.go", engine(`import "fmt"; var s = fmt.Sprint(1)`), ""},
		{"in a test", "engine/a_test.go", engine(`import "os"; var f = os.Stdin`), ""},
		{"in an impure package", "store/a.go", `package store; import "os"; var f = os.Stdin`, ""},
	})
}

func checkPure(all []source) []fault {
	var faults []fault
	for _, s := range all {
		if s.test || !slices.Contains(pure, s.folder()) {
			continue
		}
		faults = append(faults, impureImports(s)...)
		for _, used := range uses(s) {
			if reason := impure(used.path, used.name); reason != "" {
				faults = append(faults, fault(fmt.Sprintf("%s: %s.%s: %s", s.at(used.node), packageName(used.path), used.name, reason)))
			}
		}
	}
	return faults
}

func impureImports(s source) []fault {
	var faults []fault
	for _, spec := range s.syntax.Imports {
		imported := importPath(spec)
		if spec.Name != nil && spec.Name.Name == "." {
			faults = append(faults, fault(s.at(spec)+": a dot import hides what is used of "+imported))
		}
		for name := imported; name != "."; name = path.Dir(name) {
			if reason, found := effects[name]; found && !harmless(imported) {
				faults = append(faults, fault(fmt.Sprintf("%s: %s: %s", s.at(spec), imported, reason)))
			}
		}
	}
	return faults
}

// harmless are packages below an effect that only read and write values.
func harmless(imported string) bool {
	return slices.Contains([]string{"net/url", "net/netip", "net/mail", "math/rand/v2"}, imported)
}

func impure(imported, name string) string {
	switch {
	case imported == "math/rand/v2" && !slices.Contains(seeded, name):
		return "global chance cannot be drawn again: use a source"
	case imported == "" && (name == "print" || name == "println"):
		return "pure code does not print"
	}
	return calls[imported][name]
}

// A use is one mention of a name of an imported package, or, with an empty
// path, of a name that the language declares.
type use struct {
	path, name string
	node       ast.Node
}

// uses are the imported names that a file mentions, called or not, and the
// functions of the language that it calls.
func uses(s source) []use {
	var found []use
	names := importNames(s)
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && names[x.Name] != "" && undeclared(x) {
				found = append(found, use{names[x.Name], n.Sel.Name, n})
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok && undeclared(f) {
				found = append(found, use{"", f.Name, n})
			}
		}
		return true
	})
	return found
}

// undeclared tells a name that the file does not declare, such as an import's,
// from a variable that happens to be called the same. The parser's own notion of
// scope is enough for this; go/types would need every dependency.
func undeclared(name *ast.Ident) bool { return name.Obj == nil }

// importNames are the names by which a file calls what it imports.
func importNames(s source) map[string]string {
	names := map[string]string{}
	for _, spec := range s.syntax.Imports {
		imported := importPath(spec)
		if spec.Name != nil {
			names[spec.Name.Name] = imported
		} else {
			names[packageName(imported)] = imported
		}
	}
	return names
}

var majorVersion = regexp.MustCompile(`/v[0-9]+$`)

// packageName is the name that a package at that path has by custom.
func packageName(imported string) string {
	return path.Base(majorVersion.ReplaceAllString(imported, ""))
}

// Only packages of the picture can be pure: a typing error in the list would excuse one.
func TestPureNamesPackages(t *testing.T) {
	for _, name := range pure {
		if !slices.ContainsFunc(arrows, func(a arrow) bool { return a.from == name }) {
			t.Errorf("%s is not in the picture", name)
		}
	}
}
