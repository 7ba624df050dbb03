package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The one place that knows the JSON library. It refuses duplicate keys, text
// that is not UTF-8 and whatever follows the value by itself; maps are written
// in the order of their keys, so that one reply has one encoding.
var (
	reading = json.RejectUnknownMembers(true)
	writing = json.Deterministic(true)
)

// maxDepth is how deep input may nest.
const maxDepth = 16

func encode(v any) ([]byte, error) {
	text, err := json.Marshal(v, writing)
	if err != nil {
		return nil, fmt.Errorf("httpapi: reply: %w", err)
	}
	return text, nil
}

// decode reads exactly one value into v, which is empty. The error is a refusal:
// malformed when text is not JSON, invalid when it is JSON and does not fit; then
// every field that does not is named, and v has the others. Neither repeats the
// input, apart from the names of fields.
func decode(text []byte, v any) error {
	if deeper(text, maxDepth) {
		return refuse(malformed, fmt.Sprintf("It is nested more than %d deep.", maxDepth))
	}
	err := json.Unmarshal(text, v, reading)
	if err == nil {
		return nil
	}
	if as[*json.SemanticError](err) {
		var whole jsontext.Value // reads on behind the first misfit
		if err = json.Unmarshal(text, &whole); err == nil {
			return surveyed(text, v)
		}
	}
	var broken *jsontext.SyntacticError
	switch {
	case len(text) == 0:
		return refuse(malformed, "It is empty.")
	case errors.As(err, &broken):
		return refuse(malformed, notJSON(text, broken))
	}
	return fmt.Errorf("httpapi: body: %w", err)
}

// parts are the values inside of an object or a list, which text is, in their order
// and each with the end of its path.
func parts(text []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		in := jsontext.NewDecoder(bytes.NewReader(text))
		open, err := in.ReadToken()
		for i := 0; err == nil && in.PeekKind() != '}' && in.PeekKind() != ']'; i++ {
			at := "[" + strconv.Itoa(i) + "]"
			if open.Kind() == '{' {
				var name jsontext.Token
				if name, err = in.ReadToken(); err != nil {
					return
				}
				at = name.String()
			}
			var value []byte
			if value, err = in.ReadValue(); err != nil || !yield(at, value) {
				return
			}
		}
	}
}

// fits reads the value text into v; if it cannot be, it says where inside and why.
func fits(text []byte, v any) (at, why string, ok bool) {
	var misfit *json.SemanticError
	if err := json.Unmarshal(text, v, reading); errors.As(err, &misfit) {
		return fieldPath(misfit.JSONPointer), misfits(misfit), false
	}
	return "", "", true
}

// deeper reports whether text nests more than limit deep, strings aside.
func deeper(text []byte, limit int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
		if depth > limit {
			return true
		}
	}
	return false
}

// notJSON says what keeps text from being JSON, and where.
func notJSON(text []byte, e *jsontext.SyntacticError) string {
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		return "It begins with a byte order mark (EF BB BF); send UTF-8 without one."
	}
	if n := validUTF8(text); n < len(text) {
		return fmt.Sprintf("It is not UTF-8 at byte %d.", n)
	}
	place := fmt.Sprintf("at byte %d", e.ByteOffset)
	if field := fieldPath(e.JSONPointer); field != "" {
		place += ", in " + field
	}
	if errors.Is(e, jsontext.ErrDuplicateName) {
		return "A name stands twice in one object " + place + "."
	}
	return "It is not JSON " + place + "."
}

// validUTF8 is how many bytes of text are UTF-8 before the first that is not.
func validUTF8(text []byte) int {
	for n := 0; n < len(text); {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size <= 1 {
			return n
		}
		n += size
	}
	return len(text)
}

// misfits completes the sentence that begins with the field.
func misfits(e *json.SemanticError) string {
	if errors.Is(e, json.ErrUnknownName) {
		return "is not known here"
	}
	if e.GoType == nil {
		return "has another type than it should"
	}
	if e.GoType == reflect.TypeFor[time.Time]() {
		return `must be a time as in RFC 3339, such as "2026-01-02T03:04:05Z"`
	}
	switch e.GoType.Kind() {
	case reflect.String:
		return "must be a string"
	case reflect.Bool:
		return "must be true or false"
	case reflect.Int, reflect.Int64:
		return "must be a whole number that fits 64 bits"
	case reflect.Float64:
		return "must be a number that fits 64 bits"
	case reflect.Slice:
		return "must be a list"
	case reflect.Interface:
		return "has a value that cannot be read"
	}
	return "must be an object"
}

// maxField bounds how much of a name that a caller made up is said back.
const maxField = 200

// fieldPath writes a JSON pointer as the path that a programmer would: events[3].time.
func fieldPath(p jsontext.Pointer) string {
	var path strings.Builder
	for token := range p.Tokens() {
		if token != "" && strings.Trim(token, "0123456789") == "" {
			path.WriteString("[" + token + "]")
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(token)
	}
	return cut(strings.ToValidUTF8(path.String(), string(utf8.RuneError)), maxField)
}

// cut shortens text to at most n bytes, at the edge of a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + "…"
}
