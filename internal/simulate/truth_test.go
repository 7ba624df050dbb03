package simulate

import (
	"math"
	"testing"
)

// plain is a truth about one segment without leanings: acceptance and net value.
func plain(s *Simulation, offer, segment string) (accept, value float64) {
	return s.World.Truth.accept(offer, segment, nil), s.World.Truth.value(s.Policy, offer, segment, nil)
}

// The best acceptance is not the best net value: what is taken most here is
// worth less than what is taken half as often.
func TestAcceptanceMisleads(t *testing.T) {
	for _, c := range []struct {
		world                    World
		segment, popular, better string
	}{
		{Skincare(), "first_time_buyer", "happy-skin-promise", "moisturizer-bundle"},
		{Skincare(), "first_time_buyer", "travel-kit", "sunscreen-after-serum"},
		{ProjectTool(), "trial", "trial-to-team", "onboarding-session"},
	} {
		s := prepared(t, c.world, nil)
		popular, worth := plain(s, c.popular, c.segment)
		better, more := plain(s, c.better, c.segment)
		if !(popular > better && worth < more) {
			t.Errorf("%s, accepted by %.2f and worth %.2f, against %s, %.2f and %.2f", c.popular, popular, worth, c.better, better, more)
		}
	}
}

// Some offers are the best of those beside them in one segment and in no other.
func TestBestForOneSegmentOnly(t *testing.T) {
	for _, c := range []struct {
		world          World
		offer, segment string
		rivals         []string
	}{
		{Skincare(), "travel-kit", "repeat_buyer", []string{"sunscreen-after-serum", "skin-consultation"}},
		{Skincare(), "subscribe-and-save", "high_value", []string{"refill"}},
		{ProjectTool(), "five-more-seats", "paid_heavy", []string{"onboarding-session"}},
	} {
		s := prepared(t, c.world, nil)
		for _, g := range s.Policy.Segments {
			_, value := plain(s, c.offer, g.Name)
			rival := math.Inf(-1)
			for _, r := range c.rivals {
				_, v := plain(s, r, g.Name)
				rival = max(rival, v)
			}
			if best := value > rival; best != (g.Name == c.segment) {
				t.Errorf("%s in %s: %.2f against %.2f", c.offer, g.Name, value, rival)
			}
		}
	}
}

// A leaning turns the order of two offers around for the customers who have it.
func TestContextMatters(t *testing.T) {
	s := prepared(t, Skincare(), nil)
	value := func(offer, traffic string) float64 {
		return s.World.Truth.value(s.Policy, offer, "repeat_buyer", map[string]any{"traffic": traffic})
	}
	if value("travel-kit", "search") <= value("sunscreen-after-serum", "search") {
		t.Error("travel-kit should be the better offer for who comes from a search")
	}
	if value("travel-kit", "email") >= value("sunscreen-after-serum", "email") {
		t.Error("sunscreen-after-serum should be the better offer for who comes by e-mail")
	}
}

// Who would never accept an offer in its segment is not shown it either, and no
// first-time buyer is ever shown what is not for them.
func TestFirstTimeBuyersAreSpared(t *testing.T) {
	_, r := run(t, Skincare(), nil)
	for _, g := range r.Segments {
		for _, cell := range g.Offers {
			if g.Name == "first_time_buyer" && (cell.Offer == "skin-consultation" || cell.Offer == "routine-set") {
				t.Errorf("%s was shown to first-time buyers", cell.Offer)
			}
			if cell.Accept.True == 0 {
				t.Errorf("%s was seen in %s, of which the truth says nothing", cell.Offer, g.Name)
			}
		}
	}
}

// Every probability of every truth is one, leanings included.
func TestTruthsAreProbabilities(t *testing.T) {
	for _, w := range Worlds() {
		for offer, nature := range w.Truth.Offers {
			for segment, a := range nature.By {
				most := a.Accept
				for _, l := range w.Truth.Leanings {
					if l.Offer == offer {
						most += l.Points
					}
				}
				for _, p := range []float64{most, a.Refund, a.Churn, a.Ticket, nature.Drag} {
					if !(p >= 0 && p <= 1) {
						t.Errorf("%s in %s: %v is no probability", offer, segment, p)
					}
				}
			}
		}
	}
}
