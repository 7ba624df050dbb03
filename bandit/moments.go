package bandit

import (
	"fmt"
	"math"
	"slices"
)

// Moments are the sufficient statistics of a weighted linear regression of
// rewards r on vectors x. They are sums over outcomes and nothing else: they can
// be built in any order, split, merged, scaled and subtracted.
//
// The fields are exported so that a snapshot can hold them; shortest round-trip
// encoding of floats, as encoding/json does it, restores them bit for bit.
type Moments struct {
	// Dim is the length d of the vectors.
	Dim int `json:"dim"`
	// A is Σ w x xᵀ, its upper triangle row by row: d(d+1)/2 numbers.
	A []float64 `json:"a"`
	// B is Σ w r x: d numbers.
	B []float64 `json:"b"`
	// C is Σ w r².
	C float64 `json:"c"`
	// N is Σ w.
	N float64 `json:"n"`
}

// NewMoments returns the moments of no outcomes over vectors of length dim.
func NewMoments(dim int) *Moments {
	return &Moments{Dim: dim, A: make([]float64, dim*(dim+1)/2), B: make([]float64, dim)}
}

// Validate reports the first reason why m cannot be the moments of anything:
// lengths that disagree with Dim or a number that is not finite. Whether A is
// positive enough to be inverted is for LinearFrom to find out.
func (m *Moments) Validate() error {
	if !(m.Dim >= 0 && len(m.B) == m.Dim && len(m.A) == m.Dim*(m.Dim+1)/2) {
		return fmt.Errorf("bandit: moments: dimension %d with %d products and %d sums", m.Dim, len(m.A), len(m.B))
	}
	bad := func(x float64) bool { return !finite(x) }
	if slices.ContainsFunc(m.A, bad) || slices.ContainsFunc(m.B, bad) || bad(m.C) || bad(m.N) {
		return fmt.Errorf("bandit: moments: a sum is not finite")
	}
	return nil
}

// Add counts reward r seen at x with weight w. A negative weight takes back an
// outcome that was counted.
func (m *Moments) Add(x Vector, r, w float64) error {
	if err := checkOutcome(x, m.Dim, r, w); err != nil {
		return err
	}
	m.add(x, r, w)
	return nil
}

// Revise turns the reward of an outcome that was counted at x with weight w
// from one number into another.
func (m *Moments) Revise(x Vector, from, to, w float64) error {
	if err := checkRevision(x, m.Dim, from, to, w); err != nil {
		return err
	}
	m.revise(x, from, to, w)
	return nil
}

// Merge adds the outcomes of o to those of m.
func (m *Moments) Merge(o *Moments) error { return m.accumulate(o, 1) }

// Subtract takes the outcomes of o out of those of m, which must hold them.
func (m *Moments) Subtract(o *Moments) error { return m.accumulate(o, -1) }

// Scale multiplies the weight of every outcome by factor, which must be finite
// and not negative.
func (m *Moments) Scale(factor float64) error {
	if !(factor >= 0 && factor <= math.MaxFloat64) {
		return fmt.Errorf("bandit: moments: factor %v is not a finite number from 0 up", factor)
	}
	for i := range m.A {
		m.A[i] *= factor
	}
	for i := range m.B {
		m.B[i] *= factor
	}
	m.C *= factor
	m.N *= factor
	return nil
}

// Cross returns the entry Σ w xᵢxⱼ of A.
func (m *Moments) Cross(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	return m.A[m.row(i)+j]
}

// Clone returns a copy that shares no memory with m.
func (m *Moments) Clone() *Moments {
	return &Moments{Dim: m.Dim, A: slices.Clone(m.A), B: slices.Clone(m.B), C: m.C, N: m.N}
}

// add is Add on arguments that were already checked.
func (m *Moments) add(x Vector, r, w float64) {
	for a, i := range x.Index {
		row := m.A[m.row(int(i)):]
		wx := w * x.Value[a]
		for b, j := range x.Index[a:] {
			row[j] += wx * x.Value[a+b]
		}
		m.B[i] += wx * r
	}
	m.C += w * r * r
	m.N += w
}

// revise is Revise on arguments that were already checked.
func (m *Moments) revise(x Vector, from, to, w float64) {
	for a, i := range x.Index {
		m.B[i] += w * (to - from) * x.Value[a]
	}
	m.C += w * (to - from) * (to + from)
}

func (m *Moments) accumulate(o *Moments, sign float64) error {
	if m.Dim != o.Dim {
		return fmt.Errorf("bandit: moments: dimension %d does not fit %d", o.Dim, m.Dim)
	}
	if err := o.Validate(); err != nil {
		return err
	}
	for i, a := range o.A {
		m.A[i] += sign * a
	}
	for i, b := range o.B {
		m.B[i] += sign * b
	}
	m.C += sign * o.C
	m.N += sign * o.N
	return nil
}

// row returns where row i of the packed triangle would begin if it had its
// entries left of the diagonal too: entry (i, j) with i ≤ j is at row(i)+j.
func (m *Moments) row(i int) int { return i * (2*m.Dim - i - 1) / 2 }

func checkOutcome(x Vector, dim int, r, w float64) error {
	return checkRevision(x, dim, r, r, w)
}

func checkRevision(x Vector, dim int, from, to, w float64) error {
	for _, number := range [...]float64{from, to, w} {
		if !tame(number) {
			return fmt.Errorf("bandit: outcome: reward or weight %v is out of range", number)
		}
	}
	return x.Validate(dim)
}
