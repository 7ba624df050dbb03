package features

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Validate reports every fault of s, as Errors.
func (s Schema) Validate() error {
	var errs Errors
	names := s.checkSignals(&errs)
	s.checkSegments(&errs)
	s.checkInteractions(&errs, names)
	s.checkSize(&errs)
	return errs.err()
}

// checkSignals returns the names that the signals declare, sorted.
func (s Schema) checkSignals(errs *Errors) []string {
	if len(s.Signals) > MaxSignals {
		errs.add("signals", "must be at most %d, not %d", MaxSignals, len(s.Signals))
	}
	names := newNames("", biasName, segmentName)
	for i, sig := range s.Signals {
		field := fmt.Sprintf("signals[%d]", i)
		if sig.Name != "" {
			field = signalField(sig.Name)
		}
		names.check(errs, field, sig.Name)
		sig.check(errs, field)
	}
	return slices.Sorted(maps.Keys(names.seen))
}

func (s Schema) checkSegments(errs *Errors) {
	if len(s.Segments) > MaxSegments {
		errs.add("segments", "must be at most %d, not %d", MaxSegments, len(s.Segments))
	}
	names := newNames("-")
	for i, name := range s.Segments {
		names.check(errs, fmt.Sprintf("segments[%d]", i), name)
	}
}

func (s Schema) checkInteractions(errs *Errors, signals []string) {
	seen := make(map[string]bool, len(s.Interactions))
	for i, in := range s.Interactions {
		field := fmt.Sprintf("interactions[%d].signal", i)
		if _, declared := slices.BinarySearch(signals, in.Signal); !declared {
			errs.add(field, "names %q, which is no signal%s", in.Signal, suggestion(in.Signal, signals))
		} else if seen[in.Signal] {
			errs.add(field, "repeats %q", in.Signal)
		}
		seen[in.Signal] = true
	}
}

// checkSize counts the entries of a vector as the encoder will lay them out.
func (s Schema) checkSize(errs *Errors) {
	if len(*errs) > 0 {
		return // the count would be of something else
	}
	width := make(map[string]int, len(s.Signals))
	dim := 1 + len(s.Segments)
	for _, sig := range s.Signals {
		width[sig.Name] = len(newKind(sig).names(sig.Name)) + 1
		dim += width[sig.Name]
	}
	for _, in := range s.Interactions {
		dim += len(s.Segments) * width[in.Signal]
	}
	if dim > MaxDim {
		errs.add("signals", "make a vector of %d entries with the interactions, more than %d", dim, MaxDim)
	}
}

// names checks that names are plain, distinct and not reserved.
type names struct {
	marks    string // what a name may hold besides letters, digits and underscores
	reserved []string
	seen     map[string]bool
}

func newNames(marks string, reserved ...string) names {
	return names{marks: marks, reserved: reserved, seen: make(map[string]bool)}
}

func (n names) check(errs *Errors, field, name string) {
	switch {
	case name == "":
		errs.add(field, "needs a name")
	case len(name) > MaxNameLength:
		errs.add(field, "must have a name of at most %d bytes, not %d", MaxNameLength, len(name))
	case !n.plain(name):
		errs.add(field, "must be named with letters, digits and %s, a letter first", n.allowed())
	case slices.Contains(n.reserved, name):
		errs.add(field, "must have another name: %s is the encoding's own", name)
	case n.seen[name]:
		errs.add(field, "is declared twice")
	}
	n.seen[name] = true
}

func (n names) allowed() string { return strings.Join(strings.Split("_"+n.marks, ""), " ") }

func (n names) plain(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return strings.Trim(name, letters+"0123456789_"+n.marks) == "" && strings.IndexByte(letters, name[0]) >= 0
}
