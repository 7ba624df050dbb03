package simulate

import "slices"

// Regret is what draws of a strategy that learns lost against the best that
// they could have shown, in true net value, given the slots before and what
// conditions and guardrails had left.
type Regret struct {
	Draws int     `json:"draws"`
	Whole Stretch `json:"whole"`
	First Stretch `json:"first_tenth"`
	Last  Stretch `json:"last_tenth"`
}

// A Stretch is the mean over some draws; money is in major units of the currency.
type Stretch struct {
	Regret    float64 `json:"regret"`
	ByChance  float64 `json:"regret_by_chance"` // had each draw been blind: any of its offers, or none
	Value     float64 `json:"value"`            // true net value of what was shown
	Best      float64 `json:"best_value"`       // of the best that could have been shown
	BestShown float64 `json:"best_shown"`       // share of the draws that showed the best
}

// Relative is the regret as a share of that of chance.
func (s Stretch) Relative() float64 {
	if s.ByChance == 0 {
		return 0
	}
	return s.Regret / s.ByChance
}

func regretOf(draws []draw) Regret {
	return Regret{Draws: len(draws), Whole: mean(draws), First: mean(draws[:len(draws)/10]), Last: mean(lastTenth(draws))}
}

func lastTenth(draws []draw) []draw { return draws[len(draws)-len(draws)/10:] }

func mean(draws []draw) Stretch {
	var s Stretch
	n := float64(len(draws))
	for _, d := range draws {
		s.Regret += (d.BestIs - d.Value) / n
		s.ByChance += (d.BestIs - d.ByChance) / n
		s.Value += d.Value / n
		s.Best += d.BestIs / n
		if d.Slot.Offer == d.Best {
			s.BestShown += 1 / n
		}
	}
	return s
}

// Losing is an offer that truly loses money with every customer who could have
// been shown it, and how often it was shown all the same.
type Losing struct {
	Offer string  `json:"offer"`
	First float64 `json:"first_tenth"` // share of the draws that could have shown it
	Last  float64 `json:"last_tenth"`
}

// losing are the offers that no draw should have shown.
func (s *Simulation) losing() []Losing {
	all := []Losing{}
	for i := range s.Policy.Offers {
		offer := s.Policy.Offers[i].ID
		if !s.loses(offer) {
			continue
		}
		n := len(s.tally.draws) / 10
		all = append(all, Losing{Offer: offer, First: share(s.tally.draws[:n], offer), Last: share(lastTenth(s.tally.draws), offer)})
	}
	return all
}

// loses reports whether every accept of an offer that happens costs money.
func (s *Simulation) loses(offer string) bool {
	for segment, a := range s.World.Truth.Offers[offer].By {
		if a.Accept > 0 && s.World.Truth.kept(s.Policy, offer, segment) >= 0 {
			return false
		}
	}
	return true
}

// share is how many of the draws that could have shown an offer did.
func share(draws []draw, offer string) float64 {
	could, did := 0, 0
	for _, d := range draws {
		if slices.Contains(d.Slot.Offers, offer) {
			could++
			if d.Slot.Offer == offer {
				did++
			}
		}
	}
	return float64(did) / float64(max(could, 1))
}
