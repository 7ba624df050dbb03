package policy

import (
	"fmt"
	"slices"

	"proffer/features"
)

// Condition reads an expression over the catalogue's signals. It is nil when
// there is none, and when it is faulty.
func (s *Settings) Condition(name string, opts ...Option) *Condition {
	r := newRule(0, 0, opts)
	f := s.ask(name, &shape{Type: "string", MaxLength: maxExpression}, r)
	switch {
	case f == nil && r.fallback == nil || s.shape != nil:
		return nil
	case f == nil:
		return s.presumed(name, or[string](r))
	}
	words, problem, hint := text(f.value, r)
	if problem != "" {
		s.r.fault(f.place, s.sub(name), problem, hint)
		return nil
	}
	c, flaws := s.r.scope.conditions.compile(words)
	for _, w := range flaws {
		s.r.fault(s.r.src.locate(f, words, w.offset), s.sub(name), w.problem, w.hint)
	}
	return c
}

// presumed compiles the condition that silence stands for. It may need a signal
// that this catalogue does not declare, and then silence is a fault.
func (s *Settings) presumed(name, words string) *Condition {
	c, flaws := s.r.scope.conditions.compile(words)
	if len(flaws) > 0 {
		s.r.fault(s.at, s.sub(name), fmt.Sprintf("is missing, and %s cannot stand in for it: %s", words, flaws[0].problem), "")
	}
	return c
}

// Signal reads the name of a declared signal of one of the types; no types allow
// all.
func (s *Settings) Signal(name string, types []features.Type, opts ...Option) string {
	r := newRule(0, 0, opts)
	f := s.ask(name, &shape{Type: "string"}, r)
	switch {
	case f == nil && r.fallback == nil || s.shape != nil:
		return ""
	case f == nil:
		return s.presumedSignal(name, or[string](r), types)
	}
	word, problem, hint := text(f.value, r)
	if problem == "" {
		problem, hint = s.r.scope.conditions.unfit(word, types)
	}
	if problem != "" {
		s.r.fault(f.place, s.sub(name), problem, hint)
		return ""
	}
	return word
}

func (s *Settings) presumedSignal(name, word string, types []features.Type) string {
	if problem, _ := s.r.scope.conditions.unfit(word, types); problem != "" {
		s.r.fault(s.at, s.sub(name), fmt.Sprintf("is missing, and %s cannot stand in for it: %s", word, problem), "")
		return ""
	}
	return word
}

// unfit says why a name is not that of a signal of one of the types.
func (k *conditions) unfit(name string, types []features.Type) (problem, hint string) {
	s, declared := k.signals[name]
	switch {
	case k.doubted[name]:
		return "", ""
	case !declared:
		return fmt.Sprintf("no signal is called %q", clip(name)), suggest(name, k.names)
	case len(types) > 0 && !slices.Contains(types, s.Type):
		words := make([]string, len(types))
		for i, t := range types {
			words[i] = string(t)
		}
		return fmt.Sprintf("must be a signal of type %s, and %s is a %s", listed(words), name, s.Type), ""
	}
	return "", ""
}
