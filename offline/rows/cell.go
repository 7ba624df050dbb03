package rows

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Cell is what stands in one column of a row. It is good until the next row is
// read.
type Cell struct {
	Kind   Kind
	Text   string  // of a Text
	Number float64 // of a Number
	Pairs  []Pair  // of Pairs
}

// A Kind says what a cell is.
type Kind uint8

// The kinds. CSV has texts alone, also where they mean numbers. Formats with types
// of their own have all, and a text for a whole number that is inexact as a float64:
// it may be a name, and two names are never one.
const (
	Empty  Kind = iota // nothing, or null
	Text               // and not an empty one
	Number             // may be NaN or infinite, as the file has it
	Pairs              // what nests: features by name, or probabilities by action
)

// A Pair is a number with a name, one of several in a cell.
type Pair struct {
	Name  string // may be kept
	Value float64
}

// inexact is from where on a float64 stands for more than one whole number.
const inexact = 1 << 53

// textCell is a text, or nothing when it is empty.
func textCell(text string) (c Cell) {
	c.setText(text)
	return c
}

// setText makes a cell a text as the file has it, in every format alike, but for
// spaces that say nothing.
func (c *Cell) setText(text string) {
	if text != "" && !(isPrint(text[0]) && isPrint(text[len(text)-1])) {
		text = bare(text)
	}
	c.Kind, c.Text = Empty, text
	if text != "" {
		c.Kind = Text
	}
}

// isPrint reports whether a byte is a character that is no space.
func isPrint(c byte) bool { return c > ' ' && c < utf8.RuneSelf }

// bare is a text without the spaces around it, if there is a number between them, a
// boolean, or nothing. Around anything else they may be what tells two names apart.
func bare(text string) string {
	inner := strings.TrimSpace(text)
	if len(inner) == len(text) || inner == "" || strings.EqualFold(inner, "true") || strings.EqualFold(inner, "false") {
		return inner
	}
	if _, err := strconv.ParseFloat(inner, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return inner
	}
	return text
}

// String is the cell as CSV would have it, but for pairs, which have no text.
func (c *Cell) String() string {
	switch c.Kind {
	case Text:
		return c.Text
	case Number:
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	}
	return ""
}

// Append is String behind dst, without garbage.
func (c *Cell) Append(dst []byte) []byte {
	if c.Kind == Number {
		return strconv.AppendFloat(dst, c.Number, 'f', -1, 64)
	}
	return append(dst, c.Text...)
}
