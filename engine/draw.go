package engine

import (
	"math"
	"slices"

	"proffer/bandit"
	"proffer/guardrails"
	"proffer/policy"
)

// computeProbabilities writes the exact distribution of the next slot, over
// the candidates that are left and none.
func (d *deciding) computeProbabilities() {
	if d.over {
		return
	}
	slot := d.slot()
	slot.Offers = slices.Grow(slot.Offers, len(d.standing))
	slot.P = slices.Grow(slot.P, len(d.standing)+1)
	d.beliefs = d.beliefs[:0]
	for _, i := range d.standing {
		o, score := d.offers[i], d.Candidates[i].Score
		slot.Offers = append(slot.Offers, o.ID)
		d.beliefs = append(d.beliefs, score.candidate(o))
	}
	none := math.Inf(-1)
	if !d.place.None.Off {
		none = d.place.None.Value
	}
	slot.P = d.strategy.Distribution(slot.P, d.beliefs, none)
}

// draw takes the offer of the slot from the very numbers that are logged. Each
// candidate holds a ticket that depends on the seed and its id alone, so the
// order of the candidates cannot matter; a sticky strategy hashes the tickets
// from the customer instead.
func (d *deciding) draw() {
	if d.over {
		return
	}
	n := len(d.Slots) - 1
	slot := &d.Slots[n]
	seed := d.ticketSeed()
	won := bandit.Draw(slot.P, func(i int) float64 {
		if i == len(slot.Offers) {
			return bandit.Ticket(seed, n, noneKey)
		}
		return bandit.Ticket(seed, n, slot.Offers[i])
	})
	d.take(won)
}

// take fills the slot at hand with one of its candidates, or with none, which
// stands behind them and ends the slate.
func (d *deciding) take(won int) {
	slot := &d.Slots[len(d.Slots)-1]
	slot.Propensity = slot.P[won]
	if won == len(slot.Offers) {
		d.over = true
		return
	}
	slot.Offer = slot.Offers[won]
	o := d.offers[d.standing[won]]
	d.standing = slices.Delete(d.standing, won, won+1)
	d.slate = append(d.slate, o)
	d.history.Show(guardrails.Shown{
		At: d.At, Offer: o.ID, Type: o.Type, Placement: d.place.Name, Session: d.Request.SessionID,
		Discount: o.Discount > 0, Unseen: d.place.ReportsViews,
	})
}

// noneKey is the key of none's ticket; no offer can have it.
const noneKey = "\x00none"

// ticketSeed is the decision's seed or, for a sticky strategy, the customer's.
func (d *deciding) ticketSeed() uint64 {
	if !d.strategy.Traits().Sticky || d.customer == "" {
		return d.Seed
	}
	share := bandit.Ticket(0, 0, d.policy.Groups.Salt+"/split/"+d.place.Name+"/"+d.customer)
	return math.Float64bits(share)
}

// finish gives the decision its reason and flags.
func (d *deciding) finish() *Decision {
	d.Strategy = d.strategy.Traits().Name
	if d.Reason != "" {
		return d.Decision
	}
	d.OPE = "none"
	if d.strategy.Traits().Exact {
		d.OPE = "exact"
	}
	switch {
	case len(d.fitting) == 0:
		d.Reason = NoEligible
	case len(d.Slots) == 0:
		d.Reason = Withheld
	case d.Group == Baseline:
		d.Reason = Based
	case d.OPE == "exact":
		d.Reason = Split
	default:
		d.Reason = Rules
	}
	return d.Decision
}

// candidate is what the strategy may know of a scored offer.
func (s *Score) candidate(o *policy.Offer) policy.Candidate {
	return policy.Candidate{
		ID: o.ID, Priority: o.Priority, Weight: o.Weight,
		Linear: bandit.Normal{Mean: s.Mean, Variance: s.SD * s.SD},
		Flat:   bandit.Normal{Mean: s.FlatMean, Variance: s.FlatSD * s.FlatSD},
	}
}
