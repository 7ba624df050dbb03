package engine

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"proffer/features"
	"proffer/guardrails"
	"proffer/policy"
	"proffer/words"
)

// Deciding is a decision on its way: each step reads what the steps before it
// left and writes what it found into the decision.
type deciding struct {
	*Decision
	room     Decision // what was on its sheet before: memory to write in
	state    *State
	policy   *Policy
	place    *policy.Placement
	strategy policy.Strategy
	signals  features.Values    // as they were read, which may be as they came
	read     features.Values    // room to read them into
	customer string             // whose request it is, also when it names nobody
	visit    *visit             // that it continues, nil for a new one
	probes   []string           // the tries of breakers that the visit takes part in
	history  guardrails.History // the customer's, and what this decision shows
	offers   []*policy.Offer    // the catalogue's entries of Decision.Candidates
	standing []int              // candidates not removed yet, by their position
	asked    map[*policy.Condition]policy.Verdict
	fitting  []*policy.Offer    // what the conditions left, for caps that compare
	slate    []*policy.Offer    // what the slots so far show
	beliefs  []policy.Candidate // about the candidates of the slot
	slots    int
	over     bool // no further slot can be filled
}

// desks keep the memory of finished decisions, so that a steady state allocates
// little besides what is logged. What a desk holds between decisions is never read.
var desks = sync.Pool{New: func() any {
	return &deciding{read: features.Values{}, asked: map[*policy.Condition]policy.Verdict{}}
}}

// leave frees the desk for the next decision. The Decision itself is the caller's.
func (d *deciding) leave() {
	clear(d.read)
	clear(d.asked)
	*d = deciding{
		read: d.read, asked: d.asked,
		history:  guardrails.History{Shown: d.history.Shown[:0], Answers: d.history.Answers[:0]},
		standing: d.standing[:0], fitting: d.fitting[:0], slate: d.slate[:0], beliefs: d.beliefs[:0],
	}
	desks.Put(d)
}

// begin checks the request and reads its signals.
func begin(s *State, r Request, at time.Time, seed uint64) (*deciding, error) {
	d, p := desks.Get().(*deciding), s.policy
	var err error
	if d.signals, err = p.check(&r, d.read); err != nil {
		d.leave()
		return nil, err
	}
	d.state, d.policy, d.strategy = s, p, p.strategies[r.Placement]
	d.place, _ = p.Placement(r.Placement) // check has made sure of it
	d.blank()
	d.Request, d.At, d.Seed, d.Position = r, later(s.at, at), seed, s.seq
	d.PolicyVersion, d.Encoding = p.Version, p.Encoding()
	d.slots = d.place.Slots
	if r.Limit > 0 {
		d.slots = min(d.slots, r.Limit)
	}
	if err = d.recall(); err != nil {
		d.leave()
		return nil, err
	}
	return d, nil
}

// recall finds what is known of the visit and of the customer.
func (d *deciding) recall() (err error) {
	session := d.Request.SessionID
	if d.customer, err = d.state.whose(d.Request.CustomerID, session); err != nil {
		return err
	}
	if d.visit, _, err = d.state.visit(&d.Request, d.At); err != nil {
		return err
	}
	if d.customer != "" {
		if err := d.remember(d.customer); err != nil {
			return err
		}
	}
	if session != "" { // what was shown when the customer did not say who they are
		return d.remember(customerKey("", session))
	}
	return nil
}

// remember adds what is kept under a key to the history.
func (d *deciding) remember(key string) error {
	c, err := d.state.customers.get(key)
	if err != nil || c == nil {
		return err
	}
	d.history.Add(&c.History)
	return nil
}

// later keeps time from going back: a clock that does cannot reopen a cap.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// check reads a request's signals, and refuses a request that this policy
// cannot answer; the error names every bad field.
func (p *Policy) check(r *Request, room features.Values) (features.Values, error) {
	var bad Invalid
	for _, f := range []struct{ name, value string }{
		{"request_id", r.RequestID}, {"customer_id", r.CustomerID}, {"session_id", r.SessionID},
	} {
		bad.checkID(f.name, f.value)
	}
	p.checkPlace(r, &bad)
	if r.Limit < 0 {
		bad.add("limit", "must not be negative")
	}
	if len(r.Exclude) > MaxExclude {
		bad.add("exclude", fmt.Sprintf("has %d offers, more than %d", len(r.Exclude), MaxExclude))
	}
	if len(r.Signals) > MaxSignals {
		bad.add("signals", fmt.Sprintf("has %d signals, more than %d", len(r.Signals), MaxSignals))
		return nil, bad.or()
	}
	values, err := p.encoder.Read(room, r.Signals)
	if err != nil {
		var wrong features.Errors
		if !errors.As(err, &wrong) {
			return nil, err
		}
		for _, w := range wrong {
			bad.add(w.Field, w.Problem)
		}
	}
	return values, bad.or()
}

func (p *Policy) checkPlace(r *Request, bad *Invalid) {
	if _, ok := p.Trigger(r.Trigger); !ok {
		bad.add("trigger", absent(r.Trigger, p.Triggers, func(t policy.Trigger) string { return t.Name }))
	}
	if _, ok := p.Placement(r.Placement); !ok {
		bad.add("placement", absent(r.Placement, p.Placements, func(t policy.Placement) string { return t.Name }))
	}
}

// absent says that name is missing, or is none of the known and which it resembles.
func absent[T any](name string, known []T, nameOf func(T) string) string {
	if name == "" {
		return "is required"
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = nameOf(k)
	}
	if near := words.Nearest(name, names); near != "" {
		return "is not in the catalogue (did you mean " + near + "?)"
	}
	return "is not in the catalogue"
}

// checkID refuses what could not be kept as an id.
func (e *Invalid) checkID(field, value string) {
	if len(value) > MaxString {
		e.add(field, fmt.Sprintf("is longer than %d bytes", MaxString))
	}
	for _, c := range value {
		if c < ' ' || c == 0x7f || c == '\uFFFD' {
			e.add(field, "has a control character or is not UTF-8")
			return
		}
	}
}
