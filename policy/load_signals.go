package policy

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"proffer/features"
)

func (b *builder) signals(s *Settings) {
	doubted := make(map[string]bool)
	s.named("signals", signalNames, func(name string, s *Settings) {
		before := len(b.r.faults)
		sig := signal(name, s)
		if slices.Contains(reserved, name) {
			b.r.fault(s.at, s.path, "is a word of conditions", "give the signal another name")
		}
		doubted[name] = len(b.r.faults) > before
		b.c.Signals = append(b.c.Signals, sig)
	})
	b.r.scope.conditions = newConditions(b.c.Signals, doubted)
}

func signal(name string, s *Settings) features.Signal {
	types := []features.Type{features.Number, features.Count, features.Boolean, features.Category, features.Set, features.Duration}
	return features.Signal{
		Name:    name,
		Type:    enum(s, "type", "", types, Required),
		Scale:   enum(s, "scale", "", []features.Scale{features.None, features.Log, features.Standard}),
		Mean:    s.Number("mean"),
		SD:      s.Number("sd", AtLeast(0)),
		Values:  s.Strings("values"),
		Buckets: s.Count("buckets"),
	}
}

func (b *builder) segments(s *Settings) {
	s.list("segments", func(s *Settings) {
		seg := Segment{Name: s.name("name", segmentNames), When: s.Condition("when", Required)}
		if seg.Name == "" {
			return
		}
		b.declare(s, "name", seg.Name, &b.r.scope.segments)
		b.c.Segments = append(b.c.Segments, seg)
	})
}

// declare notes a name that others may refer to, and reports one said twice.
func (b *builder) declare(s *Settings, field, name string, declared *[]string) {
	if slices.Contains(*declared, name) {
		s.Fault(field, "is taken already", "")
		return
	}
	*declared = append(*declared, name)
}

// interactions reads crossings such as "segment × cart_value".
func (b *builder) interactions(s *Settings) {
	crossing := &shape{Type: "string", Pattern: `^ *segment +[×*x] +[A-Za-z0-9_]+ *$`}
	for _, name := range s.words("interactions", crossing, newRule(0, 0, nil), b.crossed) {
		b.c.Interactions = append(b.c.Interactions, features.Interaction{Signal: name})
	}
}

// crossed parses "segment × signal", which may be typed with * or x, and returns
// the signal.
func (b *builder) crossed(n ast.Node, r rule) (signal, problem, hint string) {
	words, problem, hint := text(n, r)
	if problem != "" {
		return "", problem, hint
	}
	parts := strings.Fields(words)
	if len(parts) != 3 || parts[0] != "segment" || !slices.Contains([]string{"×", "*", "x"}, parts[1]) {
		return "", `must be such as "segment × cart_value"`, ""
	}
	problem, hint = b.r.scope.conditions.unfit(parts[2], nil)
	return parts[2], problem, hint
}

// checkSchema lets package features judge what it will have to encode: all that
// could be read so far. It names the field, and the field knows its place.
func (b *builder) checkSchema(doubted map[string]bool) {
	schema := b.c.Schema()
	schema.Signals = slices.DeleteFunc(slices.Clone(schema.Signals), func(s features.Signal) bool { return doubted[s.Name] })
	schema.Interactions = slices.DeleteFunc(slices.Clone(schema.Interactions), func(i features.Interaction) bool { return doubted[i.Signal] })
	var faults features.Errors
	if !errors.As(schema.Validate(), &faults) {
		return
	}
	for _, f := range faults {
		b.r.fault(b.r.places.near(f.Field), f.Field, f.Problem, "")
	}
}
