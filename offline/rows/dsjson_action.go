package rows

import (
	"bytes"
	"math"
	"strconv"
)

// ActionNames gives the actions of examples names. Vowpal Wabbit knows an action
// by its features alone, so its name is its _tag or its id, the one feature that
// it has, or else all of them as JSON.
type actionNames struct {
	known  map[string]string // by the JSON of the action
	parser *parser
}

// read reads _multi. What the probability of an action is, _multi does not say.
func (n *actionNames) read(from *parser, dst []Pair) ([]Pair, error) {
	err := from.list(func() error {
		raw, err := from.dec.ReadValue()
		if err != nil {
			return wrongJSON(err)
		}
		name, ok := n.known[string(raw)]
		if !ok {
			if name, err = n.name(raw, len(dst)+1); err != nil {
				return err
			}
		}
		dst = append(dst, Pair{name, math.NaN()})
		return nil
	})
	return dst, err
}

// name finds the name of an action, and remembers it.
func (n *actionNames) name(raw []byte, number int) (string, error) {
	if n.parser == nil {
		n.parser, n.known = newParser(), map[string]string{}
	}
	p, id := n.parser, ""
	var features []Pair
	member := func(name string) error {
		before := len(features)
		var err error
		if features, err = p.feature(features, name); err != nil {
			return err
		}
		if text, ok := bytes.CutPrefix(p.plain, []byte(name+"=")); ok && (name == "_tag" || name == "id") && len(features) > before {
			id = string(text)
		}
		return nil
	}
	p.begin(raw)
	err := p.object(func(namespace string) error {
		if p.dec.PeekKind() == '{' {
			return p.object(member)
		}
		return member(namespace)
	})
	if err != nil {
		return "", err
	}
	name := id
	switch {
	case name != "":
	case len(features) == 0:
		return strconv.Itoa(number), nil // and the next without features is another
	case len(features) == 1 && features[0].Value == 1:
		name = features[0].Name
	default:
		name = string(raw)
	}
	if len(n.known) < mostWords {
		n.known[string(raw)] = name
	}
	return name, nil
}
