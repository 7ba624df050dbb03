package httpapi

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"

	"proffer/engine"
	"proffer/words"
)

// A survey reads a value that did not fit, a second time and field by field: what
// fits is kept, and whatever does not is named. Input that fits never gets here.
type survey struct{ faults []fault }

// maxFaults bounds what one answer names, so that a body made of faults does not
// come back several times as large.
const maxFaults = 1000

// surveyed names everything of text that does not fit v, and leaves in v what does.
// Text is JSON.
func surveyed(text []byte, v any) *refusal {
	into := reflect.ValueOf(v).Elem()
	into.SetZero()
	var s survey
	s.read("", bytes.TrimLeft(text, " \t\r\n"), into)
	return refuseFields(s.faults)
}

func refuseFields(faults []fault) *refusal {
	detail := counted(len(faults), "field")
	if len(faults) >= maxFaults {
		detail = "at least " + detail
	}
	return refuse(invalid, detail, faults...)
}

func (s *survey) full() bool { return len(s.faults) >= maxFaults }

func (s *survey) add(at, why string) {
	if !s.full() {
		s.faults = append(s.faults, fault{Field: cut(at, maxField), Detail: why})
	}
}

// read reads the value at a path into v, which is empty and addressable.
func (s *survey) read(path string, text []byte, v reflect.Value) {
	brace := text[0]
	switch v.Kind() {
	case reflect.Pointer:
		if brace != 'n' { // null
			v.Set(reflect.New(v.Type().Elem()))
			s.read(path, text, v.Elem())
			return
		}
	case reflect.Struct:
		if names := memberNames(v.Type()); brace == '{' && len(names) > 0 {
			s.object(path, text, v, names)
			return
		}
	case reflect.Map:
		if brace == '{' {
			s.entries(path, text, v)
			return
		}
	case reflect.Slice:
		if brace == '[' {
			s.list(path, text, v)
			return
		}
	}
	if at, why, ok := fits(text, v.Addr().Interface()); !ok {
		v.SetZero()
		s.add(join(path, at), why)
	}
}

// object reads what has a field of its own in v, and names what has none.
func (s *survey) object(path string, text []byte, v reflect.Value, names []string) {
	fields := reflect.VisibleFields(v.Type())
	for name, value := range parts(text) {
		i := slices.IndexFunc(fields, func(f reflect.StructField) bool { return jsonName(f) == name })
		switch {
		case s.full():
			return
		case i >= 0 && name != "":
			s.read(join(path, name), value, v.FieldByIndex(fields[i].Index))
		default:
			s.add(join(path, name), "is not known here"+meant(name, names))
		}
	}
}

// meant asks for the known name that an unknown one resembles, if there is one:
// who writes offer means offer_id.
func meant(name string, names []string) string {
	near := words.Nearest(name, names)
	if id := name + "_id"; slices.Contains(names, id) {
		near = id
	}
	if near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}

func (s *survey) entries(path string, text []byte, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	for name, value := range parts(text) {
		entry := reflect.New(v.Type().Elem()).Elem()
		s.read(join(path, name), value, entry)
		v.SetMapIndex(reflect.ValueOf(name), entry)
	}
}

func (s *survey) list(path string, text []byte, v reflect.Value) {
	for at, value := range parts(text) {
		if s.full() {
			return
		}
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		s.read(join(path, at), value, v.Index(v.Len()-1))
	}
}

// join is the path of what is at an end of another.
func join(path, end string) string {
	if path == "" || end == "" || end[0] == '[' {
		return path + end
	}
	return path + "." + end
}

// memberNames are the names that a struct has in JSON; one without any, such as a
// time, is written as a single value.
func memberNames(t reflect.Type) (names []string) {
	for _, f := range reflect.VisibleFields(t) {
		if name := jsonName(f); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// complete adds to a refusal of fields what is wrong with those that could be
// read, inside of a field in or at the top. One that is named already, or that a
// named one is a part of, is not named again: what was read of it is not what was
// sent.
func (e *refusal) complete(in string, rest error) {
	var bad *engine.Invalid
	if !errors.As(rest, &bad) {
		return
	}
	unfit := e.faults
	for _, f := range bad.Fields {
		field := in + f.Field
		if alternative(f.Problem, in, unfit) {
			continue
		}
		if len(e.faults) < maxFaults && !slices.ContainsFunc(unfit, func(u fault) bool { return within(field, u.Field) || within(u.Field, field) }) {
			e.faults = append(e.faults, fault{Field: field, Detail: f.Problem})
		}
	}
	e.detail = refuseFields(e.faults).detail
}

// alternative reports whether a problem asks for one of several fields of which
// another was sent, and is named already as what does not fit.
func alternative(problem, in string, unfit []fault) bool {
	others := strings.Fields(problem)
	return len(others) > 0 && others[0] == "or" && slices.ContainsFunc(unfit, func(u fault) bool {
		name, inside := strings.CutPrefix(u.Field, in)
		return inside && slices.Contains(others, name)
	})
}

// within reports whether a path is another or a part of it; all are parts of "".
func within(path, of string) bool {
	rest, ok := strings.CutPrefix(path, of)
	return ok && (rest == "" || of == "" || rest[0] == '.' || rest[0] == '[')
}
