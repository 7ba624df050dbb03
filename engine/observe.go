package engine

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Observe finds out what a report is about. It is pure: it changes nothing,
// and what it returns is to be logged when its status is Recorded or Unmatched.
func Observe(s *State, r Report, at time.Time) (FeedbackEvent, error) {
	at = later(s.at, at)
	if bad := s.policy.checkReport(&r, at); bad != nil {
		return FeedbackEvent{Report: r, Status: Rejected, Detail: bad.sentence()}, nil
	}
	seen, err := s.reports.get(r.EventID)
	if err != nil {
		return FeedbackEvent{}, err
	}
	if seen != nil {
		return FeedbackEvent{Report: r, Status: Duplicate, Detail: seen.Was}, nil
	}
	if r.Time.IsZero() {
		r.Time = at
	}
	r.Time = r.Time.UTC()
	return s.match(r)
}

// MaxAhead is how far in the future of this clock a report's time may lie.
const MaxAhead = 5 * time.Minute

var reportTypes = []ReportType{View, Accept, Decline, Refund, Churn, SupportTicket, Conversion}

// checkReport refuses what cannot be; the answer names every bad field.
func (p *Policy) checkReport(r *Report, at time.Time) *Invalid {
	bad := &Invalid{}
	if r.EventID == "" {
		bad.add("event_id", "is required")
	}
	for _, f := range []struct{ name, value string }{
		{"event_id", r.EventID}, {"decision_id", r.DecisionID}, {"offer_id", r.OfferID},
		{"customer_id", r.CustomerID}, {"session_id", r.SessionID}, {"order_id", r.OrderID},
	} {
		bad.checkID(f.name, f.value)
	}
	if !slices.Contains(reportTypes, r.Type) {
		bad.add("type", fmt.Sprintf("must be one of %s", list(reportTypes)))
	} else if problem := r.lacks(); problem != "" {
		bad.add("decision_id", problem)
	}
	p.checkWorth(r, bad)
	if r.Time.After(at.Add(MaxAhead)) {
		bad.add("time", "is in the future")
	}
	if len(bad.Fields) == 0 {
		return nil
	}
	return bad
}

func (p *Policy) checkWorth(r *Report, bad *Invalid) {
	if v := r.Value; v != nil {
		if v.Amount < 0 {
			bad.add("value.amount", "must not be negative")
		}
		if most := p.Currency.Most(); v.Amount > most {
			bad.add("value.amount", fmt.Sprintf("must be at most %d minor units, which are %s %s", most, p.Currency.Format(most), p.Currency.Code))
		}
		if v.Currency != p.Currency.Code {
			bad.add("value.currency", "must be "+p.Currency.Code+", the currency of the catalogue")
		}
	}
	if r.Reward == nil {
		return
	}
	if r.Type != Accept {
		bad.add("reward", "goes with an accept only")
	}
	if !(math.Abs(*r.Reward) <= maxReward) {
		bad.add("reward", fmt.Sprintf("must lie within ±%g", maxReward))
	}
}

// maxReward bounds rewards so that their squares can be summed for ever.
const maxReward = 1e12

// lacks says what is missing to find out what the report is about.
func (r *Report) lacks() string {
	switch r.Type {
	case View, Accept, Decline:
		if r.DecisionID == "" {
			return "is required for " + r.Type.one()
		}
	case Conversion:
		if r.DecisionID == "" && r.CustomerID == "" && r.SessionID == "" {
			return "or customer_id with session_id is required for a conversion"
		}
	default:
		if r.DecisionID == "" && r.OrderID == "" && r.CustomerID == "" {
			return "or order_id or customer_id is required for " + r.Type.one()
		}
	}
	return ""
}

// one is a report of the type, with its article.
func (t ReportType) one() string {
	if t == Accept {
		return "an accept"
	}
	return "a " + string(t)
}

func list(types []ReportType) string {
	text := ""
	for i, t := range types {
		if i > 0 {
			text += ", "
		}
		text += string(t)
	}
	return text
}

// sentence is every fault in one line.
func (e *Invalid) sentence() string {
	text := ""
	for i, f := range e.Fields {
		if i > 0 {
			text += "; "
		}
		text += f.Field + " " + f.Problem
	}
	return text
}
