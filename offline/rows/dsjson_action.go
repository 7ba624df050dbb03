package rows

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// ActionNames gives the actions of examples names: Vowpal Wabbit knows an action by
// its features and its place alone.
type actionNames struct {
	by     Naming
	known  map[string]string // by the JSON of the action; empty: it has none of its own
	parser *parser
}

// read reads _multi. What the probability of an action is, _multi does not say.
func (n *actionNames) read(from *parser, dst []Pair) ([]Pair, error) {
	first, named := len(dst), n.by != ByPlace
	err := from.list(func() error {
		raw, err := from.dec.ReadValue()
		if err != nil {
			return wrongJSON(err)
		}
		name, ok := "", true
		if named || len(dst) == first { // what is no action is told
			name, ok = n.known[string(raw)]
		}
		if !ok {
			if name, err = n.name(raw); err != nil {
				return err
			}
		}
		named = named && name != "" && !has(dst[first:], name)
		dst = append(dst, Pair{name, math.NaN()})
		return nil
	})
	if !named {
		for i := range dst[first:] {
			dst[first+i].Name = strconv.Itoa(i + 1)
		}
	}
	return dst, err
}

func has(pairs []Pair, name string) bool {
	return slices.ContainsFunc(pairs, func(p Pair) bool { return p.Name == name })
}

// name finds the name of an action, empty if it has none, and remembers it.
func (n *actionNames) name(raw []byte) (string, error) {
	if n.parser == nil {
		n.parser, n.known = newParser(), map[string]string{}
	}
	n.parser.begin(raw)
	a := known{parser: n.parser}
	if err := a.parser.object(a.member); err != nil {
		return "", err
	}
	name := cmp.Or(a.tag, a.id)
	switch {
	case name != "":
	case len(a.features) == 1 && a.features[0].Value == 1:
		name = a.features[0].Name
	case len(a.features) > 0 && n.by == ByFeatures:
		name = string(raw)
	}
	if len(n.known) < mostWords {
		n.known[string(raw)] = name
	}
	return name, nil
}

// Known is what is known of an action that is being read.
type known struct {
	*parser
	tag, id  string
	features []Pair // under their own names, without those of what they are in
}

// member reads a member of an action, or of what is inside of it.
func (a *known) member(name string) (err error) {
	kind := a.dec.PeekKind()
	switch {
	case kind == '{':
		return a.object(a.member)
	case kind == '[':
		return a.list(func() error { return a.member(name) })
	case (name == "_tag" || name == "id") && (kind == '"' || kind == '0'):
		c, err := a.cell(nil)
		if name == "_tag" {
			a.tag = c.String()
		} else {
			a.id = cmp.Or(a.id, c.String())
		}
		return err
	}
	a.features, err = a.feature(a.features, name)
	return err
}
