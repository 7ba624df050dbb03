package features

import "slices"

// A Vector is sparse: Value[k] stands at Index[k], and every other entry is
// zero. Indexes are strictly increasing.
type Vector struct {
	Index []int32
	Value []float64
}

// grow makes room for n more entries.
func (x Vector) grow(n int) Vector {
	return Vector{Index: slices.Grow(x.Index, n), Value: slices.Grow(x.Value, n)}
}

// push appends an entry. A zero is not stored.
func (x Vector) push(index int32, value float64) Vector {
	if value == 0 {
		return x
	}
	x.Index = append(x.Index, index)
	x.Value = append(x.Value, value)
	return x
}

// cut keeps the first n entries.
func (x Vector) cut(n int) Vector {
	return Vector{Index: x.Index[:n], Value: x.Value[:n]}
}
