package rows

import (
	"fmt"
	"slices"
)

// Naming says what the actions of examples are called.
type Naming string

// The ways to call an action.
const (
	// ByName is by its _tag, else its id, else the one feature that it has. Where an
	// action of a line has none of these, or two have the same, all of the line are
	// called by their places.
	ByName Naming = "name"
	// ByPlace is by its place among the actions of the line, from 1.
	ByPlace Naming = "place"
	// ByFeatures is as ByName, and by all features as JSON where it has no name. Of two
	// that are alike, all of the line are called by their places.
	ByFeatures Naming = "features"
)

// Namings are all of them.
func Namings() []Naming { return []Naming{ByName, ByPlace, ByFeatures} }

// A Namer is a Source whose actions have no names of their own. It must be told how
// to call them before the first row is read; ByName is how it does so otherwise.
type Namer interface{ Call(by Naming) }

// Examples are the lines that Vowpal Wabbit's decision service logs: what was
// known, the actions there were, and a cost where our tables have a reward. A
// line without a label, such as one that only reports a reward, has no pscore.
type examples struct {
	*lines
	at    []int // which of exampleColumns the cells are
	cells []Cell
	names actionNames

	ids   []int     // a: actions from 1, the one taken first
	p     []float64 // of ids
	taken int       // from 0; none: -1
}

// The columns of an example. Those that other programs' examples have nothing
// for are empty there.
var exampleColumns = []string{
	"decision_id", "position", "customer", "trigger", "placement", "segment", "group", "ope", "matured", "skip_learn",
	"context", "candidates", "action", "reward", "pscore",
}

// own is the member in which our export says what Vowpal Wabbit has no word for:
// columns by their names.
const own = "Proffer"

func (e *examples) Pick(columns []int) {
	e.at, e.cells = columns, make([]Cell, len(exampleColumns))
	e.room = make([][]Pair, 2)
}

func (e *examples) Next(cells []Cell) error {
	if err := e.advance(); err != nil {
		return err
	}
	err := e.example()
	if err == nil {
		err = e.parser.end()
	}
	if err == nil {
		err = e.choice()
	}
	for k, i := range e.at {
		cells[k] = e.cells[i]
	}
	return e.fault(err)
}

// Call says what actions are called.
func (e *examples) Call(by Naming) { e.names.by = by }

// cell is the one of a column.
func (e *examples) cell(column string) *Cell {
	return &e.cells[slices.Index(exampleColumns, column)]
}

// example reads the members of a line.
func (e *examples) example() error {
	clear(e.cells)
	e.ids, e.p, e.taken = e.ids[:0], e.p[:0], -1
	e.room[0], e.room[1] = e.room[0][:0], e.room[1][:0]
	return e.parser.object(func(name string) (err error) {
		switch name {
		case "_label_cost":
			err = e.read("reward", name)
			e.cell("reward").Number = 0 - e.cell("reward").Number
		case "_label_probability":
			err = e.read("pscore", name)
		case "_labelIndex":
			err = e.label(name, 0)
		case "_label_Action":
			err = e.label(name, 1)
		case "a":
			err = e.parser.list(e.id)
		case "p":
			err = e.parser.list(e.probability)
		case "_skipLearn":
			err = e.column("skip_learn")
		case "pdrop":
			err = e.kept()
		case "c":
			err = e.parser.object(e.namespace)
		case own:
			err = e.parser.object(e.column)
		default:
			err = e.parser.skip()
		}
		return err
	})
}

// read reads a number into a column.
func (e *examples) read(column, member string) error {
	x, err := e.parser.number()
	if err != nil {
		return fmt.Errorf("%s %w", member, err)
	}
	*e.cell(column) = Cell{Kind: Number, Number: x}
	return nil
}

// label reads which action was taken. Where two members say it, they must agree.
func (e *examples) label(member string, first int) error {
	i, err := e.index(member, first)
	if err == nil && e.taken >= 0 && e.taken != i {
		err = fmt.Errorf("%s is of action %d, and another member of action %d, counted from 1", member, i+1, e.taken+1)
	}
	e.taken = i
	return err
}

