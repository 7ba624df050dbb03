package enginetest

import (
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
)

// A model is all that can be known from outside: what was asked and told, what
// was answered, and in which order the log has it. Nothing in it is folded that
// can be counted again.
type model struct {
	*rapid.T
	plan    *plan
	plans   map[string]*plan // by source, of every catalogue that served
	seq     uint64           // of the last event
	at      time.Time        // of that event
	shown   []*display
	asked   map[string]*engine.Decision // by id
	visits  []*visit
	visitOf map[string]*visit // the visit of every decision
	askedBy map[string]string // the customer of every decision, as known then
	lastIn  map[string]string // the customer who was last known in a session
	told    []*telling
	byEvent map[string]bool
	about   map[string][]*telling // by what they name: a decision, an order or a customer
	off     map[string]bool       // scopes that a person switched off
	books   map[string]book
	watches map[watched]*watch
	held    map[string]int // candidates that each guardrail withheld
}

func newModel(t *rapid.T) *model {
	return &model{
		T: t, plans: map[string]*plan{}, asked: map[string]*engine.Decision{},
		visitOf: map[string]*visit{}, askedBy: map[string]string{}, lastIn: map[string]string{}, byEvent: map[string]bool{}, about: map[string][]*telling{}, off: map[string]bool{},
		books: map[string]book{}, watches: map[watched]*watch{}, held: map[string]int{},
	}
}

// A display is one offer that was shown, as the catalogue had it then.
type display struct {
	seq                                    uint64
	at                                     time.Time
	decision, customer, session, placement string
	offer                                  *offer
	alone                                  bool // the answer showed nothing else
	needsView                              bool
	fate                                   fate                 // by all that was told so far
	taken                                  uint64               // the event that told of its accept
	silent                                 map[string]time.Time // since when, by the answer
}

// of are the displays that something holds of.
func (m *model) of(holds func(*display) bool) []*display {
	var all []*display
	for _, d := range m.shown {
		if holds(d) {
			all = append(all, d)
		}
	}
	return all
}

// A heard is what came out of one step of a walk, by id.
type heard struct {
	answers map[string]engine.Answer
	sent    map[string]sending
	clock   time.Time
}

// A sending is a report and what the service made of it.
type sending struct {
	report engine.Report
	result engine.Result
}

// absorb takes up the next event of the log and fails where it is not what the
// model says. Before anything else happens every breaker has moved that had to.
func (m *model) absorb(e *engine.Event, h *heard) {
	m.Helper()
	if e.Breaker == nil {
		m.settled(m.at)
	}
	if want := latest(m.at, h.clock); !e.At.Equal(want) {
		m.Fatalf("event %d is of %v, want %v: the clock, and never back", e.Seq, e.At, want)
	}
	m.at, m.seq = e.At, e.Seq
	m.look()
	switch {
	case e.Decision != nil:
		a, answered := h.answers[e.Decision.ID]
		if !answered {
			m.Fatalf("decision %s was logged and told nobody", e.Decision.ID)
		}
		m.decided(a.Decision)
	case e.Feedback != nil:
		s := h.sent[e.Feedback.Report.EventID]
		m.report(s)
		delete(h.sent, e.Feedback.Report.EventID)
	case e.Catalogue != nil:
		m.plan = m.plans[e.Catalogue.Source]
		m.openBooks()
		m.openWatches()
	case e.Switch != nil:
		m.off[e.Switch.Scope] = e.Switch.State == engine.Off
	case e.Breaker != nil:
		m.move(e.Breaker)
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// decided holds an answer against what it had to be, and remembers it.
func (m *model) decided(d *engine.Decision) {
	v := m.judge(d)
	m.asked[d.ID] = d
	m.enter(d, v)
	for i := range d.Candidates {
		if d.Candidates[i].Stage == engine.StageGuardrail {
			m.held[d.Candidates[i].Rule]++
		}
	}
	place := m.plan.place(d.Request.Placement)
	for _, s := range d.Shown() {
		shown := m.display(d, place, m.plan.offer(s.Offer))
		m.shown = append(m.shown, shown)
		m.watchDisplay(shown)
	}
}

func (m *model) display(d *engine.Decision, place *place, o *offer) *display {
	r := &d.Request
	return &display{
		seq: m.seq, at: m.at, decision: d.ID, customer: m.askedBy[d.ID], session: r.SessionID, placement: r.Placement,
		offer: o, alone: len(d.Shown()) == 1, needsView: place.reportsViews, silent: map[string]time.Time{},
	}
}
