package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path that every import of our own packages begins with.
const module = "proffer"

// A source is one Go file of the module.
type source struct {
	path   string // slash-separated, from the root of the module
	test   bool
	lines  int
	syntax *ast.File
	set    *token.FileSet
}

// folder is the package's path inside the module, "engine" for engine/decide.go.
func (s source) folder() string { return path.Dir(s.path) }

// at says where a node stands, the way compilers do.
func (s source) at(n ast.Node) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(n.Pos()).Line)
}

// imports are the paths that the file imports.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.syntax.Imports {
		paths = append(paths, importPath(spec))
	}
	return paths
}

func importPath(spec *ast.ImportSpec) string {
	text, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic("archtest: the parser accepted the import path " + spec.Path.Value)
	}
	return text
}

// read parses text as the file of that path.
func read(tb testing.TB, path, text string) source {
	tb.Helper()
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, path, text, parser.ParseComments)
	if err != nil {
		tb.Fatal(err)
	}
	return source{
		path:   path,
		test:   strings.HasSuffix(path, "_test.go"),
		lines:  strings.Count(text, "\n"),
		syntax: syntax,
		set:    set,
	}
}

// root is the directory of the module, seen from this package.
const root = "../.."

// sources are all Go files of the module, whatever their build tags.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	for _, name := range files(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, read(t, name, string(text)))
	}
	return all
}

// files are the paths of all files of the module, without what Go ignores:
// test data, and folders that begin with a dot or an underscore.
func files(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && ignored(name):
			return fs.SkipDir
		case !entry.IsDir():
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func ignored(folder string) bool {
	base := path.Base(folder)
	return base == "testdata" || len(base) > 1 && strings.ContainsRune("._", rune(base[0]))
}

// A fault is one sentence about one place.
type fault string

// holds fails the test with every fault of the module.
func holds(t *testing.T, faults []fault) {
	t.Helper()
	for _, f := range faults {
		t.Error(string(f))
	}
}

// finds is the law that a check can fail: one source as it must not be, with
// the words that the fault must contain, or none if the source is as it must be.
func finds(t *testing.T, check func([]source) []fault, cases []example) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			faults := check([]source{read(t, c.path, c.text)})
			switch {
			case c.want == "" && len(faults) > 0:
				t.Errorf("got %q, want no fault", faults)
			case c.want != "" && !slices.ContainsFunc(faults, func(f fault) bool { return strings.Contains(string(f), c.want) }):
				t.Errorf("got %q, want one that says %q", faults, c.want)
			}
		})
	}
}

// An example is a source that a check is shown.
type example struct{ name, path, text, want string }
