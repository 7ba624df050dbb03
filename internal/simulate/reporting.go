package simulate

import (
	"context"
	"fmt"
	"time"

	"proffer/engine"
)

// report sends reports to the server, and now and then sends them twice.
func (s *Simulation) report(ctx context.Context, reports ...engine.Report) error {
	if len(reports) == 0 {
		return nil
	}
	if s.noise.Float64() < s.Mishaps.Twice {
		s.agenda.put(s.now.Add(time.Minute), func(ctx context.Context) error { return s.send(ctx, reports, engine.Duplicate) })
	}
	return s.send(ctx, reports, engine.Recorded)
}

// send reports, and holds the server to what must become of them. A refund that
// names an order is unmatched as long as the order's accept has not arrived.
func (s *Simulation) send(ctx context.Context, reports []engine.Report, want engine.Status) error {
	results, err := s.server.Feedback(ctx, reports)
	if err != nil {
		return err
	}
	for i, r := range results {
		s.tally.results[r.Status]++
		waits := r.Status == engine.Unmatched && reports[i].Type == engine.Refund
		if r.Status != want && !waits {
			return fmt.Errorf("report %s (%s) is %s, want %s: %s", r.EventID, reports[i].Type, r.Status, want, r.Detail)
		}
	}
	return nil
}
