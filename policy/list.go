package policy

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// Strings reads a list of texts, each said once.
func (s *Settings) Strings(name string, opts ...Option) []string {
	return s.words(name, &shape{Description: "One text.", Type: "string", MaxLength: maxText}, newRule(0, 0, opts), text)
}

// Enums reads a list of a few words, each said once.
func (s *Settings) Enums(name string, allowed []string, opts ...Option) []string {
	return s.words(name, &shape{Description: "One of the words.", Enum: allowed}, newRule(0, 0, opts), oneOf(allowed))
}

// Placements reads a list of the catalogue's placements.
func (s *Settings) Placements(name string, opts ...Option) []string {
	return s.references(name, "placement", s.r.scope.placements, opts)
}

// Triggers reads a list of the catalogue's triggers.
func (s *Settings) Triggers(name string, opts ...Option) []string {
	return s.references(name, "trigger", s.r.scope.triggers, opts)
}

// Segments reads a list of the catalogue's segments.
func (s *Settings) Segments(name string, opts ...Option) []string {
	return s.references(name, "segment", s.r.scope.segments, opts)
}

// Offers reads a list of ids of the catalogue's offers.
func (s *Settings) Offers(name string, opts ...Option) []string {
	return s.references(name, "offer", s.r.scope.offers, opts)
}

// Types reads a list of types that the catalogue's offers have.
func (s *Settings) Types(name string, opts ...Option) []string {
	return s.references(name, "type of offer", s.r.scope.types, opts)
}

// Placement reads the name of one placement.
func (s *Settings) Placement(name string, opts ...Option) string {
	return scalar(s, name, &shape{Type: "string"}, newRule(0, 0, opts), known("placement", s.r.scope.placements))
}

// references reads a list of names that are declared elsewhere.
func (s *Settings) references(name, what string, declared []string, opts []Option) []string {
	return s.words(name, &shape{Description: "One " + what + " of this catalogue, by name.", Type: "string"}, newRule(0, 0, opts), known(what, declared))
}

// known parses a name that is declared elsewhere in the catalogue.
func known(what string, declared []string) func(ast.Node, rule) (string, string, string) {
	return func(n ast.Node, r rule) (string, string, string) {
		word, problem, hint := text(n, r)
		if problem == "" && !slices.Contains(declared, word) {
			problem, hint = fmt.Sprintf("no %s is called %q", what, clip(word)), suggest(word, declared)
		}
		return word, problem, hint
	}
}

// words reads a list whose every entry parse understands.
func (s *Settings) words(name string, item *shape, r rule, parse func(ast.Node, rule) (string, string, string)) []string {
	f := s.ask(name, &shape{Type: "array", Items: item, MinItems: 1}, r)
	if f == nil {
		return or[[]string](r)
	}
	var words []string
	n := s.each(name, f, func(path string, n ast.Node) {
		at := placeOf(n)
		s.r.places[path] = at
		value := s.r.resolve(n)
		if value == nil {
			return
		}
		switch word, problem, hint := parse(value, r); {
		case problem != "":
			s.r.fault(at, path, problem, hint)
		case slices.Contains(words, word):
			s.r.fault(at, path, fmt.Sprintf("repeats %q", clip(word)), "")
		default:
			words = append(words, word)
		}
	})
	if n == 0 {
		s.Fault(name, "names nothing", "leave it out")
	}
	if len(words) == 0 {
		return or[[]string](r)
	}
	return words
}

// list reads a list of mappings. The caller's function gets each in turn.
func (s *Settings) list(name string, read func(*Settings), opts ...Option) {
	r := newRule(0, 0, opts)
	item := s.describe(r.entry, read)
	f := s.ask(name, &shape{Type: "array", Items: item, MinItems: r.least()}, r)
	if f == nil {
		return
	}
	n := s.each(name, f, func(path string, n ast.Node) { s.r.enter(path, n, read) })
	if n == 0 && r.least() > 0 {
		s.Fault(name, "must have at least one entry", "")
	}
}

// each calls visit for every entry of a list, and returns how many there are.
func (s *Settings) each(name string, f *field, visit func(path string, n ast.Node)) int {
	list, ok := f.value.(*ast.SequenceNode)
	if !ok {
		s.Fault(name, "must be a list", "")
		return -1
	}
	for i, n := range list.Values {
		visit(fmt.Sprintf("%s[%d]", s.sub(name), i), n)
	}
	return len(list.Values)
}

// named reads a mapping of mappings, in the order of the file.
func (s *Settings) named(name string, keys naming, read func(key string, s *Settings), opts ...Option) {
	r := newRule(0, 0, opts)
	item := s.describe(r.entry, func(each *Settings) { read("", each) })
	f := s.ask(name, &shape{Type: "object", Others: item, MinEntries: r.least()}, r)
	if f == nil {
		return
	}
	all := s.r.open(s.sub(name), f.value)
	for _, key := range all.order {
		entry := all.fields[key]
		switch problem := keys.misnamed(key); {
		case problem != "":
			s.r.fault(entry.at, all.sub(key), problem, "")
		case entry.empty:
			all.Fault(key, "has no value", "")
		case entry.value != nil:
			s.r.enter(all.sub(key), entry.value, func(each *Settings) { read(key, each) })
		}
	}
	if len(all.order) == 0 && r.least() > 0 && !all.broken {
		s.Fault(name, "must have at least one entry", "")
	}
}

// within reads one mapping.
func (s *Settings) within(name string, read func(*Settings), opts ...Option) {
	r := newRule(0, 0, opts)
	if f := s.ask(name, s.describe("", read), r); f != nil {
		s.r.enter(s.sub(name), f.value, read)
	}
}

// enter reads a mapping whole: its fields, and what is none of them.
func (r *reading) enter(path string, n ast.Node, read func(*Settings)) {
	s := r.open(path, n)
	read(s)
	s.close()
}

// least is how many entries a required list or mapping has at least.
func (r rule) least() int {
	if r.required {
		return 1
	}
	return 0
}
