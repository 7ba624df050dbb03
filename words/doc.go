// Package words reads what people write and writes what they would say: the known
// name that was meant by an unknown one, and lengths of time.
//
// It knows nothing of what the names stand for, nor of the sentences that they
// are told in; nothing of months, years and calendars, whose lengths differ. It
// is pure.
//
// It always holds that a guess is one of the known names, that a name which is
// known is its own nearest, and that no length of time overflows.
package words
