package features

import (
	"slices"
	"strings"
)

// An Encoder reads and encodes what one schema declares. It never changes, and
// may be used by any number of goroutines.
type Encoder struct {
	version string
	names   []string       // of every entry of a vector
	signals []signal       // by name
	byName  map[string]int // into signals

	segments     []string // sorted
	firstSegment int32    // entry of segments[0]
	firstCross   int32    // entry of the first segment's interactions
	crossWidth   int32    // entries that one segment's interactions take
	usual        int      // entries that a vector is given room for
	cross        []int32  // for each entry before firstSegment: its place among these, or -1
}

// A signal is one that was declared, with its place in the vector.
type signal struct {
	name    string
	kind    kind
	scaling *scaling // of a kind whose values are float64; nil for others
	first   int32    // its first slot
	missing int32    // its last slot
}

// NewEncoder returns the encoder of s, or the Errors of a schema that is not valid.
func NewEncoder(s Schema) (*Encoder, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	s = s.canonical()
	e := &Encoder{version: version(s), byName: make(map[string]int, len(s.Signals)), segments: s.Segments}
	e.layOutSignals(s.Signals)
	e.layOutSegments(s.Interactions)
	e.usual = 1 + len(e.signals) + 1 + len(s.Interactions)
	return e, nil
}

func (e *Encoder) layOutSignals(declared []Signal) {
	e.names = []string{biasName}
	for i, s := range declared {
		e.byName[s.Name] = i
		k, first := newKind(s), e.end()
		e.names = append(e.names, k.names(s.Name)...)
		e.signals = append(e.signals, signal{name: s.Name, kind: k, scaling: scalingOf(k), first: first, missing: e.end()})
		e.names = append(e.names, s.Name+"="+missingValue)
	}
}

func (e *Encoder) layOutSegments(interactions []Interaction) {
	e.firstSegment = e.end()
	e.cross = slices.Repeat([]int32{-1}, len(e.names))
	var crossed []string
	for _, in := range interactions {
		s := e.signals[e.byName[in.Signal]]
		for slot := s.first; slot <= s.missing; slot++ {
			e.cross[slot] = int32(len(crossed))
			crossed = append(crossed, e.names[slot])
		}
	}
	for _, segment := range e.segments {
		e.names = append(e.names, segmentName+"="+segment)
	}
	e.firstCross, e.crossWidth = e.end(), int32(len(crossed))
	for _, segment := range e.segments {
		for _, name := range crossed {
			e.names = append(e.names, segmentName+"="+segment+"×"+name)
		}
	}
}

// end is the entry after the last that has a name yet.
func (e *Encoder) end() int32 { return int32(len(e.names)) }

// Dim is the number of entries of a vector, stored or not.
func (e *Encoder) Dim() int { return len(e.names) }

// Names returns the name of every entry: "bias", "cart_value",
// "cart_value=missing", "device=mobile", "device=other", "cart_categories#7",
// "segment=repeat_buyer", "segment=repeat_buyer×cart_value".
func (e *Encoder) Names() []string { return slices.Clone(e.names) }

// Version names the encoding: two encoders with the same version give the same
// vectors. It is the algorithm's version and a hash of that and the schema.
func (e *Encoder) Version() string { return e.version }

// Encode returns the bias and the signals of v, in dst's room. A signal that is
// absent from v, or that is not as Read would have left it, has the value 1 in
// its entry "=missing" and no other.
func (e *Encoder) Encode(dst Vector, v Values) Vector {
	dst = dst.cut(0).grow(e.usual).push(0, 1)
	index, value := dst.Index, dst.Value
	for i := range e.signals {
		s := &e.signals[i]
		given := v[s.name]
		// Most signals are numbers. They take a short way, without the calls and
		// the copies of a vector that costs more than the encoding itself.
		if x, is := given.(float64); is && s.scaling != nil && finite(x) {
			if scaled := s.scaling.apply(x); scaled != 0 {
				index, value = append(index, s.first), append(value, scaled)
			}
			continue
		}
		dst = s.encode(Vector{Index: index, Value: value}, given)
		index, value = dst.Index, dst.Value
	}
	return Vector{Index: index, Value: value}
}

func (s *signal) encode(dst Vector, given any) Vector {
	dst, ok := s.kind.encode(dst, s.first, given)
	if !ok {
		dst = dst.push(s.missing, 1)
	}
	return dst
}

// InSegment adds to x, which Encode returned, the entry of the segment and its
// interactions; the result uses x's room. A segment that x was in before is
// replaced. The empty segment, or one that was not declared, has no entries.
func (e *Encoder) InSegment(x Vector, segment string) Vector {
	n, _ := slices.BinarySearch(x.Index, e.firstSegment)
	x = x.cut(n)
	i, found := slices.BinarySearchFunc(e.segments, segment, strings.Compare)
	if !found {
		return x
	}
	x = x.push(e.firstSegment+int32(i), 1)
	first := e.firstCross + int32(i)*e.crossWidth
	for k := range n {
		if place := e.cross[x.Index[k]]; place >= 0 {
			x = x.push(first+place, x.Value[k])
		}
	}
	return x
}