// index reads the place of an action, counted from first.
func (e *examples) index(member string, first int) (int, error) {
	x, err := e.parser.number()
	if err != nil {
		return -1, fmt.Errorf("%s %w", member, err)
	}
	i := int(x) - first
	if float64(i+first) != x || i < 0 {
		return -1, fmt.Errorf("%s must be a whole number from %d on, not %v", member, first, x)
	}
	return i, nil
}

// kept wants no example to stand for others that were dropped: it would have to
// count more than once.
func (e *examples) kept() error {
	x, err := e.parser.number()
	if err == nil && x != 0 {
		err = fmt.Errorf("pdrop is %v: some examples were dropped, and a log must have all", x)
	}
	return err
}

func (e *examples) id() error {
	i, err := e.index("a", 1)
	e.ids = append(e.ids, i)
	return err
}

func (e *examples) probability() error {
	x, err := e.parser.number()
	e.p = append(e.p, x)
	return err
}

// column reads what our export has added.
func (e *examples) column(name string) error {
	if !slices.Contains(exampleColumns, name) {
		return e.parser.skip()
	}
	c, err := e.parser.cell(nil)
	*e.cell(name) = c
	return err
}

// namespace reads a member of the context: the actions, or features.
func (e *examples) namespace(name string) (err error) {
	switch {
	case name == "_multi":
		e.room[1], err = e.names.read(e.parser, e.room[1])
	case name == "Where" && e.parser.dec.PeekKind() == '{':
		err = e.parser.object(e.where)
	case name[:min(len(name), 1)] == "_":
		err = e.parser.skip()
	default:
		e.room[0], err = e.features(e.room[0], name)
	}
	if err != nil {
		return fmt.Errorf("c.%s: %w", name, err)
	}
	return nil
}

// where reads what our own export says of the place of a choice. A namespace of
// another's has features.
func (e *examples) where(name string) (err error) {
	if (name == "trigger" || name == "placement") && e.parser.dec.PeekKind() == '"' {
		return e.column(name)
	}
	e.room[0], err = e.parser.flat(e.room[0], e.parser.join("Where", name), 1)
	return err
}

// features reads those of a namespace. Our own export has all of them in Context,
// under their own names; elsewhere a name begins with that of the namespace.
func (e *examples) features(dst []Pair, namespace string) ([]Pair, error) {
	if namespace == "Context" {
		namespace = ""
	}
	return e.parser.flat(dst, namespace, 0)
}

// mostOver is how far above 1 probabilities may add up, since they are written
// down in single precision and rounded.
const mostOver = 1e-3

func (e *examples) sum() (sum float64) {
	for _, p := range e.p {
		sum += p
	}
	return sum
}

// choice puts together what the members of a line said of the choice.
func (e *examples) choice() error {
	context, candidates := e.room[0], e.room[1]
	*e.cell("context") = Cell{Kind: Pairs, Pairs: context}
	*e.cell("candidates") = Cell{Kind: Pairs, Pairs: candidates}
	if e.taken < 0 {
		*e.cell("pscore") = Cell{}
		return nil
	}
	if e.taken >= len(candidates) {
		return fmt.Errorf("the label is of action %d, and _multi has %d", e.taken+1, len(candidates))
	}
	*e.cell("action") = textCell(candidates[e.taken].Name)
	if len(e.p) > 0 && len(e.ids) != len(e.p) {
		return fmt.Errorf("a has %d actions and p has %d probabilities", len(e.ids), len(e.p))
	}
	if sum := e.sum(); !(sum <= 1+mostOver) {
		return fmt.Errorf("the probabilities p add up to %v, which must be 1", sum)
	}
	for k, p := range e.p {
		if i := e.ids[k]; i < len(candidates) {
			candidates[i].Value = p
			continue
		}
		return fmt.Errorf("a has action %d, and _multi has %d", e.ids[k]+1, len(candidates))
	}
	return nil
}
