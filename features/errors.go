package features

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A FieldError names one bad field, such as "signals.cart_value", and completes
// the sentence that begins with it.
type FieldError struct{ Field, Problem string }

// Errors is every fault found, never only the first.
type Errors []FieldError

// Error lists the faults on one line.
func (e Errors) Error() string {
	faults := make([]string, len(e))
	for i, f := range e {
		faults[i] = f.Field + " " + f.Problem
	}
	return "features: " + strings.Join(faults, "; ")
}

func (e *Errors) add(field, format string, args ...any) {
	*e = append(*e, FieldError{Field: field, Problem: fmt.Sprintf(format, args...)})
}

// err is e as an error, and nil if there is no fault.
func (e Errors) err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// sorted puts e into an order that does not depend on a map's.
func (e Errors) sorted() Errors {
	slices.SortFunc(e, func(a, b FieldError) int {
		return cmp.Or(strings.Compare(a.Field, b.Field), strings.Compare(a.Problem, b.Problem))
	})
	return e
}
