package breakers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/guardrails/breakers"
)

// A counting shop decides, hears of accepts and refunds and changes its catalogue,
// in any order, and remembers which body of evidence each accept was counted in.
type counting struct {
	*rapid.T
	*world
	by       string
	kind     string // the type of the kit
	open     []breakers.Accept
	accepted []breakers.Accept
	counted  map[string][]evidence // by decision
}

// evidence is what one scope has counted since it began.
type evidence struct {
	scope string
	since uint64
}

// change puts a catalogue into force that reaches something else, or whose kit is
// away or of another type.
func (c *counting) change() {
	kit, offers := "{id: kit, kind: cross_sell, type: add_on", []string{"set", "kit"}
	c.kind = rapid.SampledFrom([]string{"add_on", "bundle"}).Draw(c.T, "type of the kit")
	changes := []string{kit, strings.Replace(kit, "add_on", c.kind, 1)}
	kinds := []string{"bundle", c.kind}
	if rapid.IntRange(0, 3).Draw(c.T, "away") == 0 {
		changes, kinds, offers = []string{"  - " + kit, "  # - " + kit}, kinds[:1], offers[:1]
	}
	rule := "  - {name: regret, type: refund_rate, max: 50%, by: " + c.by
	for i, all := range [][]string{{"drawer", "thanks"}, offers, kinds} {
		if name := []string{"placements", "offers", "types"}[i]; rapid.Bool().Draw(c.T, name) {
			rule += fmt.Sprintf(", %s: [%s]", name, rapid.SampledFrom(all).Draw(c.T, "one"))
		}
	}
	c.adopt(rule+"}\n", changes...)
}

// tables are what each scope has counted now.
func (c *counting) tables() map[evidence][2]int {
	all := map[evidence][2]int{}
	for _, w := range c.Save() {
		sum := [2]int{}
		for _, row := range w.Accepts.Cohort.Rows {
			if row.Bad < 0 || row.Bad > row.Accepts {
				c.Fatalf("%s counts %d bad of %d accepts of a day", w.Scope, row.Bad, row.Accepts)
			}
			sum[0], sum[1] = sum[0]+row.Accepts, sum[1]+row.Bad
		}
		all[evidence{w.Scope, w.Since}] = sum
	}
	return all
}

// revise tells of an accept, and returns where it has added an accept and where a refund.
func (c *counting) revise(was, is breakers.Accept) (accepts, bad []evidence) {
	before := c.tables()
	c.Revise(was, is, c.now)
	for at, sum := range c.tables() {
		switch [2]int{sum[0] - before[at][0], sum[1] - before[at][1]} {
		case [2]int{}:
		case [2]int{1, 0}:
			accepts = append(accepts, at)
		case [2]int{0, 1}:
			bad = append(bad, at)
		default:
			c.Fatalf("%+v goes from %v to %v", at, before[at], sum)
		}
	}
	return accepts, bad
}

// decide shows somebody an offer, in a decision whose id begins with the customer's.
func (c *counting) decide() {
	c.visited++
	offer, kind := "kit", c.kind
	if rapid.Bool().Draw(c.T, "the set") {
		offer, kind = "set", "bundle"
	}
	c.open = append(c.open, breakers.Accept{
		Seq: c.next(), Decision: fmt.Sprintf("c%d/%s", rapid.IntRange(1, 5).Draw(c.T, "customer"), c.id()),
		Offer: offer, Type: kind, Placement: rapid.SampledFrom([]string{"drawer", "thanks"}).Draw(c.T, "where"),
	})
}

// accept is told of a decision, of a customer who may have accepted others before.
func (c *counting) accept() {
	i := rapid.IntRange(0, len(c.open)-1).Draw(c.T, "decision")
	was := c.open[i]
	c.open = append(c.open[:i:i], c.open[i+1:]...)
	customer, _, _ := strings.Cut(was.Decision, "/")
	for _, k := range c.accepted {
		if strings.HasPrefix(k.Decision, customer+"/") {
			was.Kin = append(was.Kin, k)
		}
	}
	is := was
	is.Accepted = c.now
	c.counted[is.Decision], _ = c.revise(was, is)
	if len(c.counted[is.Decision]) > 1 {
		c.Fatalf("%s is counted in %v", is.Decision, c.counted[is.Decision])
	}
	c.accepted = append(c.accepted, is)
}

// refund is told of an accept, and edits every table that has the accept, and no other.
func (c *counting) refund() {
	a := &c.accepted[rapid.IntRange(0, len(c.accepted)-1).Draw(c.T, "accept")]
	if !a.Refunded.IsZero() {
		return
	}
	was := *a
	a.Refunded = c.now
	_, bad := c.revise(was, *a)
	var want []evidence
	for at := range c.tables() {
		for _, counted := range c.counted[a.Decision] {
			if at == counted && a.Refunded.Sub(a.Accepted) <= 30*day {
				want = append(want, at)
			}
		}
	}
	if fmt.Sprint(bad) != fmt.Sprint(want) {
		c.Fatalf("the refund of %s, accepted at %s and counted in %v, is counted in %v, want %v", a.Decision, a.Placement, c.counted[a.Decision], bad, want)
	}
}

// Whatever a rule comes to reach and to leave, and in whatever order decisions,
// accepts and refunds come: a refund is counted where its accept is counted, and
// nowhere else.
func TestARefundIsCountedWithItsAccept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := &counting{T: rt, by: rapid.SampledFrom([]string{"all", "placement", "offer"}).Draw(rt, "by"), counted: map[string][]evidence{}}
		c.world = &world{TB: t, Breakers: breakers.NewBreakers(), now: noon}
		c.change()
		for range rapid.IntRange(0, 60).Draw(rt, "steps") {
			switch what := rapid.IntRange(0, 9).Draw(rt, "what"); {
			case what < 4:
				c.decide()
			case what < 6 && len(c.open) > 0:
				c.accept()
			case what < 8 && len(c.accepted) > 0:
				c.refund()
			case what < 9:
				c.now = c.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "days")) * day)
			default:
				c.change()
			}
		}
	})
}
