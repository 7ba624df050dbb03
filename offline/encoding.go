package offline

import (
	"maps"
	"slices"

	"proffer/offline/rows"
)

// An encoding turns the cells of a row into numbers for a reward model: a bias,
// the standardised numbers, and a place for each text of a column that has few.
// What is not known is 0, as is the mean of a number.
type encoding struct {
	columns  []encoded
	features map[string]feature
	size     int
	x        []float64 // of the row that was encoded last
	key      []byte    // of the cell at hand
}

// An encoded column is a number, or a place for each of some texts.
type encoded struct {
	at     int // where it begins in x
	scale  scale
	places map[string]int // nil: a number
}

// A feature comes with a name of its own, and is scaled to about 1.
type feature struct {
	at    int
	scale float64
}

func newEncoding(s *Survey) *encoding {
	e := &encoding{size: 1} // the bias
	e.features = map[string]feature{}
	for _, name := range s.featureNames() {
		e.features[name] = feature{at: e.size, scale: s.features[name].rms()}
		e.size++
	}
	for i := range s.Signals {
		g := &s.Signals[i]
		c := encoded{at: e.size}
		switch {
		case g.Numeric && g.Column != positionName:
			c.scale = scaleOf(g.Numbers)
			e.size++
		default: // none of a column with too many texts: they would be learned by heart
			c.places = map[string]int{}
			for _, text := range slices.Sorted(maps.Keys(g.seen)) {
				c.places[text] = e.size
				e.size++
			}
		}
		e.columns = append(e.columns, c)
	}
	e.x = make([]float64, e.size)
	return e
}

// encode returns the numbers of a row, which are good until the next.
func (e *encoding) encode(cells []rows.Cell, features []rows.Pair) []float64 {
	clear(e.x)
	e.x[0] = 1
	for _, f := range features {
		if known, ok := e.features[f.Name]; ok {
			e.x[known.at] = f.Value / known.scale
		}
	}
	for k := range e.columns {
		c := &e.columns[k]
		if c.places != nil {
			e.key = cells[k].Append(e.key[:0])
			if at, known := c.places[string(e.key)]; known {
				e.x[at] = 1
			}
			continue
		}
		if x, problem := number(&cells[k]); problem == "" {
			e.x[c.at] = (c.scale.in(x) - c.scale.mean) / c.scale.sd
		}
	}
	return e.x
}
