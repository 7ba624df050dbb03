package features

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Read types raw values, which come from JSON (float64, bool, string, []any,
// nil) or from Go (int, int64, []string and time.Duration besides). A value of
// nil is missing. They are written to dst, which must be empty, or nil for one
// that is made; but where all are of their types already, they are raw itself,
// and dst stays empty. The error is Errors, one for every signal that is not
// declared or whose value is refused; there are then no Values, and dst is undefined.
func (e *Encoder) Read(dst Values, raw map[string]any) (Values, error) {
	if len(raw) > MaxSignals {
		var errs Errors
		errs.add("signals", "must be at most %d, not %d", MaxSignals, len(raw))
		return nil, errs
	}
	if len(raw) > 0 && e.typed(raw) {
		return raw, nil
	}
	if dst == nil {
		dst = make(Values, len(raw))
	}
	var errs Errors
	declared := 0
	for i := range e.signals {
		s := &e.signals[i]
		value, sent := raw[s.name]
		if !sent {
			continue
		}
		declared++
		if value == nil {
			continue
		}
		typed, problem := s.kind.read(value)
		if problem != "" {
			errs.add(signalField(s.name), "%s", problem)
			continue
		}
		dst[s.name] = typed
	}
	if declared < len(raw) {
		e.refuse(&errs, raw)
	}
	if len(errs) > 0 {
		return nil, errs.sorted()
	}
	return dst, nil
}

// typed reports whether raw has nothing but values that are kept as they came.
func (e *Encoder) typed(raw map[string]any) bool {
	declared := 0
	for i := range e.signals {
		s := &e.signals[i]
		value, sent := raw[s.name]
		if !sent {
			continue
		}
		if !s.keeps(value) {
			return false
		}
		if _, problem := s.kind.read(value); problem != "" {
			return false
		}
		declared++
	}
	return declared == len(raw)
}

// keeps reports whether a value that can be read is left as it is. A duration
// never is: it comes as a text or a number.
func (s *signal) keeps(value any) bool {
	switch value.(type) {
	case float64, string, bool:
		_, long := s.kind.(duration)
		return !long
	}
	return false
}

// refuse adds an error for every signal that is not declared.
func (e *Encoder) refuse(errs *Errors, raw map[string]any) {
	for name := range raw {
		if _, declared := e.byName[name]; !declared {
			errs.add(signalField(name), "is not declared%s", e.suggest(name))
		}
	}
}

func (e *Encoder) suggest(name string) string {
	return suggestion(name, slices.Sorted(maps.Keys(e.byName)))
}

// signalField is the field of a signal. The name may be anything that a caller
// sent, so it is made valid and cut to length.
func signalField(name string) string {
	name = strings.ToValidUTF8(name, string(utf8.RuneError))
	if len(name) <= MaxNameLength {
		return "signals." + name
	}
	cut := MaxNameLength
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return "signals." + name[:cut] + "…"
}
