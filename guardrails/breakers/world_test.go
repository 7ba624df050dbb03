package breakers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/guardrails/breakers"
	"proffer/policy"
)

// shop is a catalogue of two placements and two offers; its list of guardrails
// is open at the end.
const shop = `
version: 1
currency: USD
signals:
  orders: {type: count}
segments:
  - {name: everybody, when: 'true'}
triggers:
  item_added: {moment: cart}
placements:
  drawer: {channel: onsite}
  thanks: {channel: onsite}
offers:
  - {id: kit, kind: cross_sell, type: add_on, motivation: save_money, friction: one_click, price: 10.00, margin: 1.00}
  - {id: set, kind: upsell, type: bundle, motivation: save_time, friction: confirm, price: 40.00, margin: 9.00}
groups: {control: 20%}
learning:
  windows: {accept: 7d, refund: 30d, churn: 90d, ticket: 14d, conversion: 24h}
  delays:  {refund: 5d, churn: 30d, ticket: 3d}
guardrails:
`

const (
	day    = 24 * time.Hour
	drawer = "placement:drawer"
	thanks = "placement:thanks"
	kit    = "offer:kit"
	set    = "offer:set"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// read makes the breakers of a shop; changes replace pairs of text in it.
func read(t testing.TB, rules string, changes ...string) (*policy.Catalogue, []*breakers.Rule, policy.Faults) {
	t.Helper()
	c, err := policy.Load([]byte(strings.NewReplacer(changes...).Replace(shop) + rules))
	if err != nil {
		t.Fatal(err)
	}
	var all []*breakers.Rule
	var faults policy.Faults
	for _, g := range c.Guardrails {
		r, wrong := breakers.New(breakers.Kind(g.Type), g, c)
		all, faults = append(all, r), append(faults, wrong...)
	}
	breakers.Share(all, c)
	return c, all, faults
}

// A world is the breakers of a shop, and what has become of all that they wait
// for. Only the test moves its clock.
type world struct {
	testing.TB
	*breakers.Breakers
	rules     []*breakers.Rule
	catalogue *policy.Catalogue
	now       time.Time
	found     map[breakers.Pending]breakers.Finding
	visited   int
	seq       uint64 // of the last event
}

func newWorld(t testing.TB, rules string, changes ...string) *world {
	t.Helper()
	w := &world{TB: t, Breakers: breakers.NewBreakers(), now: noon, found: map[breakers.Pending]breakers.Finding{}}
	w.adopt(rules, changes...)
	return w
}

// adopt puts another list of guardrails into force.
func (w *world) adopt(rules string, changes ...string) {
	w.Helper()
	c, all, faults := read(w, rules, changes...)
	if len(faults) > 0 {
		w.Fatal(faults)
	}
	w.catalogue, w.rules = c, all
	w.Adopt(all, c, w.now, w.next())
}

// pass lets time pass, and the breakers look at what has ended by then and move
// as the evidence says.
func (w *world) pass(d time.Duration) {
	w.Helper()
	w.now = w.now.Add(d)
	err := w.Advance(w.now, func(p breakers.Pending) (breakers.Finding, error) {
		return w.found[breakers.Pending{Decision: p.Decision, Offer: p.Offer}], nil
	})
	if err != nil {
		w.Fatal(err)
	}
	for {
		change, moves := w.Verdict(w.now)
		if !moves {
			return
		}
		w.move(change)
	}
}

func (w *world) move(c breakers.Change) {
	w.Helper()
	if err := w.Move(c, w.next()); err != nil {
		w.Fatal(err)
	}
}

// next is the number of the next event.
func (w *world) next() uint64 {
	w.seq++
	return w.seq
}

// say moves a breaker by the word of a person.
func (w *world) say(rule, scope string, to breakers.State) {
	w.Helper()
	c, err := w.Override(rule, scope, to, w.now, "dana", "a test")
	if err != nil {
		w.Fatal(err)
	}
	w.move(c)
}

func (w *world) standing(rule, scope string) breakers.Standing {
	w.Helper()
	s, err := w.Find(rule, scope)
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// wants fails unless a breaker is in a state for a reason.
func (w *world) wants(rule, scope string, state breakers.State, reason string) {
	w.Helper()
	if b := w.standing(rule, scope).Breaker; b.State != state || string(b.Reason) != reason {
		w.Errorf("%s on %s is %s for %s (%s), want %s for %s", rule, scope, b.State, b.Reason, b.Detail, state, reason)
	}
}

// visit lets a visit begin that ends in a conversion after so long; a negative
// time is never.
func (w *world) visit(placement string, rho float64, treated bool, converts time.Duration) {
	w.visited++
	v := breakers.Visit{Decision: w.id(), At: w.now, Placement: placement, Rho: rho}
	f := breakers.Finding{Rho: rho, Treated: treated}
	if converts >= 0 {
		f.Converted = w.now.Add(converts)
	}
	w.found[breakers.Pending{Decision: v.Decision}] = f
	w.Visit(v)
}

// id is of a decision of its own.
func (w *world) id() string { return fmt.Sprintf("d-%d", w.visited) }

// accept is an accept of the kit in the drawer, decided and accepted now, that
// goes wrong in every way after so long; a negative time is never. It returns what
// became of it.
func (w *world) accept(wrong time.Duration) breakers.Accept {
	w.visited++
	is := breakers.Accept{Seq: w.next(), Decision: w.id(), Offer: "kit", Type: "add_on", Placement: "drawer"}
	was := is
	is.Accepted = w.now
	w.Revise(was, is, w.now)
	if wrong >= 0 {
		was = is
		is.Refunded = w.now.Add(wrong)
		is.Churned, is.Ticketed = is.Refunded, is.Refunded
		w.Revise(was, is, w.now)
	}
	w.found[breakers.Pending{Decision: is.Decision, Offer: is.Offer}] = breakers.Finding{Counted: true, Accept: is}
	return is
}
