package breakers

import (
	"fmt"
	"time"

	"proffer/guardrails/eprocess"
	"proffer/policy"
	"proffer/words"
)

// New reads a rule of the catalogue; faults name what is wrong with its settings.
func New(kind Kind, g policy.Guardrail, c *policy.Catalogue) (*Rule, policy.Faults) {
	s := g.Settings()
	r := &Rule{Name: g.Name, Kind: kind, share: 1}
	r.settings = eprocess.DefaultSettings()
	switch kind {
	case ConversionDrop:
		r.readDrop(s, c)
	case AcceptanceFloor:
		r.readFloor(s, c)
	default:
		r.readRate(s, c)
	}
	if r.settings.LongestDwell < r.settings.Dwell {
		r.settings.LongestDwell = r.settings.Dwell
	}
	r.test += r.within()
	return r, s.Done()
}

// readDrop reads a conversion_drop. Without a control there is nothing to
// compare with, so that is a fault.
func (r *Rule) readDrop(s *policy.Settings, c *policy.Catalogue) {
	r.by = s.Enum("by", byPlacement, []string{byPlacement, byAll})
	r.reach.Placements = s.Placements("placements")
	if one := s.Placement("placement"); one != "" {
		if len(r.reach.Placements) > 0 {
			s.Fault("placement", "says the same as placements", "leave one of them out")
		}
		r.reach.Placements = []string{one}
	}
	margin := s.Share("margin", policy.Or(0.02), policy.AtMost(0.9))
	closing := s.Share("closing_margin", policy.Or(max(0.1, margin)), policy.Above0, policy.AtMost(0.9))
	if closing < margin {
		s.Fault("closing_margin", "is below margin, so it would stay open for what does not open it", "")
	}
	r.guess = s.Share("expect", policy.Or(0.05))
	r.readWindow(s, c.Learning.Windows.Conversion, c.Learning.Windows.Conversion, "learning.windows.conversion")
	r.readStates(s, 0.01)
	var err error
	if r.drop, err = eprocess.NewTwoByTwo(margin); err != nil {
		s.Fault("margin", err.Error(), "")
	}
	if r.noDrop, err = eprocess.NewNonInferiority(closing); err != nil {
		s.Fault("closing_margin", err.Error(), "")
	}
	if !(c.Groups.Control > 0 && c.Groups.Control < 1) {
		s.Fault("type", "compares with control visits, and there are none", "give groups a control share, such as 5%")
	}
	r.test = fmt.Sprint(r.Kind, margin, closing, r.window, r.by)
}

// readRate reads a refund_rate, churn_rate or ticket_rate.
func (r *Rule) readRate(s *policy.Settings, c *policy.Catalogue) {
	most, name := c.Learning.Windows.Refund, "learning.windows.refund"
	switch r.Kind {
	case ChurnRate:
		most, name = c.Learning.Windows.Churn, "learning.windows.churn"
	case TicketRate:
		most, name = c.Learning.Windows.Ticket, "learning.windows.ticket"
	}
	r.readOffers(s)
	r.limit = s.Share("max", policy.Required, policy.Above0, policy.AtMost(highestLimit))
	r.readWindow(s, most, most, name)
	r.readStates(s, 0.05)
	if r.limit > 0 { // else a fault says what is wrong with it
		r.rate, r.recovery = tests(s, "max", r.limit)
	}
	r.test = fmt.Sprint(r.Kind, r.limit, r.window, r.by)
}

// readFloor reads an acceptance_floor: of offers that were shown, those that
// were not accepted are what goes bad.
func (r *Rule) readFloor(s *policy.Settings, c *policy.Catalogue) {
	r.readOffers(s)
	r.limit = s.Share("min", policy.Required, policy.Above0, policy.AtMost(0.9))
	r.readWindow(s, min(24*time.Hour, c.Learning.Windows.Accept), c.Learning.Windows.Accept, "learning.windows.accept")
	r.settings.Advisory = true
	r.settings.Alpha = s.Share("alpha", policy.Or(0.05), policy.Above0, policy.AtMost(0.5))
	if r.limit > 0 { // else a fault says what is wrong with it
		var multiples []float64
		for _, f := range floorShares {
			multiples = append(multiples, (1-f*r.limit)/(1-r.limit))
		}
		var err error
		if r.rate, err = eprocess.NewLimit(1-r.limit, multiples...); err != nil {
			s.Fault("min", err.Error(), "")
		}
	}
	r.test = fmt.Sprint(r.Kind, r.limit, r.window, r.by)
}

// floorShares of the floor are bet on: nearly none, half, and a little less.
var floorShares = []float64{.1, .3, .5, .8}

// highestLimit leaves room for the smallest bet on a multiple of a rate.
const highestLimit = 0.79

func (r *Rule) readOffers(s *policy.Settings) {
	r.by = s.Enum("by", byOffer, []string{byOffer, byPlacement, byAll})
	r.reach = s.Reach()
}

func (r *Rule) readWindow(s *policy.Settings, usual, most time.Duration, name string) {
	r.window = s.Duration("window", policy.Or(usual), policy.Above0)
	if r.window > most {
		s.Fault("window", "is longer than "+name+", after which nothing is counted", "")
	}
}

// usualTrial is how long a try gets from when its first window is over.
const usualTrial = 14 * 24 * time.Hour

// readStates reads what moves the states. A visit or an accept of a try is looked
// at when its window is over; a try that is over before the first of them is would
// end undecided, whatever comes.
func (r *Rule) readStates(s *policy.Settings, alpha float64) {
	r.settings.Alpha = s.Share("alpha", policy.Or(alpha), policy.Above0, policy.AtMost(0.5))
	r.settings.Dwell = s.Duration("dwell", policy.Or(r.settings.Dwell), policy.Above0)
	usual := r.window + usualTrial
	r.settings.Trial = s.Duration("trial", policy.Or(usual), policy.Above0)
	if r.settings.Trial > 0 && r.settings.Trial <= r.window {
		s.Fault("trial", "is over before anything of the try is looked at, which takes the window of "+words.Span(r.window), "leave it out for "+words.Span(usual))
	}
}

// tests are those of a rate, for harm and against it.
func tests(s *policy.Settings, field string, rate float64) (eprocess.Limit, eprocess.Recovery) {
	limit, err := eprocess.NewLimit(rate)
	if err != nil {
		s.Fault(field, err.Error(), "")
	}
	recovery, err := eprocess.NewRecovery(rate)
	if err != nil {
		s.Fault(field, err.Error(), "")
	}
	return limit, recovery
}
