package policy

import "math"

// An Option narrows what a field may hold, or says what it holds when the file
// is silent about it.
type Option func(*rule)

// A rule is what the options of one field come to.
type rule struct {
	required  bool
	fallback  any // nil: the zero value
	low, high float64
	words     string // what the field does, for editors and docs/catalogue.md
	entry     string // what one entry of it is, when it has entries
}

// Required makes it a fault when the file is silent about a field.
func Required(r *rule) { r.required = true }

// Or is the value of a field that the file is silent about. Its type is the one
// that the reader returns; a condition's or a signal's is its text.
func Or[T any](value T) Option { return func(r *rule) { r.fallback, r.required = value, false } }

// says is what a field does: one sentence for whoever fills it in.
func says(words string) Option { return func(r *rule) { r.words = words } }

// entry is what one entry of a list or of a mapping of names is.
func entry(words string) Option { return func(r *rule) { r.entry = words } }

// AtLeast is the least value that a number may have; a duration's in hours.
func AtLeast(low float64) Option { return func(r *rule) { r.low = low } }

// AtMost is the largest value that a number may have; a duration's in hours.
func AtMost(high float64) Option { return func(r *rule) { r.high = high } }

// Above0 refuses zero, for what would make no sense without any of it.
func Above0(r *rule) { r.low = math.SmallestNonzeroFloat64 }

// newRule begins with the bounds that hold for every field of its kind.
func newRule(low, high float64, opts []Option) rule {
	r := rule{low: low, high: high}
	for _, opt := range opts {
		opt(&r)
	}
	return r
}

// holds is written so that NaN is outside of every range.
func (r rule) holds(x float64) bool { return x >= r.low && x <= r.high }

// or is the value when the file is silent. That its type is another than the
// reader's can only be a mistake in the reader's caller, and shows at once.
func or[T any](r rule) T {
	if r.fallback == nil {
		var zero T
		return zero
	}
	return r.fallback.(T)
}
