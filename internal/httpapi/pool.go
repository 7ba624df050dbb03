package httpapi

import (
	"context"
	"time"
)

// A lane is the pool of places that a route's requests work in.
type lane int

// The lanes. Feedback has one of its own, so that it is still taken while
// rank requests are more than can be answered, and the other way round.
const (
	noLane lane = iota // not limited: cheap, and asked just when all else is full
	workLane
	feedbackLane
	walkLane // walks over the log, which take long and as much as they get
)

// A pool has so many places, and a queue in front of them in which nobody
// waits for long. It may be shared.
type pool struct {
	places chan struct{}
	queue  time.Duration
}

func newPool(places int, queue time.Duration) *pool {
	return &pool{places: make(chan struct{}, places), queue: queue}
}

// enter takes a place, to be left by calling leave. A nil pool has room for all.
func (p *pool) enter(ctx context.Context) (leave func(), err error) {
	if p == nil {
		return func() {}, nil
	}
	select {
	case p.places <- struct{}{}:
		return p.leave, nil
	default:
		return p.wait(ctx)
	}
}

func (p *pool) wait(ctx context.Context) (leave func(), err error) {
	patience := time.NewTimer(p.queue)
	defer patience.Stop()
	select {
	case p.places <- struct{}{}:
		return p.leave, nil
	case <-patience.C:
		return nil, refuse(overloaded, "More is being asked than can be answered now.").with("Retry-After", "1")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pool) leave() { <-p.places }
