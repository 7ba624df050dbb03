package features

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
)

// algorithm counts the changes that gave some schema and values another vector.
const algorithm = 1

// Names that the encoding itself gives.
const (
	biasName     = "bias"
	segmentName  = "segment"
	missingValue = "missing"
	otherValue   = "other"
)

// canonical is s with everything in order of name and every default written
// out: schemas that encode alike become equal.
func (s Schema) canonical() Schema {
	c := Schema{
		Signals:      slices.Clone(s.Signals),
		Segments:     slices.Sorted(slices.Values(s.Segments)),
		Interactions: slices.Clone(s.Interactions),
	}
	slices.SortFunc(c.Signals, func(a, b Signal) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Interactions, func(a, b Interaction) int { return cmp.Compare(a.Signal, b.Signal) })
	for i := range c.Signals {
		sig := &c.Signals[i]
		sig.Values = slices.Sorted(slices.Values(sig.Values))
		sig.Scale = sig.effectiveScale()
		sig.Buckets = sig.effectiveBuckets()
	}
	return c
}

// version hashes a canonical schema.
func version(s Schema) string {
	h := sha256.New()
	fmt.Fprintf(h, "algorithm %d\n", algorithm)
	for _, sig := range s.Signals {
		fmt.Fprintf(h, "signal %s %s %s %v %v %q %d\n",
			sig.Name, sig.Type, sig.Scale, sig.Mean, sig.SD, sig.Values, sig.Buckets)
	}
	fmt.Fprintf(h, "segments %q\n", s.Segments)
	for _, in := range s.Interactions {
		fmt.Fprintf(h, "interaction %s\n", in.Signal)
	}
	return fmt.Sprintf("%d-%x", algorithm, h.Sum(nil)[:6])
}
