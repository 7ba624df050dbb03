package offline

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"proffer/features"
	"proffer/offline/rows"
)

// A Signal is a context column with what the survey found in it.
type Signal struct {
	Column  string
	Name    string   // what the catalogue calls it
	Numeric bool     // every cell that is not empty is a number
	Missing int      // empty cells
	Numbers Moments  // of the cells that are numbers
	Values  []string // of a column that is not numeric: its distinct texts, sorted; none when there are more than maxValues

	texts int                // cells that are no numbers
	text  error              // about the first of them
	seen  map[string]float64 // distinct cells and what number each is, NaN for a text; nil when there were too many
	key   []byte             // of the cell at hand

	rows  int       // added, up to headRows
	head  []float64 // numbers among these
	words bool      // there are texts among these
}

// maxValues is how many texts of a column get a weight of their own. With more,
// each would be seen too seldom to learn from, and they are hashed together.
const maxValues = 64

// signalPrefix keeps the name of a signal apart from the words of conditions and of
// the encoding.
const signalPrefix = "x_"

// newSignal names a signal after its column.
func newSignal(column string, taken map[string]bool) Signal {
	plain := strings.Map(func(c rune) rune {
		if c == '_' || c < utf8.RuneSelf && isWord(byte(c)) {
			return c
		}
		return '_'
	}, column)
	return Signal{Column: column, Name: unique(signalPrefix+plain, features.MaxNameLength, taken), seen: map[string]float64{}}
}

func isWord(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// unique cuts a name to a length, and tells it from the names taken before.
func unique(name string, most int, taken map[string]bool) string {
	name = name[:min(len(name), most)]
	for n, plain := 2, name; taken[name]; n++ {
		tail := fmt.Sprintf("_%d", n)
		name = plain[:min(len(plain), most-len(tail))] + tail
	}
	taken[name] = true
	return name
}

// missing reports whether a cell says that nothing is known. The encoding has a
// slot of the name "missing", so the word means what it says.
func missing(cell *rows.Cell) bool { return cell.Kind == rows.Empty || cell.Text == "missing" }

// add takes a cell into account, and returns what number it is, NaN for none. fault
// makes an error about it.
func (g *Signal) add(cell *rows.Cell, fault func(problem string) error) (x float64, err error) {
	if missing(cell) || g.Column == contextName && cell.Kind == rows.Pairs {
		g.Missing++
		g.begin(math.NaN(), true)
		return math.NaN(), nil
	}
	x, known := math.NaN(), false
	if g.seen != nil {
		g.key = cell.Append(g.key[:0])
		x, known = g.seen[string(g.key)]
	}
	switch {
	case known && math.IsNaN(x):
		g.texts++
	case known:
		g.Numbers.Add(x)
	default:
		if x, err = g.addNew(cell, fault); err != nil {
			return x, err
		}
	}
	g.begin(x, false)
	return x, nil
}

// begin takes one of the first cells into account, by which a column is divided.
func (g *Signal) begin(x float64, missing bool) {
	switch {
	case g.rows == headRows:
		return
	case math.IsNaN(x):
		g.words = g.words || !missing
	default:
		g.head = append(g.head, x)
	}
	g.rows++
}

// addNew takes a cell into account that was not seen before, or in a column where
// nobody remembers, and returns what number it is, NaN for a text.
func (g *Signal) addNew(cell *rows.Cell, fault func(problem string) error) (x float64, err error) {
	x, problem := number(cell)
	if problem == "" {
		g.Numbers.Add(x)
	} else if x, err = math.NaN(), g.addText(cell, problem, fault); err != nil {
		return x, err
	}
	switch {
	case g.seen == nil:
	case len(g.seen) == maxValues:
		g.seen = nil
	default:
		g.seen[string(g.key)] = x
	}
	return x, nil
}

// addText takes a cell into account that is no number, and says why it is none.
func (g *Signal) addText(cell *rows.Cell, problem string, fault func(problem string) error) error {
	switch {
	case cell.Kind == rows.Pairs:
		return fault("must be one value, not a list or an object")
	case len(cell.Text) > features.MaxTextLength:
		return fault(fmt.Sprintf("must have at most %d bytes, not %d", features.MaxTextLength, len(cell.Text)))
	case !utf8.ValidString(cell.Text):
		return fault("must be valid UTF-8")
	}
	if g.texts++; g.texts == 1 {
		g.text = fault(problem)
	}
	return nil
}

// slips is how many texts make a column of numbers one of words: one in so many
// cells. Fewer are taken for mistakes.
const slips = 20

// finish decides what the column holds.
func (g *Signal) finish() error {
	if g.Numeric = g.texts == 0; g.Numeric {
		return nil
	}
	if g.texts*slips <= g.texts+g.Numbers.N {
		return fmt.Errorf("%w, as nearly all of the column is; leave it empty where nothing is known", g.text)
	}
	g.Values = slices.Sorted(maps.Keys(g.seen))
	// The encoding's own slot for what is not known serves a value of that name too.
	g.Values = slices.DeleteFunc(g.Values, func(v string) bool { return v == "other" })
	return nil
}
