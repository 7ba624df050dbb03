package simulate

import "testing"

// With enough visits the engine loses, a draw, less than a third of what blind
// draws lose, and less than half of what it lost at first. Seed 1, 8,000 visits
// in 60 days: about 12,000 draws in the shop and 9,000 in the tool, so a tenth's
// mean regret has a standard error near a tenth of itself.
func TestRegretFalls(t *testing.T) {
	for _, w := range Worlds() {
		s, r := run(t, w, func(c *Config) { c.Visits, c.Span = 8000, 60*day })
		t.Logf("%s: %+v", w.Name, r.Regret)
		if got := r.Regret.Last.Relative(); !(got < 1.0/3) {
			t.Errorf("%s: the last tenth lost %.2f of what blind draws lose, want under 1/3", w.Name, got)
		}
		if first, last := r.Regret.First.Regret, r.Regret.Last.Regret; !(last < first/2) {
			t.Errorf("%s: regret fell from %.3f to %.3f, want under half", w.Name, first, last)
		}
		abandonsLosses(t, r)
		holdsTheTruth(t, r)
		neverNegative(t, s)
	}
}

// An offer that loses money with everybody ends near its floor. The floor gives
// it at most 0.5 %, and doubt a little more: among some 150 draws, 6 % is
// beyond three standard errors of 2 %.
func abandonsLosses(t *testing.T, r Report) {
	t.Helper()
	if len(r.Losing) != 1 {
		t.Fatalf("%s: %d offers lose money with everybody, want 1", r.World, len(r.Losing))
	}
	if l := r.Losing[0]; !(l.First > 0.1 && l.Last < 0.06) {
		t.Errorf("%s: %s went from %.3f of the draws to %.3f, want from over 0.1 to under 0.06", r.World, l.Offer, l.First, l.Last)
	}
}

// The 95 % intervals contain the truth nearly as often as they say. An interval
// is a little too narrow where segments that differ still count as one, so 88 %
// of them do over many seeds; of n = 20, fewer than 70 % would at that rate with
// probability 0.02.
func holdsTheTruth(t *testing.T, r Report) {
	t.Helper()
	c := r.Calibration
	if c.Cells < 20 {
		t.Fatalf("%s: %d intervals, want at least 20", r.World, c.Cells)
	}
	if least := c.Cells * 7 / 10; c.Accept < least || c.NetValue < least {
		t.Errorf("%s: of %d intervals %d of acceptance and %d of net value contain the truth, want at least %d",
			r.World, c.Cells, c.Accept, c.NetValue, least)
	}
}

// No draw is better than the best that it could have been.
func neverNegative(t *testing.T, s *Simulation) {
	t.Helper()
	for _, d := range s.tally.draws {
		if !(d.Value <= d.BestIs && d.ByChance <= d.BestIs+1e-9) {
			t.Fatalf("%s: %+v is better than the best", s.World.Name, d)
		}
	}
}
