package policy

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
)

// A reading is one pass over a source: it knows what has been declared so far
// and gathers the faults.
type reading struct {
	src    *source
	scope  *scope
	places places
	faults Faults
	steps  int
	served bool // the source has served: what is unwise in it is no fault
}

func (r *reading) fault(at place, path, problem, hint string) {
	r.faults = append(r.faults, Fault{Line: at.line, Column: at.column, Path: path, Problem: problem, Hint: hint})
}

// open begins to read a mapping.
func (r *reading) open(path string, n ast.Node) *Settings {
	s := &Settings{r: r, path: path, node: n, at: placeOf(n), fields: make(map[string]*field)}
	if _, named := r.places[path]; !named {
		r.places[path] = s.at
	}
	m, ok := r.resolve(n).(*ast.MappingNode)
	if !ok {
		s.broken = true
		r.fault(s.at, path, "must be a mapping of fields", "")
		return s
	}
	s.collect(m, false, 0)
	return s
}

// resolve follows anchors and aliases to the value they stand for. A tag says
// nothing that a field's kind does not say already, so it is read past. It is
// nil for what cannot be read, which has been reported.
func (r *reading) resolve(n ast.Node) ast.Node {
	at := n
	for range maxDepth {
		if r.steps++; r.steps > maxSteps {
			r.exhausted()
			return nil
		}
		switch v := n.(type) {
		case *ast.AnchorNode:
			n = v.Value
		case *ast.TagNode:
			n = v.Value
		case *ast.AliasNode:
			name := v.Value.GetToken().Value
			if n = r.src.anchors[name]; n == nil {
				r.fault(placeOf(at), "", fmt.Sprintf("no anchor is called %q", name), "")
			}
		default:
			return n
		}
		if n == nil {
			return nil
		}
	}
	r.fault(placeOf(at), "", "leads from alias to alias and never to a value", "")
	return nil
}

// exhausted reports once that aliases have multiplied the file beyond reason.
func (r *reading) exhausted() {
	if r.steps == maxSteps+1 {
		r.fault(place{1, 1}, "", fmt.Sprintf("the catalogue has more than %d values once its aliases are followed", maxSteps), "")
	}
}
