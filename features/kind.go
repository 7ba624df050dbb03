package features

// A kind is what a signal's type can do.
type kind interface {
	// names lists the slots of a signal's values, all but the one for missing.
	names(signal string) []string
	// read returns raw with the type's Go type, or else what is wrong with it.
	read(raw any) (value any, problem string)
	// encode adds value's slots, counted from first. It adds nothing and
	// reports false if value is not of the type: it then counts as missing.
	encode(dst Vector, first int32, value any) (Vector, bool)
}

// newKind is the kind of a valid signal.
func newKind(s Signal) kind {
	switch s.Type {
	case Count:
		return count{newNumber(s)}
	case Boolean:
		return boolean{}
	case Category:
		return category{newVocabulary(s)}
	case Set:
		return set{newVocabulary(s)}
	case Duration:
		return duration{newNumber(s)}
	default:
		return newNumber(s)
	}
}

// effectiveScale is the scale that an empty one stands for.
func (s Signal) effectiveScale() Scale {
	switch {
	case s.Scale != "":
		return s.Scale
	case s.Type == Count || s.Type == Duration:
		return Log
	default:
		return None
	}
}

// effectiveBuckets is the number of slots that hashed values share.
func (s Signal) effectiveBuckets() int {
	if s.Buckets == 0 {
		return defaultBuckets
	}
	return s.Buckets
}

// mismatch is the problem of a raw value of another type.
func mismatch(want string, raw any) string {
	return "must be " + want + ", not " + describe(raw)
}

func describe(raw any) string {
	switch raw.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case string:
		return "a string"
	case float64, int, int64:
		return "a number"
	case []any, []string:
		return "a list"
	case map[string]any:
		return "an object"
	default:
		return "a value of another type"
	}
}
