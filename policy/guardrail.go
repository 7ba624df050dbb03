package policy

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A Guardrail is one rule of the catalogue that may withhold offers. Here it is
// only a name and a type: what its settings mean is for the package that knows
// the type, which reads them with Settings.
type Guardrail struct {
	Name string
	Type string

	path   string
	node   ast.Node
	src    *source
	scope  *scope
	served bool
}

// Settings begins to read the guardrail's own fields. Its faults have the lines
// and columns of the catalogue's file, as those of Load have.
func (g Guardrail) Settings() *Settings {
	r := &reading{src: g.src, scope: g.scope, places: make(places), served: g.served}
	s := r.open(g.path, g.node)
	s.known = append(s.known, "name", "type")
	return s
}

// Fault is a fault of the guardrail as a whole.
func (g Guardrail) Fault(problem, hint string) Fault {
	f := faultAt(placeOf(g.node), g.path, problem)
	f.Hint = hint
	return f
}

// words are all that the guardrail's settings say, and the signals that a
// first_time_buyer means when it says nothing.
func (g Guardrail) words() []string {
	words := strings.FieldsFunc(g.node.String(), func(r rune) bool {
		return !strings.ContainsRune(letters+digits+"_", r)
	})
	if g.Type == "first_time_buyer" {
		words = append(words, "orders", "cart_value")
	}
	return words
}
