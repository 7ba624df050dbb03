// Package eprocess holds the mathematics of tests that may be looked at after
// every event, for as long as one likes: what breakers, control groups and
// running reports need to be honest while somebody watches.
//
// It knows nothing of offers, customers, clocks or disks. Time is an argument,
// mostly the number of a day. A state is a small value whose methods return the
// next one; it encodes as JSON and comes back bit for bit, so it can be folded
// from a log and kept in a snapshot. What is tested is a value of its own and is
// not part of the state.
//
// Evidence is the natural logarithm of an e-value: a number whose expectation
// under "no harm" is at most 1, whatever was seen before, so it passes 1/α with
// a probability of at most α. An e-detector ([Detector]) adds a new 1 every day,
// so it passes D/α within D days with a probability of at most α, and forgets a
// long good time. A poor guess of a base rate costs power and never validity.
//
// NaN and infinite arguments are refused with errors. The only infinity that is
// returned is −Inf, from LogR before the first event: the logarithm of no
// evidence at all.
package eprocess
