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
	value ast.Node // resolved; nil when there is none, or none that can be read
	empty bool     // the file has no value
	place place    // of the value
}

// Has reports whether the file says anything about a field.
func (s *Settings) Has(name string) bool { return s.fields[name] != nil }

// Fault reports what is wrong with a field beyond its kind, unless the catalogue
// has served with it. hint may be empty.
func (s *Settings) Fault(name, problem, hint string) {
	if s.r.served {
		return
	}
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

// Faults are all faults so far, of a reader that cannot go on.
func (s *Settings) Faults() Faults { return s.r.faults.sorted() }

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
	case f == nil && r.required && !s.broken && !s.r.served:
		s.r.fault(s.at, s.sub(name), "is missing", "")
	case f != nil && f.empty:
		s.r.fault(f.at, s.sub(name), "has no value", "give it one or take the field out")
	case f != nil && f.value != nil:
		return f
	}
	return nil
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
		f.value, f.empty = nil, true
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
