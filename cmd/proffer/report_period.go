package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"proffer/measure"
	"proffer/offline/export"
)

// A period is the part of a data directory's log that a command asks about.
type period struct {
	app      *app
	data     string
	from, to string
	asJSON   bool
}

// flags declares what every command about a period takes.
func (p *period) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&p.data, "data", "", "data directory (required)")
	f.StringVar(&p.from, "from", "", "first moment whose decisions are counted, a date (UTC) or a time (default: all)")
	f.StringVar(&p.to, "to", "", "first moment whose decisions are not any more (default: none)")
	must(c.MarkFlagRequired("data"))
	jsonFlag(c, &p.asJSON)
}

// question reads the bounds, and names the first that says nothing.
func (p *period) question() (q measure.Question, err error) {
	if q.From, err = export.ParseMoment(p.from); err != nil {
		return q, fmt.Errorf("--from %s: %w", p.from, err)
	}
	if q.To, err = export.ParseMoment(p.to); err != nil {
		return q, fmt.Errorf("--to %s: %w", p.to, err)
	}
	return q, q.Validate()
}

// answered walks the log of a period's directory for an answer. A running server
// gives the same one at a route.
func answered[T any](ctx context.Context, p *period, route string, q measure.Question,
	walk func(context.Context, measure.Past, measure.Question) (*T, error),
) (found *T, err error) {
	if err := isStore(p.data); err != nil {
		return nil, err
	}
	err = p.app.recall(ctx, p.data, route, func(past *watched) (err error) {
		if past.Policy() == nil {
			return fmt.Errorf("%s: no catalogue ever served from it", p.data)
		}
		q.Currency = past.Policy().Currency
		found, err = walk(ctx, past, q)
		return err
	})
	return found, err
}
