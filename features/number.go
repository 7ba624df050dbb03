package features

import "math"

// A number is encoded as itself, scaled.
type number struct{ scaling }

func newNumber(s Signal) number {
	return number{scaling{scale: s.effectiveScale(), mean: s.Mean, sd: s.SD}}
}

func (number) names(signal string) []string { return []string{signal} }

// scalingOf is how a kind whose values are float64 is scaled, nil for another.
func scalingOf(k kind) *scaling {
	switch k := k.(type) {
	case number:
		return &k.scaling
	case count:
		return &k.scaling
	}
	return nil
}

// read keeps a float64 in the box it came in, which saves an allocation.
func (number) read(raw any) (any, string) {
	switch x := raw.(type) {
	case float64:
		if !finite(x) {
			return nil, "must be finite"
		}
		return raw, ""
	case int:
		return float64(x), ""
	case int64:
		return float64(x), ""
	}
	return nil, mismatch("a number", raw)
}

func (n number) encode(dst Vector, first int32, value any) (Vector, bool) {
	x, ok := value.(float64)
	if !ok || !finite(x) {
		return dst, false
	}
	return dst.push(first, n.apply(x)), true
}

// A count is a number that is whole, not negative, and small enough for a
// float64 to count by ones.
type count struct{ number }

func (c count) read(raw any) (any, string) {
	value, problem := c.number.read(raw)
	if problem != "" {
		return nil, problem
	}
	switch x := value.(float64); {
	case x < 0:
		return nil, "must not be negative"
	case x != math.Trunc(x):
		return nil, "must be a whole number"
	case x > 1<<53:
		return nil, "must be at most 2^53"
	}
	return value, ""
}
