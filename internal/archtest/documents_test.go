package archtest

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Whatever the documents link to, name in code or quote exists: files, folders,
// targets of make, subcommands, and lines of code.
func TestDocuments(t *testing.T) {
	module := growTree(t)
	for _, name := range module.paths {
		if path.Ext(name) != ".md" {
			continue
		}
		holds(t, module.check(name, module.text(name)))
	}
}

// A name of what is not there is found, and prose is left alone.
func TestDocumentsAreSeenToFail(t *testing.T) {
	fixture := tree{
		paths:    []string{"README.md", "Makefile", ".ci", ".ci/run", "docs", "docs/adr", "docs/adr/0001-log.md", "engine", "engine/decide.go", "examples", "examples/shop.yaml"},
		targets:  []string{"test", "lint"},
		commands: []string{"serve", "check"},
		text:     func(string) string { return "package engine\n\nfunc decide() {\n\treturn\n}\n" },
	}
	for _, c := range []struct{ name, doc, text, want string }{
		{"a file", "README.md", "see `engine/decide.go`", ""},
		{"a file that left", "README.md", "see `engine/gone.go`", "engine/gone.go does not exist"},
		{"a line of a file", "README.md", "see `engine/decide.go:12`", ""},
		{"a file by its name alone", "README.md", "see `decide.go`", ""},
		{"a name that no file has", "README.md", "see `gone.go`", "gone.go does not exist"},
		{"a folder", "README.md", "in `engine/`", ""},
		{"a folder that left", "README.md", "in `docs/gone/`", "docs/gone does not exist"},
		{"a hidden folder", "README.md", "`.ci/run`, `.ci/walk`", ".ci/walk does not exist"},
		{"an import path", "README.md", "`proffer/engine`, `proffer/motor`", "motor does not exist"},
		{"a pattern", "README.md", "`examples/*.yaml`", ""},
		{"a pattern without a match", "README.md", "`examples/*.json`", "examples/*.json does not exist"},
		{"a name to fill in", "README.md", "`docs/adr/NNNN-title.md`, `docs/adr/NNNN-NAME.md`", ""},
		{"a link", "README.md", "[log](docs/adr/0001-log.md#why)", ""},
		{"a link from a folder", "docs/adr/0001-log.md", "[up](../../README.md), [down](../gone.md)", "docs/gone.md does not exist"},
		{"a link to elsewhere", "README.md", "[x](https://example.com/a.md), [y](#here), [z](mailto:a@b)", ""},
		{"a target", "README.md", "run `make test`", ""},
		{"a target that left", "README.md", "run `make coffee`", "make coffee"},
		{"a target in a block", "README.md", "```sh\n$ make coffee\n```", "make coffee"},
		{"making up prose", "README.md", "make coffee, `they make coffee`", ""},
		{"a subcommand", "README.md", "`proffer serve --data d`", ""},
		{"a subcommand that left", "README.md", "`proffer fly`", "proffer fly"},
		{"a subcommand in a block", "README.md", "```\n./bin/proffer fly --high\n```", "proffer fly"},
		{"a subcommand from source", "README.md", "```\ngo run ./cmd/proffer fly\n```", "proffer fly"},
		{"a path after a subcommand", "README.md", "`proffer check examples/gone.yaml`", "examples/gone.yaml does not exist"},
		{"proffer in prose", "README.md", "proffer flies, and `proffer: thing`", ""},
		{"paths of other worlds", "README.md", "`GET /v1/rank`, `application/json`, `a/b`, `github.com/a/b.go`, `/etc/passwd.md`, `bin/proffer`", ""},
		{"a quotation", "README.md", "```go engine/decide.go\npackage engine\n…\n\treturn\n```", ""},
		{"a quotation of what has changed", "README.md", "```go engine/decide.go\npackage engine\n…\n\tpanic(1)\n```", "no longer says"},
		{"a file's content", "README.md", "```hex\nproffer fly 01 02\n```", ""},
		{"go in a block", "README.md", "```go\nmake(map[string]bool)\n```", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			faults := fixture.check(c.doc, c.text)
			if len(faults) != min(len(c.want), 1) {
				t.Fatalf("got %q, want %d faults", faults, min(len(c.want), 1))
			}
			if c.want != "" && !strings.Contains(string(faults[0]), c.want) {
				t.Errorf("got %q, want %q", faults[0], c.want)
			}
		})
	}
}

