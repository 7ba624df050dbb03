package measure

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"proffer/engine"
	"proffer/policy"
)

// A Question is what a report is asked for.
type Question struct {
	From, To time.Time // of the decisions, To not included; zero: no bound
	By       []Dimension
	Currency policy.Currency // of the catalogue in force
	Planned  int             // customers at which the interval of revenue is narrowest, fixed before looking; 0: DefaultPlanned
}

// DefaultPlanned is a size that a shop with a few hundred new customers a week
// reaches within half a year. An interval planned for another size is as valid
// and somewhat wider.
const DefaultPlanned = 10_000

// MaxDimensions is how many dimensions a table may cross: more has too few
// decisions in a row to say anything.
const MaxDimensions = 2

// A Dimension is what the rows of a report are by.
type Dimension string

// The dimensions.
const (
	ByOffer     Dimension = "offer"
	ByPlacement Dimension = "placement"
	BySegment   Dimension = "segment"
	ByTrigger   Dimension = "trigger"
	ByDay       Dimension = "day" // of the decision, in UTC
)

// Dimensions are all of them.
func Dimensions() []Dimension {
	return []Dimension{ByOffer, ByPlacement, BySegment, ByTrigger, ByDay}
}

// ParseDimensions reads dimensions by their names; no name at all is no row but
// the total.
func ParseDimensions(names []string) ([]Dimension, error) {
	var by []Dimension
	for _, name := range names {
		d := Dimension(name)
		switch {
		case !slices.Contains(Dimensions(), d):
			return nil, fmt.Errorf("%q must be %s", name, dimensionList())
		case slices.Contains(by, d):
			return nil, fmt.Errorf("%s is there twice", name)
		}
		by = append(by, d)
	}
	if len(by) > MaxDimensions {
		return nil, fmt.Errorf("%d dimensions are too many: a table crosses at most %d", len(by), MaxDimensions)
	}
	return by, nil
}

func dimensionList() string {
	var names []string
	for _, d := range Dimensions() {
		names = append(names, string(d))
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// of is where a decision stands in this dimension. Each offer that it showed has
// a place of its own, so those are not known from the decision.
func (d Dimension) of(s *engine.Story, offer string) string {
	switch d {
	case ByOffer:
		return offer
	case ByPlacement:
		return s.Decision.Request.Placement
	case BySegment:
		return s.Decision.Segment
	case ByTrigger:
		return s.Decision.Request.Trigger
	default:
		return s.Decision.At.UTC().Format(time.DateOnly)
	}
}

// byOffer reports whether a row is about offers rather than about decisions.
func (q *Question) byOffer() bool { return slices.Contains(q.By, ByOffer) }

// planned is the size that the interval of revenue was planned for.
func (q *Question) planned() int {
	if q.Planned == 0 {
		return DefaultPlanned
	}
	return q.Planned
}

// Validate refuses a question that has no answer.
func (q *Question) Validate() error {
	if !q.To.IsZero() && !q.From.Before(q.To) {
		return fmt.Errorf("measure: nothing is from %s on and before %s", q.From.Format(time.RFC3339), q.To.Format(time.RFC3339))
	}
	if q.Planned != 0 && q.Planned < 1 {
		return fmt.Errorf("measure: %d planned customers: must be at least 1", q.Planned)
	}
	return nil
}
