package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A tree is what a document can name: files and their folders, the targets of
// the Makefile and the subcommands of proffer. The text of a file that is not
// there is empty.
type tree struct {
	paths    []string
	targets  []string
	commands []string
	text     func(path string) string
}

// growTree reads what the module offers to be named.
func growTree(t *testing.T) tree {
	t.Helper()
	var r tree
	for _, name := range files(t) {
		for ; name != "."; name = path.Dir(name) {
			r.paths = append(r.paths, name)
		}
	}
	// What a dot hides from Go is not hidden from a reader.
	hidden, err := filepath.Glob(filepath.Join(root, ".ci", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range hidden {
		r.paths = append(r.paths, ".ci", ".ci/"+filepath.Base(name))
	}
	r.text = func(name string) string {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return ""
		}
		return string(text)
	}
	r.targets = targets(r.text("Makefile"))
	r.commands = subcommands(sources(t))
	return r
}

var target = regexp.MustCompile(`(?m)^([a-z][a-z-]*):`)

func targets(makefile string) []string {
	var names []string
	for _, m := range target.FindAllStringSubmatch(makefile, -1) {
		names = append(names, m[1])
	}
	return names
}

// subcommands are the first words of what cmd/proffer declares as Use, which
// is how cobra names a command.
func subcommands(all []source) []string {
	names := []string{"help", "completion"} // cobra's own
	for _, s := range all {
		if s.test || !strings.HasPrefix(s.path, "cmd/proffer/") {
			continue
		}
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			field, ok := n.(*ast.KeyValueExpr)
			if !ok || fmt.Sprint(field.Key) != "Use" {
				return true
			}
			if value, ok := field.Value.(*ast.BasicLit); ok && value.Kind == token.STRING {
				if use, err := strconv.Unquote(value.Value); err == nil {
					name, _, _ := strings.Cut(use, " ")
					names = append(names, name)
				}
			}
			return true
		})
	}
	return names
}

// Subcommands are found where cobra finds them.
func TestSubcommands(t *testing.T) {
	got := subcommands([]source{
		read(t, "cmd/proffer/check.go", "package main\nvar c = Command{Use: \"check FILE\", Short: \"serve nothing\"}"),
		read(t, "engine/a.go", "package engine\nvar c = Command{Use: \"fly\"}"),
	})
	if !slices.Contains(got, "check") || slices.Contains(got, "fly") || slices.Contains(got, "serve") {
		t.Errorf("got %q, want check, and neither fly nor serve", got)
	}
}