var (
	fence      = regexp.MustCompile("(?ms)^ *```([^\n]*)\n(.*?)^ *```")
	span       = regexp.MustCompile("`([^`\n]+)`")
	quotation  = regexp.MustCompile("(?ms)^```go (\\S+)\n(.*?)^```")
	link       = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	makes      = regexp.MustCompile(`^(?:\$ )?make ([a-z][a-z-]*)`)
	runs       = regexp.MustCompile(`^(?:\$ )?(?:go run \./cmd/|\./bin/)?proffer ([a-z]+)\b`)
	plain      = regexp.MustCompile(`^[A-Za-z0-9_.*/-]+$`)
	lineNumber = regexp.MustCompile(`:[0-9]+$`)
	toFill     = regexp.MustCompile(`NNNN|NAME`)
)

// check says what a document names that is not there.
func (r tree) check(doc, text string) []fault {
	var faults []fault
	missing := func(what string) { faults = append(faults, fault(doc+": "+what)) }
	for _, code := range commandsIn(text) {
		if m := makes.FindStringSubmatch(code); m != nil && !slices.Contains(r.targets, m[1]) {
			missing("the Makefile has no target for make " + m[1])
		}
		if m := runs.FindStringSubmatch(code); m != nil && !slices.Contains(r.commands, m[1]) {
			missing("there is no subcommand proffer " + m[1])
		}
		for word := range strings.FieldsSeq(code) {
			if name, claimed := r.claims(word); claimed && !r.has(name) {
				missing(name + " does not exist")
			}
		}
	}
	for _, m := range quotation.FindAllStringSubmatch(text, -1) {
		for piece := range strings.SplitSeq(m[2], "…\n") {
			if quoted := r.text(m[1]); !strings.Contains(quoted, piece) {
				missing(fmt.Sprintf("%s no longer says:\n%s", m[1], piece))
			}
		}
	}
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		target, _, _ := strings.Cut(m[1], "#")
		if target == "" || strings.Contains(target, ":") {
			continue
		}
		if name := path.Join(path.Dir(doc), target); !r.has(name) {
			missing(name + " does not exist")
		}
	}
	return faults
}

// terminals are the languages of blocks whose lines somebody would type.
var terminals = []string{"", "sh", "bash", "console"}

// commandsIn are the pieces of a document that name things: spans of code, and
// the lines of blocks that stand for a terminal.
func commandsIn(text string) []string {
	var pieces []string
	for _, m := range fence.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(terminals, m[1]) {
			continue
		}
		for line := range strings.Lines(m[2]) {
			pieces = append(pieces, strings.TrimSpace(line))
		}
	}
	for _, m := range span.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		pieces = append(pieces, m[1])
	}
	return pieces
}

// claims tells a path of ours from the other words with a slash or a dot that
// code is full of: it begins with our module or a folder of ours, or it ends as
// our sources do and does not begin with a host or at the root of a disk. Of a
// name that the reader is to fill in, only the folder is claimed.
func (r tree) claims(word string) (name string, claimed bool) {
	word = lineNumber.ReplaceAllString(strings.TrimRight(word, ",;"), "")
	word = strings.TrimSuffix(strings.TrimPrefix(word, "./"), "/")
	if toFill.MatchString(word) {
		word = path.Dir(word)
	}
	name, ours := strings.CutPrefix(word, module+"/")
	first, _, deep := strings.Cut(name, "/")
	source := path.Ext(name) == ".go" || path.Ext(name) == ".md"
	switch {
	case !plain.MatchString(name) || first == "" || first == "..":
		return name, false
	case ours || slices.Contains(r.paths, first):
		return name, true
	default:
		return name, source && !strings.HasPrefix(name, "*") && !(deep && strings.Contains(first, "."))
	}
}

// has reports whether a path, a pattern of one, or a file's name alone is in the tree.
func (r tree) has(name string) bool {
	return slices.ContainsFunc(r.paths, func(p string) bool {
		matched, err := path.Match(name, p)
		return err == nil && matched || !strings.Contains(name, "/") && path.Base(p) == name
	})
}
