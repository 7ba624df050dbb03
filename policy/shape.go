package policy

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// A shape is what a field may hold, in the words of JSON Schema.
type shape struct {
	Schema      string            `json:"$schema,omitempty"`
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	Type        string            `json:"type,omitempty"`
	Const       *int              `json:"const,omitempty"`
	Enum        []string          `json:"enum,omitempty"`
	AnyOf       []*shape          `json:"anyOf,omitempty"`
	Pattern     string            `json:"pattern,omitempty"`
	MaxLength   int               `json:"maxLength,omitempty"`
	Minimum     *float64          `json:"minimum,omitempty"`
	Above       *float64          `json:"exclusiveMinimum,omitempty"`
	Maximum     *float64          `json:"maximum,omitempty"`
	Default     any               `json:"default,omitempty"`
	Items       *shape            `json:"items,omitempty"`
	MinItems    int               `json:"minItems,omitempty"`
	Required    []string          `json:"required,omitempty"`
	Properties  map[string]*shape `json:"properties,omitempty"`
	MinEntries  int               `json:"minProperties,omitempty"`
	Others      any               `json:"additionalProperties,omitempty"` // *shape or bool
}

// add notes a field.
func (sh *shape) add(name string, field *shape, r rule) {
	if r.required {
		sh.Required = append(sh.Required, name)
	}
	sh.Properties[name] = field.with(r)
}

// with is the shape of a field with what is said of it, and with what its
// silence means where that is worth saying.
func (sh *shape) with(r rule) *shape {
	described := *sh
	described.Description = r.words
	switch d := r.fallback.(type) {
	case nil:
	case time.Duration:
		described.Default = written(d)
	case string:
		if d != "" {
			described.Default = d
		}
	default:
		described.Default = d
	}
	return &described
}

// written is a duration as an operator would write it.
func written(d time.Duration) string {
	if d > 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}

// shape is a number within the rule's bounds.
func (r rule) shape(kind string) *shape {
	sh := &shape{Type: kind, Minimum: new(r.low), Maximum: new(r.high)}
	if r.low == math.SmallestNonzeroFloat64 {
		sh.Minimum, sh.Above = nil, new(0.0)
	}
	return sh
}

// describe is the shape of a mapping, of which words say what it is, made by
// reading its fields from nothing. It is nil unless s itself is being described.
func (s *Settings) describe(words string, read func(*Settings)) *shape {
	if s.shape == nil {
		return nil
	}
	d := &Settings{r: s.r, broken: true, shape: &shape{Description: words, Type: "object", Properties: make(map[string]*shape)}}
	read(d)
	d.shape.Others = d.free
	return d.shape
}

// JSONSchema describes the catalogue's file to editors. It is made by the same
// readers that Load uses, so it knows the same fields.
func JSONSchema() []byte {
	out, err := json.MarshalIndent(shapeOfAll(), "", "  ")
	if err != nil {
		panic("policy: a schema of plain values cannot be written: " + err.Error())
	}
	return append(out, '\n')
}

// shapeOfAll is the shape of a whole catalogue.
func shapeOfAll() *shape {
	b := &builder{c: new(Catalogue), r: &reading{src: new(source), places: make(places), scope: newScope()}}
	root := &Settings{r: b.r, broken: true, shape: new(shape)}
	root.shape = root.describe("What may be offered, when, where and to whom, and how it is chosen and learned from.", b.catalogue)
	root.shape.Schema = "https://json-schema.org/draft/2020-12/schema"
	root.shape.Title = "Proffer catalogue"
	return root.shape
}
