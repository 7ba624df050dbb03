package rehearsal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"proffer/bandit"
	"proffer/engine"
	"proffer/store"
)

// shop has one offer, which a fifth of its visits cannot see.
const shop = `
version: 1
currency: USD
triggers:
  item_added: {moment: cart}
  page_opened: {moment: cart}
placements:
  drawer: {channel: onsite, strategy: rules}
offers:
  - {id: bundle, kind: cross_sell, type: bundle, friction: one_click, motivation: save_money, price: 12.00, margin: 5.00}
groups: {control: 20%}
`

// Breakers that are quick to open, and whose tries are short.
const (
	drop    = "guardrails:\n  - {name: protect, type: conversion_drop, window: 30m, alpha: 0.5, dwell: 12h, trial: 2d}\n"
	tickets = "guardrails:\n  - {name: protect, type: ticket_rate, max: 20%, window: 1d, alpha: 0.5, dwell: 12h, trial: 2d}\n"
)

// halfOpen is the state of a breaker that tries.
const halfOpen = "half_open"

// A shopServer answers while a test moves its clock.
type shopServer struct {
	testing.TB
	*engine.Service
	memory *store.Memory
	now    time.Time
	rng    *rand.Rand
	ids    int
}

func openShop(t testing.TB, source string) *shopServer {
	t.Helper()
	s := &shopServer{TB: t, memory: store.NewMemory(), now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), rng: rand.New(rand.NewPCG(5, 6))}
	config := engine.Config{Log: s.memory, Clock: func() time.Time { return s.now }, Chance: func() (string, uint64) {
		s.ids++
		return fmt.Sprintf("d-%d", s.ids), s.rng.Uint64()
	}}
	var err error
	if s.Service, err = engine.Open(context.Background(), config, []byte(source)); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *shopServer) ask(r engine.Request) engine.Answer {
	s.Helper()
	a, err := s.Rank(context.Background(), r)
	if err != nil {
		s.Fatal(err)
	}
	return a
}

func (s *shopServer) tell(kind engine.ReportType, a engine.Answer) {
	s.Helper()
	_, err := s.Feedback(context.Background(), []engine.Report{{EventID: a.ID + string(kind), Type: kind, DecisionID: a.ID}})
	if err != nil {
		s.Fatal(err)
	}
}

// harmful is the log of a shop over eight days, whose visits open a page, which
// shows no offer, before they add an item. On the first day the offer takes half of
// the orders away and every accept leads to a ticket; then it does no harm.
func harmful(t testing.TB, source string) *store.Memory {
	t.Helper()
	s := openShop(t, source)
	const visits, each = 4000, 8 * day / 4000
	first := s.now.Add(day)
	for i := range visits {
		s.now = s.now.Add(each)
		r := engine.Request{CustomerID: fmt.Sprintf("c-%d", i), SessionID: "s", Trigger: "page_opened", Placement: "drawer", Exclude: []string{"bundle"}}
		s.ask(r)
		r.Trigger, r.Exclude = "item_added", nil
		a := s.ask(r)
		shown, early, converts := len(a.Shown()) > 0, s.now.Before(first), .6
		if shown && early {
			converts = .3
		}
		if s.rng.Float64() < converts {
			s.tell(engine.Conversion, a)
		}
		if shown && s.rng.Float64() < .5 {
			s.tell(engine.Accept, a)
			if early {
				s.tell(engine.SupportTicket, a)
			}
		}
	}
	return s.memory
}

// A hand counts what tries would have seen of a log that shows its offer to
// everybody: the visits that take part, and their accepts.
type hand struct {
	opens           string          // the trigger with which a visit begins for the catalogue
	tries, most     int             // the tries so far, and what one of them has seen at most
	trying          bool            // one is under way
	taking          map[string]bool // customers and decisions that take part in it
	visits, accepts int             // of it
}

// take counts an event. The lot of a visit is drawn as the engine draws it.
func (h *hand) take(e *engine.Event) {
	if d := e.Decision; d != nil {
		r := &d.Request
		if r.Trigger == h.opens {
			h.taking[r.CustomerID] = bandit.Ticket(d.Seed, 0, "\x00try") < .1
		}
		if r.Trigger == "item_added" && h.taking[r.CustomerID] {
			h.taking[d.ID] = true
			h.visits++
		}
	}
	if f := e.Feedback; f != nil && f.Report.Type == engine.Accept && h.taking[f.Report.DecisionID] {
		h.accepts++
	}
}

// judge holds the only breaker of a state against the count. Its evidence is
// that of the move which it makes when the time of its try is over.
func (h *hand) judge(s *engine.State) (got, want int) {
	change, moves := s.Conclusion(s.At().Add(1000 * day))
	trying := moves && change.From == halfOpen
	if !trying || !h.trying {
		*h = hand{opens: h.opens, tries: h.tries, most: h.most, trying: trying, taking: map[string]bool{}}
	}
	if !trying {
		return 0, 0
	}
	f := change.Figures
	if f.Accepts != nil {
		got, want = *f.Accepts, h.accepts
	} else {
		got, want = f.Treated.Visits+f.Control.Visits+f.Waiting, h.visits
	}
	h.tries, h.most = change.Breaker.Tries, max(h.most, got)
	return got, want
}

// While a breaker of the rehearsal is half open it has seen what it would have
// seen had it served: of what the log shows to everybody, the visits that take
// part in the try, and what they accepted; also where the catalogue cannot answer
// what a visit began with in the log.
func TestTriesSeeWhoTakesPart(t *testing.T) {
	log := harmful(t, shop)
	for _, c := range []struct{ name, source, opens string }{
		{"conversion_drop", shop + drop, "page_opened"},
		{"ticket_rate", shop + tickets, "page_opened"},
		{"conversion_drop without pages", strings.Replace(shop+drop, "  page_opened: {moment: cart}\n", "", 1), "item_added"},
	} {
		for _, history := range histories {
			if by := follow(t, log, c.source, c.opens, history); by.tries < 2 || by.most < 20 {
				t.Errorf("%s, history %s: %d tries that saw up to %d, want 2 and 20 at least", c.name, history, by.tries, by.most)
			}
		}
	}
}

// follow rehearses a log and counts beside it.
func follow(t *testing.T, log *store.Memory, source, opens string, history History) *hand {
	t.Helper()
	r := Rehearsal{Log: log, Policy: compiled(t, source), History: history}
	p, err := r.newPass()
	if err != nil {
		t.Fatal(err)
	}
	by := &hand{opens: opens, taking: map[string]bool{}}
	for e, err := range log.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		by.take(&e)
		if err := p.step(&e); err != nil {
			t.Fatal(err)
		}
		if got, want := by.judge(p.stage.learned); got != want {
			t.Fatalf("history %s, event %d: the try has seen %d, want %d under%s", history, e.Seq, got, want, source)
		}
	}
	return by
}

// A log that was served with a breaker is rehearsed as it was served, try for try.
func TestTriesMoveAgain(t *testing.T) {
	for _, guardrail := range []string{drop, tickets} {
		log := harmful(t, shop+guardrail)
		tries := 0
		for e, err := range log.Events(1) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Breaker != nil && e.Breaker.Breaker.State == halfOpen {
				tries++
			}
		}
		if tries < 2 {
			t.Errorf("got %d tries, want 2 at least\n%s", tries, guardrail)
		}
		for _, history := range histories {
			if problem := differs(rehearsed(t, log, shop+guardrail, history)); problem != "" {
				t.Errorf("history %s: %s\n%s", history, problem, guardrail)
			}
		}
	}
}
