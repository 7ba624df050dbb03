package offline

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"proffer/offline/rows"
)

// maxNumber is what the posteriors can take; its square and the sum of a
// billion of them are finite.
const maxNumber = 1e75

// number reads a cell, or says what is wrong with it.
func number(c *rows.Cell) (x float64, problem string) {
	switch c.Kind {
	case rows.Empty:
		return 0, "is empty"
	case rows.Number:
		x = c.Number
	case rows.Text:
		var ok bool
		if x, ok = parse(c.Text); !ok {
			return 0, fmt.Sprintf("must be a number, not %q", clip(c.Text))
		}
	default:
		return 0, "must be a number, not a list or an object"
	}
	if !(math.Abs(x) <= maxNumber) {
		return 0, fmt.Sprintf("must be a finite number within ±%g, not %s", maxNumber, clip(c.String()))
	}
	return x, ""
}

// isNumber reports whether a cell is a number that needs no more than to be taken.
// Where cells have types nearly all are, and then to read them is what counts.
func isNumber(c *rows.Cell) bool { return c.Kind == rows.Number && math.Abs(c.Number) <= maxNumber }

// parse reads a number, infinite when it is too large. A word is told from one
// before it is tried, because to fail costs garbage.
func parse(text string) (x float64, ok bool) {
	if x, ok := plainNumber(text); ok {
		return x, true
	}
	if !numeral(text) {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil || errors.Is(err, strconv.ErrRange)
}

// numeral reports whether a text looks like a number.
func numeral(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			word := strings.ToLower(strings.TrimLeft(text, "+-"))
			return word == "nan" || word == "inf" || word == "infinity" || strings.HasPrefix(word, "0x")
		}
	}
	return text != ""
}

// clip keeps a cell from filling a screen.
func clip(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
