package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A parser walks through one JSON document after another.
type parser struct {
	dec   *jsontext.Decoder
	text  bytes.Reader
	words words
	plain []byte // a text without its quotes
}

func newParser() *parser { return &parser{dec: jsontext.NewDecoder(eof{}), words: words{}} }

// eof is a document that holds nothing.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

// begin turns to another document.
func (p *parser) begin(text []byte) {
	p.text.Reset(text)
	p.dec.Reset(&p.text)
}

// end wants the document to end here.
func (p *parser) end() error {
	_, err := p.dec.ReadToken()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return wrongJSON(err)
	}
	return errors.New("there is more on the line than one object")
}

// object calls member for the members of an object, standing before the value of
// each, which member must read or skip.
func (p *parser) object(member func(name string) error) error {
	if p.dec.PeekKind() != '{' {
		return p.otherwise("an object")
	}
	return p.walk('}', func() error {
		name, err := p.string()
		if err != nil {
			return err
		}
		return member(name)
	})
}

// list calls element for the elements of a list, standing before each.
func (p *parser) list(element func() error) error {
	if p.dec.PeekKind() != '[' {
		return p.otherwise("a list")
	}
	return p.walk(']', element)
}

func (p *parser) walk(end jsontext.Kind, each func() error) error {
	if _, err := p.dec.ReadToken(); err != nil {
		return wrongJSON(err)
	}
	for p.dec.PeekKind() != end {
		if p.dec.PeekKind() == 0 {
			return p.otherwise("another value")
		}
		if err := each(); err != nil {
			return err
		}
	}
	_, err := p.dec.ReadToken()
	return wrongJSON(err)
}

// otherwise says that something else was wanted: what JSON itself says, if it is none.
func (p *parser) otherwise(want string) error {
	if p.dec.PeekKind() == 0 {
		if _, err := p.dec.ReadToken(); err != nil {
			return wrongJSON(err)
		}
	}
	return fmt.Errorf("must be %s, not %s", want, kindName(p.dec.PeekKind()))
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 'n':
		return "null"
	}
	return "a boolean"
}

// wrongJSON says in our words what is wrong with a document.
func wrongJSON(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON is cut off")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "jsontext: "))
}

// cell reads a value as a cell. What nests becomes pairs, behind room.
func (p *parser) cell(room []Pair) (Cell, error) {
	switch kind := p.dec.PeekKind(); kind {
	case '"':
		text, err := p.string()
		return textCell(text), err
	case '0':
		raw, x, err := p.numeral()
		if math.Abs(x) >= inexact && isWhole(raw) {
			return textCell(p.words.of(raw)), err
		}
		return Cell{Kind: Number, Number: x}, err
	case '{', '[':
		pairs, err := p.pairs(room)
		return Cell{Kind: Pairs, Pairs: pairs}, err
	case 't', 'f', 'n':
		if err := p.dec.SkipValue(); err != nil {
			return Cell{}, wrongJSON(err)
		}
		return map[jsontext.Kind]Cell{'t': textCell("true"), 'f': textCell("false")}[kind], nil
	}
	return Cell{}, p.otherwise("a value")
}

// pairs reads what nests: {"name": number, …}, where a text or true counts 1 in
// "name=text" or "name", or [{"offer": name, "p": number}, …].
func (p *parser) pairs(dst []Pair) ([]Pair, error) {
	if p.dec.PeekKind() == '[' {
		return dst, p.list(func() error {
			pair, err := p.candidate()
			dst = append(dst, pair)
			return err
		})
	}
	err := p.object(func(name string) (err error) {
		dst, err = p.feature(dst, name)
		return err
	})
	return dst, err
}

// candidate reads {"offer": name, "p": number} and passes over what else there is.
// Without p, its probability is not known.
func (p *parser) candidate() (pair Pair, err error) {
	pair.Value = math.NaN()
	err = p.object(func(name string) (err error) {
		switch name {
		case "offer":
			pair.Name, err = p.string()
		case "p":
			pair.Value, err = p.number()
		default:
			err = p.skip()
		}
		return err
	})
	return pair, err
}

// feature reads the value of a feature of that name.
func (p *parser) feature(dst []Pair, name string) ([]Pair, error) {
	switch kind := p.dec.PeekKind(); kind {
	case '0':
		x, err := p.number()
		return append(dst, Pair{name, x}), err
	case '"':
		value, err := p.string()
		p.plain = append(append(append(p.plain[:0], name...), '='), value...)
		return append(dst, Pair{p.words.of(p.plain), 1}), err
	case 't', 'f', 'n':
		if kind == 't' {
			dst = append(dst, Pair{name, 1})
		}
		return dst, p.skip()
	}
	return dst, fmt.Errorf("%s %w", name, p.otherwise("a number or a text"))
}

// string reads a text, which may be kept.
func (p *parser) string() (string, error) {
	if p.dec.PeekKind() != '"' {
		return "", p.otherwise("a text")
	}
	raw, err := p.dec.ReadValue()
	if err != nil {
		return "", wrongJSON(err)
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return p.words.of(raw[1 : len(raw)-1]), nil
	}
	p.plain, err = jsontext.AppendUnquote(p.plain[:0], raw)
	return p.words.of(p.plain), err
}

// number reads a number. One that is too large for its type is infinite.
func (p *parser) number() (float64, error) {
	if p.dec.PeekKind() != '0' {
		return math.NaN(), p.otherwise("a number")
	}
	_, x, err := p.numeral()
	return x, err
}

// numeral reads a number, and how it is written, which is good until the next value.
func (p *parser) numeral() (raw []byte, x float64, err error) {
	if raw, err = p.dec.ReadValue(); err != nil {
		return nil, math.NaN(), wrongJSON(err)
	}
	x, err = strconv.ParseFloat(string(raw), 64)
	if errors.Is(err, strconv.ErrRange) {
		err = nil
	}
	return raw, x, err
}

// isWhole reports whether a number is written as digits alone.
func isWhole(raw []byte) bool { return !bytes.ContainsAny(raw, ".eE") }

func (p *parser) skip() error { return wrongJSON(p.dec.SkipValue()) }
