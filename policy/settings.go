package policy

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
)

// Settings read one mapping of a catalogue strictly: every field is asked for by
// name and kind, whatever is wrong with it is a fault at its own line and
// column, and what nobody asked for is a fault as well. A field that is faulty
// or absent reads as what Or gave for it, or as zero.
//
// The readers are the field table: the JSON Schema for editors is made by
// running them too, so that it knows the same fields. Settings are for one
// goroutine.
type Settings struct {
	r      *reading
	path   string
	node   ast.Node // as the file has it
	at     place
	fields map[string]*field
	order  []string // of the fields in the file
	known  []string // the names asked for
	broken bool     // not a mapping: one fault is enough
	free   bool     // fields that nobody asked for are another package's
	shape  *shape   // not nil: describe the fields instead of reading them
}

// A field is one entry of a mapping.
type field struct {
	at    place    // of the key
	value ast.Node // resolved; nil when there is none
	place place    // of the value
}

// Has reports whether the file says anything about a field.
func (s *Settings) Has(name string) bool { return s.fields[name] != nil }

// Fault reports what is wrong with a field beyond its kind. hint may be empty.
func (s *Settings) Fault(name, problem, hint string) {
	at := s.at
	if f := s.fields[name]; f != nil {
		at = f.place
	}
	s.r.fault(at, s.sub(name), problem, hint)
}

// Done reports the fields that nobody asked for, and returns all faults so far.
func (s *Settings) Done() Faults {
	s.close()
	return s.r.faults.sorted()
}

// close reports the fields that nobody asked for.
func (s *Settings) close() {
	if s.free {
		return
	}
	asked := make(map[string]bool, len(s.known))
	for _, name := range s.known {
		asked[name] = true
	}
	for _, name := range s.order {
		if !asked[name] {
			s.r.fault(s.fields[name].at, s.sub(name), "unknown field", suggest(name, s.known))
		}
	}
}

// sub is the path of a field.
func (s *Settings) sub(name string) string {
	if s.path == "" {
		return name
	}
	return s.path + "." + name
}

// ask notes that a field exists, and finds it in the file. It is nil when there
// is nothing to read, which has been reported if it is a fault.
func (s *Settings) ask(name string, sh *shape, r rule) *field {
	s.known = append(s.known, name)
	if s.shape != nil {
		s.shape.add(name, sh, r)
		return nil
	}
	f := s.fields[name]
	switch {
	case f == nil && r.required && !s.broken:
		s.r.fault(s.at, s.sub(name), "is missing", "")
	case f != nil && f.value == nil:
		s.r.fault(f.at, s.sub(name), "has no value", "give it one or take the field out")
		return nil
	}
	return f
}

// A reading is one pass over a source: it knows what has been declared so far
// and gathers the faults.
type reading struct {
	src    *source
	scope  *scope
	places map[string]place // where each field and mapping begins, by path
	faults Faults
	steps  int
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

// collect takes up the entries of a mapping. Those of a mapping that is merged
// into it count where it does not say otherwise itself.
func (s *Settings) collect(m *ast.MappingNode, merged bool, depth int) {
	for _, entry := range m.Values {
		if entry.Key.Type() != ast.MergeKeyType {
			s.take(entry, merged)
		}
	}
	for _, entry := range m.Values {
		if entry.Key.Type() == ast.MergeKeyType {
			s.merge(entry.Value, depth+1)
		}
	}
}

func (s *Settings) take(entry *ast.MappingValueNode, merged bool) {
	at := placeOf(entry.Key)
	name, ok := keyText(s.r.resolve(entry.Key))
	if !ok {
		s.r.fault(at, s.path, "must be named by plain text", "")
		return
	}
	if first := s.fields[name]; first != nil {
		if !merged {
			s.r.fault(at, s.sub(name), fmt.Sprintf("is said twice, first on line %d", first.at.line), "")
		}
		return
	}
	f := &field{at: at, place: placeOf(entry.Value), value: s.r.resolve(entry.Value)}
	if f.value != nil && f.value.Type() == ast.NullType {
		f.value = nil
	}
	s.fields[name] = f
	s.order = append(s.order, name)
	s.r.places[s.sub(name)] = at
}

// merge takes up what "<<" names: a mapping or a list of them, the first first.
func (s *Settings) merge(n ast.Node, depth int) {
	switch m := s.r.resolve(n).(type) {
	case *ast.MappingNode:
		if depth <= maxDepth {
			s.collect(m, true, depth)
			return
		}
	case *ast.SequenceNode:
		if depth <= maxDepth {
			for _, each := range m.Values {
				s.merge(each, depth+1)
			}
			return
		}
	}
	s.r.fault(placeOf(n), s.path, "can only merge a mapping, and none into itself", "")
}

func keyText(n ast.Node) (string, bool) {
	switch k := n.(type) {
	case *ast.MappingKeyNode:
		if k.Value == nil {
			return "", false
		}
		return keyText(k.Value)
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode:
		return n.GetToken().Value, true
	}
	return "", false
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
