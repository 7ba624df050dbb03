package guardrails

import (
	"fmt"

	"proffer/policy"
)

// slate keeps the offers of one answer apart: no two of a type, and no more
// than so many discounts.
type slate struct {
	apart     bool
	discounts int
}

func newSlate(s *policy.Settings) Cap {
	c := slate{
		apart:     s.Bool("distinct_types", policy.Or(false)),
		discounts: s.Count("max_discounts", policy.Or(unbounded)),
	}
	if !c.apart && c.discounts == unbounded {
		s.Fault("type", "limits nothing", "give it distinct_types or max_discounts")
	}
	return c
}

// unbounded is a count that no slate reaches.
const unbounded = 1 << 20

func (l slate) Refuse(c *Case, o *policy.Offer) (reason, detail string) {
	discounts := 0
	for _, before := range c.Slate {
		if l.apart && before.Type == o.Type {
			return "slate", fmt.Sprintf("%s is of type %s and stands in this answer already", before.ID, o.Type)
		}
		if before.Discount > 0 {
			discounts++
		}
	}
	if o.Discount > 0 && discounts >= l.discounts {
		return "slate", fmt.Sprintf("%d of %d discounts stand in this answer", discounts, l.discounts)
	}
	return "", ""
}
