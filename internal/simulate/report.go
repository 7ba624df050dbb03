package simulate

import (
	"cmp"
	"math"
	"slices"

	"proffer/engine"
)

// A Report is what a server has learned of a simulation, beside the truth.
type Report struct {
	World       string                `json:"world"`
	Seed        uint64                `json:"seed"`
	Days        float64               `json:"days"`
	Visits      int                   `json:"visits"`
	Customers   int                   `json:"customers"`
	Decisions   int                   `json:"decisions"`
	Feedback    map[engine.Status]int `json:"feedback"`
	Currency    string                `json:"currency"`
	Segments    []Segment             `json:"segments"`
	Regret      Regret                `json:"regret"`
	Losing      []Losing              `json:"losing"`
	Conversion  []Conversion          `json:"conversion"`
	Calibration Calibration           `json:"calibration"`
	Withheld    map[string]int        `json:"withheld"` // candidates, by guardrail
}

// A Segment is the offers that its customers have seen.
type Segment struct {
	Name   string `json:"segment"`
	Offers []Cell `json:"offers"`
}

// A Cell is one offer in one segment. Money is in major units of the currency.
type Cell struct {
	Offer    string   `json:"offer"`
	Shown    int      `json:"shown"`
	Seen     int      `json:"seen"` // customers who looked
	Accept   Compared `json:"accept"`
	NetValue Compared `json:"net_value"`
	PBest    float64  `json:"p_best"` // of all offers of the catalogue, as the library says
	// Of the last tenth of the draws, those that could have shown the offer:
	Could      int     `json:"could"`
	Propensity float64 `json:"propensity"` // how probable it was there, on average
	TrulyBest  float64 `json:"truly_best"` // how often it was the best there
}

// Compared is a posterior mean with its central 95 %, and what is true.
type Compared struct {
	Mean  float64 `json:"mean"`
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
	True  float64 `json:"true"`
}

// holds reports whether the interval contains the truth.
func (c Compared) holds() bool { return c.Lower <= c.True && c.True <= c.Upper }

func compared(i engine.Interval, truth float64) Compared {
	return Compared{Mean: rounded(i.Mean), Lower: rounded(i.Lower), Upper: rounded(i.Upper), True: rounded(truth)}
}

// rounded cuts a figure to a millionth. The digits behind that depend on the
// order of a sum, and say nothing.
func rounded(x float64) float64 { return math.Round(x*1e6) / 1e6 }

// Report compares what was learned, which the library says, with the truth.
func (s *Simulation) Report(learned []engine.Entry, withheld map[string]int) Report {
	t := s.tally
	r := Report{
		World: s.World.Name, Seed: s.Seed, Days: s.Span.Hours() / 24, Visits: t.visits, Customers: len(s.people),
		Decisions: t.decisions, Feedback: t.results, Currency: s.Policy.Currency.Code, Withheld: withheld,
		Regret: regretOf(t.draws), Conversion: t.turnouts(s.World.Converts),
	}
	for k, g := range s.Policy.Segments {
		segment := Segment{Name: g.Name}
		for _, e := range learned {
			if t.crowds[crowded{g.Name, e.Offer.ID}].n > 0 {
				segment.Offers = append(segment.Offers, s.cell(e, e.Segments[k]))
			}
		}
		r.Segments = append(r.Segments, segment)
	}
	r.Losing = s.losing()
	r.Calibration = calibrationOf(r.Segments)
	return r
}

// cell compares one offer in one segment.
func (s *Simulation) cell(e engine.Entry, learned engine.Standing) Cell {
	offer, segment := e.Offer.ID, learned.Segment
	crowd := s.tally.crowds[crowded{segment, offer}]
	accept := crowd.acceptance()
	c := Cell{
		Offer: offer, Shown: learned.Shown, Seen: crowd.n, PBest: rounded(learned.Best),
		Accept:   compared(learned.Accept, accept),
		NetValue: compared(learned.NetValue, accept*s.World.Truth.kept(s.Policy, offer, segment)),
	}
	best := 0
	for _, d := range lastTenth(s.tally.draws) {
		i := slices.Index(d.Slot.Offers, offer)
		if i < 0 || d.Segment != segment {
			continue
		}
		c.Could++
		c.Propensity += d.Slot.P[i]
		if d.Best == offer {
			best++
		}
	}
	if c.Could > 0 {
		c.Propensity /= float64(c.Could)
		c.TrulyBest = float64(best) / float64(c.Could)
	}
	return c
}

// Calibration counts how many 95 % intervals contain the truth. Cells that were
// seen a few times say more of the prior than of the learning, and are left out.
type Calibration struct {
	MinSeen  int `json:"min_seen"`
	Cells    int `json:"cells"`
	Accept   int `json:"accept_within"`
	NetValue int `json:"net_value_within"`
}

const minSeen = 30

func calibrationOf(segments []Segment) Calibration {
	c := Calibration{MinSeen: minSeen}
	for _, g := range segments {
		for _, cell := range g.Offers {
			if cell.Seen < minSeen {
				continue
			}
			c.Cells++
			if cell.Accept.holds() {
				c.Accept++
			}
			if cell.NetValue.holds() {
				c.NetValue++
			}
		}
	}
	return c
}

// A Conversion is how many visits to a placement ended with an order, by group.
type Conversion struct {
	Placement string       `json:"placement"`
	Group     engine.Group `json:"group"`
	Visits    int          `json:"visits"`
	Orders    int          `json:"orders"`
}

// Rate is the share of visits that ended with an order, 0 without visits.
func (c Conversion) Rate() float64 { return float64(c.Orders) / float64(max(c.Visits, 1)) }

// StandardError is that of Rate.
func (c Conversion) StandardError() float64 {
	return math.Sqrt(c.Rate() * (1 - c.Rate()) / float64(max(c.Visits, 1)))
}

func (t *tally) turnouts(placements []string) []Conversion {
	var all []Conversion
	for at, n := range t.converted {
		all = append(all, Conversion{Placement: at.placement, Group: at.group, Visits: n.visits, Orders: n.orders})
	}
	order := []engine.Group{engine.Treatment, engine.Control, engine.Holdout, engine.Baseline}
	slices.SortFunc(all, func(a, b Conversion) int {
		return cmp.Or(
			cmp.Compare(slices.Index(placements, a.Placement), slices.Index(placements, b.Placement)),
			cmp.Compare(slices.Index(order, a.Group), slices.Index(order, b.Group)))
	})
	return all
}
