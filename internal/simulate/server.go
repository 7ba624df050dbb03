package simulate

import (
	"context"

	"proffer/engine"
)

// A Server is what customers meet. It is done with a report when Feedback
// returns without an error.
type Server interface {
	Rank(ctx context.Context, r engine.Request) (Reply, error)
	Feedback(ctx context.Context, reports []engine.Report) ([]engine.Result, error)
}

// A Reply is what an app gets to know of a decision.
type Reply struct {
	Decision string
	Group    engine.Group
	Reason   engine.Reason
	Segment  string
	Shown    []string // offers, the best slot first
	// Draws are what each slot could have shown, and with which probability. A
	// server that keeps this to itself leaves it nil: its regret is then unknown.
	Draws []engine.Slot
}

// InProcess serves customers from the engine itself.
type InProcess struct{ Service *engine.Service }

// Rank asks the engine.
func (p InProcess) Rank(ctx context.Context, r engine.Request) (Reply, error) {
	a, err := p.Service.Rank(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	reply := Reply{Decision: a.ID, Group: a.Group, Reason: a.Reason, Segment: a.Segment, Draws: a.Slots}
	for _, slot := range a.Shown() {
		reply.Shown = append(reply.Shown, slot.Offer)
	}
	return reply, nil
}

// Feedback reports to the engine.
func (p InProcess) Feedback(ctx context.Context, reports []engine.Report) ([]engine.Result, error) {
	return p.Service.Feedback(ctx, reports)
}
