package httpapi

import (
	"errors"
	"strconv"
	"time"

	"proffer/engine"
	"proffer/features"
)

// A storyReply is why a decision was made and what has happened since.
type storyReply struct {
	DecisionID    string             `json:"decision_id"`
	Time          time.Time          `json:"time"`
	Group         engine.Group       `json:"group"`
	Treated       float64            `json:"treated"` // probability that the visit was not in the control
	FirstOfVisit  bool               `json:"first_of_visit"`
	Showable      bool               `json:"showable"` // some offer passed everything for the first slot; the holdout is not asked
	Segment       string             `json:"segment"`
	Reason        engine.Reason      `json:"reason"`
	Strategy      string             `json:"strategy"`
	OPE           string             `json:"ope"`
	PolicyVersion string             `json:"policy_version"`
	Encoding      string             `json:"encoding"`
	Position      uint64             `json:"position"`
	Seed          string             `json:"seed"` // a string, because numbers of 64 bits do not survive every JSON reader
	Request       engine.Request     `json:"request"`
	Features      map[string]float64 `json:"features"`
	Offers        []shownOffer       `json:"offers"`
	Candidates    []candidateReply   `json:"candidates"`
	Slots         []slotReply        `json:"slots"`
	Outcome       outcomeReply       `json:"outcome"`
	Replay        *replayReply       `json:"replay,omitzero"`
}

// A candidateReply is one offer that this trigger and placement could have shown.
type candidateReply struct {
	OfferID  string       `json:"offer_id"`
	Stage    engine.Stage `json:"stage,omitzero"` // at which it was removed; absent: it was drawn from
	Reason   string       `json:"reason,omitzero"`
	Detail   string       `json:"detail,omitzero"`
	Rule     string       `json:"rule,omitzero"`
	Slot     int          `json:"slot,omitzero"` // drawn before a guardrail removed it
	Estimate *scoreReply  `json:"estimate,omitzero"`
}

// A scoreReply is an estimate with how sure it is.
type scoreReply struct {
	estimate
	AcceptSD float64 `json:"accept_sd"`
	ValueSD  float64 `json:"value_sd"`
	Kept     float64 `json:"kept"` // worth of an accept after regret
}

// A slotReply is one draw.
type slotReply struct {
	OfferID      string   `json:"offer_id,omitzero"` // absent: nothing was drawn
	Propensity   float64  `json:"propensity"`
	Distribution []chance `json:"distribution"`
}

// A chance is one offer's probability, or that of showing nothing.
type chance struct {
	OfferID     string  `json:"offer_id,omitzero"` // absent: nothing
	Probability float64 `json:"probability"`
}

type replayReply struct {
	Identical   bool     `json:"identical"`
	Differences []string `json:"differences"`
}

func (a *api) decision(c *call) (reply, error) {
	q := asked(c, "replay")
	replay := q.yes("replay")
	if err := q.err(); err != nil {
		return reply{}, err
	}
	story, err := a.service.Story(c.named("decision_id"))
	if errors.Is(err, engine.ErrNotFound) {
		return reply{}, refuse(notFound, "The log has no decision with this id; the reply to the rank request has it.")
	}
	if err != nil {
		return reply{}, err
	}
	re := storyReplyOf(story)
	if replay {
		differences, err := a.service.Reexecute(c.Context(), story.Decision)
		if err != nil {
			return reply{}, err
		}
		re.Replay = &replayReply{Identical: len(differences) == 0, Differences: differences}
	}
	return replyJSON(re)
}

func storyReplyOf(s engine.Story) storyReply {
	d, p := s.Decision, s.Policy
	return storyReply{
		DecisionID: d.ID, Time: d.At, Group: d.Group, Treated: d.Treated, FirstOfVisit: d.FirstOfVisit, Showable: d.Showable,
		Segment: d.Segment, Reason: d.Reason, Strategy: d.Strategy, OPE: d.OPE,
		PolicyVersion: d.PolicyVersion, Encoding: d.Encoding, Position: d.Position,
		Seed: strconv.FormatUint(d.Seed, 10), Request: d.Request, Features: named(d.Features, p.FeatureNames()),
		Offers: shownOffers(d, p), Candidates: candidateReplies(d, p), Slots: slotReplies(d.Slots),
		Outcome: outcomeReplyOf(s.Outcome, p.Currency),
	}
}

// named gives a feature vector's positions their names.
func named(x features.Vector, names []string) map[string]float64 {
	words := make(map[string]float64, len(x.Index))
	for i, at := range x.Index {
		if int(at) < len(names) {
			words[names[at]] = x.Value[i]
		}
	}
	return words
}

func candidateReplies(d *engine.Decision, p *engine.Policy) []candidateReply {
	all := make([]candidateReply, len(d.Candidates))
	for i, c := range d.Candidates {
		all[i] = candidateReply{OfferID: c.Offer, Stage: c.Stage, Reason: c.Reason, Detail: c.Detail, Rule: c.Rule, Slot: c.Slot}
		if s := c.Score; s != nil {
			all[i].Estimate = &scoreReply{estimate: estimateOf(d, p, c.Offer), AcceptSD: s.AcceptSD, ValueSD: s.SD, Kept: s.Kept}
		}
	}
	return all
}

func slotReplies(slots []engine.Slot) []slotReply {
	all := make([]slotReply, len(slots))
	for i, s := range slots {
		all[i] = slotReply{OfferID: s.Offer, Propensity: s.Propensity, Distribution: make([]chance, len(s.P))}
		for j, p := range s.P {
			all[i].Distribution[j].Probability = p
			if j < len(s.Offers) {
				all[i].Distribution[j].OfferID = s.Offers[j]
			}
		}
	}
	return all
}
