package engine

import (
	"slices"

	"proffer/bandit"
	"proffer/features"
)

// A viewer turns the features of a customer into what each model of a belief
// sees. It belongs to one encoding.
type viewer struct {
	dims     []int                    // of the models
	segments map[string]bandit.Vector // what the model of segments sees
	places   map[string]int32         // of the segments among all features
}

// newViewer leaves out a model that would see no more than the one before it.
func newViewer(e *features.Encoder, segments []string) *viewer {
	v := &viewer{dims: []int{1}, segments: map[string]bandit.Vector{"": bias}, places: map[string]int32{"": 0}}
	names := e.Names()
	for i, name := range segments {
		v.segments[name] = bandit.Vector{Index: []int32{0, int32(i) + 1}, Value: []float64{1, 1}}
		v.places[name] = int32(slices.Index(names, "segment="+name))
	}
	if len(segments) > 0 {
		v.dims = append(v.dims, 1+len(segments))
	}
	if full := e.Dim(); full > 1+len(segments) {
		v.dims = append(v.dims, full)
	}
	return v
}

// see is what the models see of a customer of a segment.
func (v *viewer) see(x features.Vector, segment string) sight {
	all, n := sight{bias}, 1
	if len(v.segments) > 1 {
		all[n] = v.segments[segment]
		n++
	}
	if n < len(v.dims) {
		all[n] = bandit.Vector(x)
	}
	return all
}

// average is what the models see, on average, of the customers of a segment to
// whom an offer was shown; of all of them when the segment is empty. Of other
// customers the offer's own models would have to guess.
func (v *viewer) average(b *belief, segment string) sight {
	var all sight
	for k, dim := range v.dims {
		at := int32(0)
		switch {
		case k == len(v.dims)-1 && dim > len(v.segments):
			at = v.places[segment]
		case k > 0:
			at = v.segments[segment].Index[len(v.segments[segment].Index)-1]
		}
		all[k] = mean(b.models[k], dim, at)
	}
	return all
}

// mean is the average vector of the rows in which one feature is 1: its row of
// Σ w x xᵀ over their weight. Without any such row it is that feature alone.
func mean(l *bandit.Linear, dim int, at int32) bandit.Vector {
	weight := l.Cross(int(at), int(at))
	if !(weight > 0) && at == 0 {
		return bias
	}
	if !(weight > 0) {
		return bandit.Vector{Index: []int32{0, at}, Value: []float64{1, 1}}
	}
	var x bandit.Vector
	for j := range dim {
		if total := l.Cross(int(at), j); total != 0 {
			x.Index, x.Value = append(x.Index, int32(j)), append(x.Value, total/weight)
		}
	}
	return x
}
