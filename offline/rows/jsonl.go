package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Lines are JSON objects, one a line. The first ones name the columns, as many as
// fit into what is read at once; what a line lacks is empty there.
type lines struct {
	name   string
	in     *bufio.Reader
	text   []byte // of the line that was read last
	number int
	parser *parser

	names   []string
	place   map[string]int // of the columns picked; unpicked: of those that are passed over
	matters func(name string) bool
	again   bool     // the first line has been read for its names
	room    [][]Pair // of the cells
}

// maxLine bounds what a line can make us hold.
const maxLine = 16 << 20

func openJSON(name string, in *bufio.Reader) ([]string, Source, error) {
	l := &lines{name: name, in: in, parser: newParser(), again: true}
	if err := l.read(); err != nil {
		return nil, nil, err
	}
	if err := l.look(l.text); err != nil {
		return nil, nil, l.fault(err)
	}
	if isExample(l.names) {
		return exampleColumns, &examples{lines: l}, nil
	}
	next, _ := in.Peek(in.Size()) // whatever is wrong with it will be told when it is read
	for line := range bytes.Lines(next) {
		if l.look(line) != nil {
			break // it is cut off here, or will be told as well
		}
	}
	return l.names, l, nil
}

// look adds the names of a line to the columns.
func (l *lines) look(line []byte) error {
	l.parser.begin(line)
	return l.parser.object(func(name string) error {
		if !slices.Contains(l.names, name) {
			l.names = append(l.names, name)
		}
		return l.parser.skip()
	})
}

func (l *lines) Pick(columns []int) {
	l.place, l.room = map[string]int{}, make([][]Pair, len(columns))
	for _, name := range l.names {
		l.place[name] = unpicked
	}
	for k, i := range columns {
		l.place[l.names[i]] = k
	}
}

// Late has lines refused that have a column for the first time, if it matters.
func (l *lines) Late(matters func(name string) bool) { l.matters = matters }

// unpicked is the place of a column that is passed over.
const unpicked = -1

// pass passes over a column that was not picked.
func (l *lines) pass(name string, known bool) error {
	if !known && l.matters != nil {
		if l.matters(name) {
			return fmt.Errorf("column %s is here for the first time, after the first %d KiB, which tell the columns: the first line must have it, be it as null", name, l.in.Size()>>10)
		}
		if len(l.place) < mostWords {
			l.place[name] = unpicked
		}
	}
	return l.parser.skip()
}

func (l *lines) Line(int) int { return l.number }

func (l *lines) Next(cells []Cell) error {
	if err := l.advance(); err != nil {
		return err
	}
	clear(cells)
	err := l.parser.object(func(name string) (err error) {
		k, known := l.place[name]
		if !known || k == unpicked {
			return l.pass(name, known)
		}
		if cells[k], err = l.parser.cell(l.room[k][:0]); err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		if cells[k].Kind == Pairs {
			l.room[k] = cells[k].Pairs
		}
		return nil
	})
	if err == nil {
		err = l.parser.end()
	}
	return l.fault(err)
}

// advance turns the parser to the next line.
func (l *lines) advance() error {
	if !l.again {
		if err := l.read(); err != nil {
			return err
		}
	}
	l.again = false
	l.parser.begin(l.text)
	return nil
}

// read reads a line that is not blank.
func (l *lines) read() error {
	for {
		l.text = l.text[:0]
		part, err := l.in.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) && len(l.text) < maxLine {
			l.text = append(l.text, part...)
			part, err = l.in.ReadSlice('\n')
		}
		l.text = append(l.text, part...)
		l.number++
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return l.fault(fmt.Errorf("the line is longer than %d MiB", maxLine>>20))
		case err != nil && !errors.Is(err, io.EOF):
			return broken(l.name, err)
		case len(bytes.TrimSpace(l.text)) > 0:
			l.text = bytes.TrimPrefix(l.text, []byte(byteOrderMark))
			return nil
		case err != nil:
			return io.EOF
		}
	}
}

// fault gives an error of a line its place.
func (l *lines) fault(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s:%d: %w", l.name, l.number, err)
}

// isExample tells examples of Vowpal Wabbit by the members that nothing else has.
func isExample(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return name == "_label_cost" || name == "_labelIndex" }) ||
		slices.Contains(names, "EventId") && (slices.Contains(names, "c") || slices.Contains(names, "RewardValue"))
}
