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
	}, says("The facts that an app may send with a request, by name: conditions ask for them, and strategies that learn from context use all of them."),
		entry("One signal: its type, and how its values become features."))
	b.r.scope.conditions = newConditions(b.c.Signals, doubted)
	b.r.scope.conditions.served = b.r.served
}

func signal(name string, s *Settings) features.Signal {
	types := []features.Type{features.Number, features.Count, features.Boolean, features.Category, features.Set, features.Duration}
	return features.Signal{
		Name: name,
		Type: enum(s, "type", "", types, Required,
			says("What values the signal has; a value of another type is refused with the request that sends it.")),
		Scale: enum(s, "scale", "", []features.Scale{features.None, features.Log, features.Standard},
			says("How a number, a count or a duration in hours becomes a feature: as it is (none, the default of a number), as its logarithm "+
				"ln(1+x) (log, the default of a count and a duration), or as (x − mean)/sd (standard); choose log for money.")),
		Mean:    s.Number("mean", says("What scale standard subtracts: the usual value, in the signal's own unit, of a duration in hours; 0 when it is left out.")),
		SD:      s.Number("sd", AtLeast(0), says("What scale standard divides by: the standard deviation, above 0; required with that scale and refused with another.")),
		Values:  s.Strings("values", says("The values that a category or the members of a set are known to have, at most 1024: each is learned for itself and all others together; without it values are hashed.")),
		Buckets: s.Count("buckets", says("How many features the hashed values of a category or a set without values share, from 1 to 1024; 16 when it is left out, more when there are many values.")),
	}
}

func (b *builder) segments(s *Settings) {
	s.list("segments", func(s *Settings) {
		seg := Segment{
			Name: s.name("name", segmentNames, says("The segment's name, as it stands in answers, reports and switches.")),
			When: s.Condition("when", Required, says("The condition that a customer of the segment fulfils.")),
		}
		if seg.Name != "" && b.declare(s, "name", seg.Name, &b.r.scope.segments) {
			b.c.Segments = append(b.c.Segments, seg)
		}
	}, says("Groups of customers, in order: the first whose condition holds is the customer's, and who fits none has none."),
		entry("One segment."))
}

// declare notes a name that others may refer to, and reports one said twice. It
// says whether what has the name can be gone on with.
func (b *builder) declare(s *Settings, field, name string, declared *[]string) bool {
	if slices.Contains(*declared, name) {
		s.Fault(field, "is taken already", "")
		return b.r.served
	}
	*declared = append(*declared, name)
	return true
}

// interactions reads crossings such as "segment × cart_value".
func (b *builder) interactions(s *Settings) {
	crossing := &shape{Description: "One crossing, such as segment × cart_value; * and x are read as × too.", Type: "string", Pattern: `^ *segment +[×*x] +[A-Za-z0-9_]+ *$`}
	words := says("The signals whose meaning each segment learns for itself; add one when you know that it differs, since every crossing takes more evidence.")
	for _, name := range s.words("interactions", crossing, newRule(0, 0, []Option{words}), b.crossed) {
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
