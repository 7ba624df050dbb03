package features

import "fmt"

// check reports what is wrong with the signal's figures, each under its own field.
func (s Signal) check(errs *Errors, field string) {
	switch s.Type {
	case Number, Count, Duration:
		s.checkScale(errs, field)
		s.refuseValues(errs, field)
	case Category, Set:
		s.refuseScale(errs, field)
		s.checkValues(errs, field)
	case Boolean:
		s.refuseScale(errs, field)
		s.refuseValues(errs, field)
	default:
		types := []Type{Number, Count, Boolean, Category, Set, Duration}
		errs.add(field+".type", "must be one of %s, not %q", list(types), s.Type)
	}
}

func (s Signal) checkScale(errs *Errors, field string) {
	switch s.Scale {
	case Standard:
		if !finite(s.Mean) {
			errs.add(field+".mean", "must be finite")
		}
		if !(s.SD > 0 && finite(s.SD)) {
			errs.add(field+".sd", "must be above 0 and finite")
		}
	case None, Log, "":
		s.refuseMoments(errs, field)
	default:
		errs.add(field+".scale", "must be one of %s, not %q", list([]Scale{None, Log, Standard}), s.Scale)
	}
}

func (s Signal) refuseScale(errs *Errors, field string) {
	if s.Scale != "" {
		errs.add(field+".scale", "must be left out: a %s has none", s.Type)
	}
	s.refuseMoments(errs, field)
}

func (s Signal) refuseMoments(errs *Errors, field string) {
	if s.Mean != 0 {
		errs.add(field+".mean", "must be left out unless the scale is standard")
	}
	if s.SD != 0 {
		errs.add(field+".sd", "must be left out unless the scale is standard")
	}
}

func (s Signal) checkValues(errs *Errors, field string) {
	if len(s.Values) > MaxValues {
		errs.add(field+".values", "must be at most %d, not %d", MaxValues, len(s.Values))
		return
	}
	seen := make(map[string]bool, len(s.Values))
	for i, text := range s.Values {
		at := fmt.Sprintf("%s.values[%d]", field, i)
		switch problem := textProblem(text); {
		case problem != "":
			errs.add(at, "%s", problem)
		case text == "":
			errs.add(at, "must not be empty")
		case text == otherValue || text == missingValue:
			errs.add(at, "must not be %q: the encoding has a slot of that name", text)
		case seen[text]:
			errs.add(at, "repeats %q", text)
		}
		seen[text] = true
	}
	switch {
	case len(s.Values) > 0 && s.Buckets != 0:
		errs.add(field+".buckets", "must be left out: known values are not hashed")
	case s.Buckets < 0 || s.Buckets > MaxBuckets:
		errs.add(field+".buckets", "must be from 1 to %d, not %d", MaxBuckets, s.Buckets)
	}
}

func (s Signal) refuseValues(errs *Errors, field string) {
	if len(s.Values) > 0 {
		errs.add(field+".values", "must be left out: only a category or a set has them")
	}
	if s.Buckets != 0 {
		errs.add(field+".buckets", "must be left out: only a category or a set is hashed")
	}
}

// list is the words as they are written in a sentence.
func list[T ~string](words []T) string {
	text := ""
	for i, word := range words {
		if i > 0 {
			text += ", "
		}
		text += string(word)
	}
	return text
}
