package policy

import (
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
)

// maxText bounds every text of a catalogue, in bytes.
const maxText = 4096

// Text reads a text.
func (s *Settings) Text(name string, opts ...Option) string {
	return scalar(s, name, &shape{Type: "string", MaxLength: maxText}, newRule(0, 0, opts), text)
}

// Bool reads true or false.
func (s *Settings) Bool(name string, opts ...Option) bool {
	return scalar(s, name, &shape{Type: "boolean"}, newRule(0, 0, opts), func(n ast.Node, _ rule) (bool, string, string) {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			return false, "must be true or false", ""
		}
		return b.Value, "", ""
	})
}

// Count reads a whole number that is not negative.
func (s *Settings) Count(name string, opts ...Option) int {
	return s.integer(name, newRule(0, 1e9, opts))
}

// Integer reads a whole number of either sign.
func (s *Settings) Integer(name string, opts ...Option) int {
	return s.integer(name, newRule(-1e9, 1e9, opts))
}

func (s *Settings) integer(name string, r rule) int {
	return scalar(s, name, r.shape("integer"), r, func(n ast.Node, r rule) (int, string, string) {
		whole, err := strconv.Atoi(figure(n))
		if err != nil {
			return 0, "must be a whole number", ""
		}
		return whole, r.check(float64(whole), plain), ""
	})
}

// Number reads a decimal number.
func (s *Settings) Number(name string, opts ...Option) float64 {
	r := newRule(-1e12, 1e12, opts)
	return scalar(s, name, r.shape("number"), r, func(n ast.Node, r rule) (float64, string, string) {
		x, err := strconv.ParseFloat(figure(n), 64)
		if err != nil {
			return 0, "must be a number", ""
		}
		return x, r.check(x, plain), ""
	})
}

// Enum reads one of a few words. fallback is what silence means.
func (s *Settings) Enum(name, fallback string, allowed []string, opts ...Option) string {
	r := newRule(0, 0, opts)
	if fallback != "" {
		r.fallback = fallback
	}
	return scalar(s, name, &shape{Enum: allowed}, r, oneOf(allowed))
}

// enum is Enum for a type of its own.
func enum[T ~string](s *Settings, name string, fallback T, allowed []T, opts ...Option) T {
	words := make([]string, len(allowed))
	for i, a := range allowed {
		words[i] = string(a)
	}
	return T(s.Enum(name, string(fallback), words, opts...))
}

// scalar reads one field. parse returns the value, what is wrong with it, and a
// hint at what was meant.
func scalar[T any](s *Settings, name string, sh *shape, r rule, parse func(ast.Node, rule) (T, string, string)) T {
	f := s.ask(name, sh, r)
	if f == nil {
		return or[T](r)
	}
	if s.r.served {
		r.low, r.high = math.Inf(-1), math.Inf(1)
	}
	value, problem, hint := parse(f.value, r)
	if problem != "" {
		s.r.fault(f.place, s.sub(name), problem, hint)
		return or[T](r)
	}
	return value
}

func text(n ast.Node, _ rule) (string, string, string) {
	words := ""
	switch t := n.(type) {
	case *ast.StringNode:
		words = t.Value
	case *ast.LiteralNode:
		words = t.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return "", "must be text", "put it in quotes"
	default:
		return "", "must be text", ""
	}
	if len(words) > maxText {
		return "", fmt.Sprintf("has %d bytes, more than %d", len(words), maxText), ""
	}
	return words, "", ""
}

// oneOf parses one of a few words.
func oneOf(allowed []string) func(ast.Node, rule) (string, string, string) {
	return func(n ast.Node, r rule) (string, string, string) {
		word, problem, _ := text(n, r)
		if problem != "" {
			return "", "must be " + listed(allowed), ""
		}
		for _, a := range allowed {
			if word == a {
				return word, "", ""
			}
		}
		return "", fmt.Sprintf("must be %s, not %q", listed(allowed), clip(word)), suggest(word, allowed)
	}
}

// clip shortens a word that a message repeats.
func clip(word string) string {
	if utf8.RuneCountInString(word) <= 40 {
		return word
	}
	return string([]rune(word)[:40]) + "…"
}
