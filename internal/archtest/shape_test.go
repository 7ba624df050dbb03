package archtest

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
)

// The ceilings. Most files are 50 to 200 lines and most functions under 20;
// what comes near a ceiling holds two ideas.
const (
	maxFileLines     = 400
	maxFunctionLines = 60
	maxMethods       = 3 // of an exported interface: more than that is a class, not a need
)

// nameless are package names that say nothing about what is inside.
var nameless = []string{"util", "utils", "common", "types", "models", "helpers", "misc", "base"}

// Files, functions and interfaces stay small, packages are named for what they
// hold, and nothing runs because it was imported.
func TestShape(t *testing.T) { holds(t, checkShape(sources(t))) }

// Every package says what it is for.
func TestPackageComments(t *testing.T) { holds(t, checkComments(sources(t))) }

// Whatever outgrows its shape is found.
func TestShapeIsSeenToFail(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("\n", n) }
	finds(t, checkShape, []example{
		{"a file at the ceiling", "engine/a.go", "package engine" + lines(maxFileLines), ""},
		{"a file above it", "engine/a.go", "package engine" + lines(maxFileLines+1), "401 lines"},
		{"a long test", "engine/a_test.go", "package engine" + lines(maxFileLines+1), ""},
		{"a function at the ceiling", "engine/a.go", "package engine\nfunc f() {" + lines(maxFunctionLines-1) + "}", ""},
		{"a function above it", "engine/a.go", "package engine\nfunc f() {" + lines(maxFunctionLines) + "}", "f has 61 lines"},
		{"a method above it", "engine/a.go", "package engine\ntype t int\nfunc (t) m() {" + lines(maxFunctionLines) + "}", "m has 61 lines"},
		{"a wide interface", "engine/a.go", "package engine\ntype I interface { A(); B(); C(); D() }", "4 methods"},
		{"a wide interface that nobody else fulfils", "engine/a.go", "package engine\ntype i interface { A(); B(); C(); D() }", ""},
		{"an interface of interfaces", "engine/a.go", "package engine\ntype I interface { A; B; C; D }", ""},
		{"init", "engine/a.go", "package engine\nfunc init() {}", "init"},
		{"init in a test", "engine/a_test.go", "package engine\nfunc init() {}", "init"},
		{"a method called init", "engine/a.go", "package engine\ntype t int\nfunc (t) init() {}", ""},
		{"a nameless package", "engine/util/a.go", "package util", "says nothing"},
		{"a nameless package elsewhere", "engine/a.go", "package helpers", "says nothing"},
	})
	finds(t, checkComments, []example{
		{"no comment", "engine/a.go", "package engine", "no package comment"},
		{"a licence is not one", "engine/a.go", "// Copyright nobody.\n\npackage engine", "no package comment"},
		{"a comment", "engine/a.go", "// Package engine decides.\npackage engine", ""},
		{"a command", "cmd/proffer/main.go", "// Proffer serves offers.\npackage main", ""},
		{"another package's", "engine/a.go", "// Package motor decides.\npackage engine", "does not begin"},
	})
}

func checkShape(all []source) []fault {
	var faults []fault
	for _, s := range all {
		if !s.test && s.lines > maxFileLines {
			faults = append(faults, fault(fmt.Sprintf("%s: %d lines, over %d", s.path, s.lines, maxFileLines)))
		}
		for _, name := range []string{path.Base(s.folder()), s.syntax.Name.Name} {
			if slices.Contains(nameless, name) {
				faults = append(faults, fault(fmt.Sprintf("%s: a package called %s says nothing of what is in it", s.path, name)))
			}
		}
		faults = append(faults, misshapen(s)...)
	}
	return faults
}

// misshapen are the declarations of one file that are too large, or run by themselves.
func misshapen(s source) []fault {
	var faults []fault
	ast.Inspect(s.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				faults = append(faults, fault(s.at(n)+": init runs because of an import: let the caller call it"))
			}
			if got := length(s, n); !s.test && got > maxFunctionLines {
				faults = append(faults, fault(fmt.Sprintf("%s: %s has %d lines, over %d", s.at(n), n.Name.Name, got, maxFunctionLines)))
			}
		case *ast.TypeSpec:
			if got := methods(n); !s.test && n.Name.IsExported() && got > maxMethods {
				faults = append(faults, fault(fmt.Sprintf("%s: %s is an interface of %d methods, over %d", s.at(n), n.Name, got, maxMethods)))
			}
		}
		return true
	})
	return faults
}

func length(s source, f *ast.FuncDecl) int {
	return s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1
}

// methods counts what an interface names itself; what it embeds has been counted there.
func methods(t *ast.TypeSpec) int {
	i, ok := t.Type.(*ast.InterfaceType)
	if !ok {
		return 0
	}
	named := 0
	for _, field := range i.Methods.List {
		named += len(field.Names)
	}
	return named
}

func checkComments(all []source) []fault {
	var faults []fault
	described := map[string]bool{}
	for _, s := range all {
		if s.test {
			continue
		}
		name, doc := s.syntax.Name.Name, s.syntax.Doc.Text()
		described[s.folder()] = described[s.folder()] || doc != ""
		if doc != "" && name != "main" && !strings.HasPrefix(doc, "Package "+name+" ") {
			faults = append(faults, fault(fmt.Sprintf("%s: the package comment does not begin with \"Package %s\"", s.path, name)))
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(described)) {
		if !described[folder] {
			faults = append(faults, fault(folder+": no package comment: say what it is for, what it refuses to know and what always holds"))
		}
	}
	return faults
}
