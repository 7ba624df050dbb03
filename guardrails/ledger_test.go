package guardrails_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/guardrails"
)

// A line is one offer that was shown, as a patient clerk would write it down.
type line struct {
	guardrails.Placed
	worth                        int64
	placed, counted              bool // within the reach when it was shown, and when it was accepted
	accepted, declined, returned bool
}

// counts reports whether a line counts at a time.
func (l *line) counts(now time.Time, per, hold time.Duration) bool {
	switch {
	case per > 0 && !l.At.Add(per).After(now), l.returned && l.counted:
		return false
	case l.counted:
		return true
	}
	return l.placed && !l.declined && l.At.Add(hold).After(now)
}

// Whatever is shown, accepted, declined and given back, in whatever order and
// with whatever time between, and however often a catalogue makes the window
// longer or shorter, or the reach wider or narrower: what a budget has spent is the
// sum over the plain list of all that was shown or accepted within its reach, and
// gives back nothing else. Being written down and read again, and being asked,
// changes nothing.
func TestLedgerIsASum(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		hold := rapid.SampledFrom([]time.Duration{time.Hour, byDefault, 72 * time.Hour}).Draw(rt, "hold")
		per, within := drawWindow(rt, hold, 0), drawReach(rt)
		by := rapid.SampledFrom([]string{"all", "offer", "type", "placement"}).Draw(rt, "by")
		of := rapid.SampledFrom([]string{"offers", "discount", "price"}).Draw(rt, "of")
		p := newPurse(t, budgetRule(per, hold, by, of)+within.rule)
		var lines []*line
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			if rapid.IntRange(0, 9).Draw(rt, "another catalogue") == 0 {
				if within = drawReach(rt); per > 0 {
					per = drawWindow(rt, hold)
				}
				p.adopt(budgetRule(per, hold, by, of) + within.rule)
			}
			lines = p.step(rt, lines, of, within.covers)
			spent := map[string]int64{}
			for _, l := range lines {
				if l.counts(p.now, per, hold) {
					spent[potOf(l, by)] += l.worth
				}
			}
			p.holds(rt, spent)
		}
	})
}

// A reach is what a budget is about, as the rule says it and as it is meant.
type reach struct {
	rule   string
	covers func(*guardrails.Placed) bool
}

// drawReach draws a reach with a discount in it, of which any budget can be.
func drawReach(rt *rapid.T) reach {
	return rapid.SampledFrom([]reach{
		{"", func(*guardrails.Placed) bool { return true }},
		{", offers: [reduced]", func(p *guardrails.Placed) bool { return p.Offer == "reduced" }},
		{", types: [sale, set]", func(p *guardrails.Placed) bool { return p.Type != "add_on" }},
		{", placements: [drawer]", func(p *guardrails.Placed) bool { return p.Placement == "drawer" }},
	}).Draw(rt, "reach")
}

// byDefault is the hold of a budget that names none. It may be longer than the window.
const byDefault = 24 * time.Hour

// drawWindow draws a window that a hold may have; the longest is shorter than
// what a budget remembers.
func drawWindow(rt *rapid.T, hold time.Duration, others ...time.Duration) time.Duration {
	for _, per := range []time.Duration{5 * time.Hour, 48 * time.Hour, 20 * 24 * time.Hour} {
		if per >= hold || hold == byDefault {
			others = append(others, per)
		}
	}
	return rapid.SampledFrom(others).Draw(rt, "per")
}

func budgetRule(per, hold time.Duration, by, of string) string {
	most := map[string]string{"offers": "max: 100", "discount": "amount: 100.00", "price": "amount: 100.00, of: price"}[of]
	rule := fmt.Sprintf("name: purse, type: budget, %s, by: %s", most, by)
	if hold != byDefault {
		rule += ", hold: " + hold.String()
	}
	if per > 0 {
		rule += ", per: " + per.String()
	}
	return rule
}

// step is one thing that may happen. As in the engine, an offer is accepted once,
// and only what was accepted is given back.
func (p *purse) step(rt *rapid.T, lines []*line, of string, covers func(*guardrails.Placed) bool) []*line {
	p.pass(time.Duration(rapid.SampledFrom([]int64{0, 0, 1, int64(time.Hour), int64(5 * time.Hour), int64(30 * time.Hour)}).Draw(rt, "after")))
	what := rapid.IntRange(0, 5).Draw(rt, "what")
	if what < 2 || len(lines) == 0 {
		o := p.show(rapid.SampledFrom([]string{"small", "reduced", "large"}).Draw(rt, "offer"), rapid.SampledFrom([]string{"drawer", "newsletter"}).Draw(rt, "where"))
		worth := map[string]int64{"offers": 1, "discount": o.Saving, "price": o.Price}[of]
		return append(lines, &line{Placed: o, worth: worth, placed: covers(&o)})
	}
	l := lines[rapid.IntRange(0, len(lines)-1).Draw(rt, "which")]
	switch {
	case what == 2 && !l.accepted:
		l.accepted, l.counted = true, covers(&l.Placed)
		p.accept(l.Placed)
	case what == 3:
		l.declined = true
		p.decline(l.Placed)
	case what == 4 && l.accepted && !l.returned:
		l.returned = true
		p.give(l.Placed)
	case what == 5:
		p.rewrite(rt)
	}
	return lines
}

func potOf(l *line, by string) string {
	return map[string]string{"offer": l.Offer, "type": l.Type, "placement": l.Placement}[by]
}

// rewrite goes on from what was written down.
func (p *purse) rewrite(rt *rapid.T) {
	again := &guardrails.Ledgers{}
	if err := json.Unmarshal(p.text(), again); err != nil {
		rt.Fatal(err)
	}
	p.ledgers = again
	p.ledgers.Adopt(p.set.Budgets(), p.seq)
}

func (p *purse) text() []byte {
	p.Helper()
	text, err := json.Marshal(p.ledgers)
	if err != nil {
		p.Fatal(err)
	}
	return text
}

// holds fails unless the pots hold what was spent of them, and nothing changes
// by being asked.
func (p *purse) holds(rt *rapid.T, want map[string]int64) {
	before := string(p.text())
	got := map[string]int64{}
	for _, s := range p.ledgers.Spending(p.set.Budgets(), p.now) {
		if s.Spent != 0 {
			got[s.Pot] = s.Spent
		}
	}
	for pot, spent := range want {
		if spent == 0 {
			delete(want, pot)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Fatalf("spent (-want +got):\n%s", diff)
	}
	if after := string(p.text()); after != before {
		rt.Fatalf("asking changed\n%s to\n%s", before, after)
	}
}

// What counts in every pot is listed, and a budget with a single pot also before
// anything was taken of it.
func TestSpending(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, max: 9")
	p.adopt("name: purse, type: budget, max: 9", "name: money, type: budget, amount: 5.00, by: offer")
	p.show("reduced", "drawer")
	p.accept(p.show("small", "drawer"))
	want := []guardrails.Spending{
		{Guardrail: "purse", Of: "offers", Spent: 2, Max: 9},
		{Guardrail: "money", Of: "discount", Pot: "reduced", Spent: 125, Max: 500},
		{Guardrail: "money", Of: "discount", Pot: "small", Max: 500},
	}
	if diff := cmp.Diff(want, p.ledgers.Spending(p.set.Budgets(), p.now)); diff != "" {
		t.Errorf("spending (-want +got):\n%s", diff)
	}
	if want[0].CountsMoney() || !want[1].CountsMoney() {
		t.Errorf("%+v counts money: %v; %+v: %v", want[0], want[0].CountsMoney(), want[1], want[1].CountsMoney())
	}
	fresh := newPurse(t, "name: purse, type: budget, max: 9")
	fresh.adopt("name: purse, type: budget, max: 9", "name: each, type: budget, max: 9, by: offer")
	if diff := cmp.Diff([]guardrails.Spending{{Guardrail: "purse", Of: "offers", Max: 9}}, fresh.ledgers.Spending(fresh.set.Budgets(), noon)); diff != "" {
		t.Errorf("before anything (-want +got):\n%s", diff)
	}
}

// A catalogue that moves the limit, the hold or the reach of a budget keeps what
// was spent of it; one that counts something else, or that drops the budget,
// begins anew, and what was shown before then is none of its business.
func TestLedgersAdopt(t *testing.T) {
	const day = 24 * time.Hour
	for _, c := range []struct {
		name, rule string
		spent      int64
	}{
		{"another limit", "max: 3", 2},
		{"another hold", "max: 9, hold: 1h", 2},
		{"another reach", "max: 9, offers: [large]", 2},
		{"another unit", "amount: 90.00, of: price", 0},
		{"other pots", "max: 9, by: offer", 0},
		{"a window", "max: 9, per: 30d", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPurse(t, "name: purse, type: budget, max: 9")
			o, late := p.show("small", "drawer"), p.show("large", "drawer")
			p.accept(o)
			p.accept(p.show("reduced", "drawer"))
			p.pass(2 * day)
			p.adopt("name: purse, type: budget, " + c.rule)
			p.wants(c.spent)
			if c.spent == 0 {
				p.accept(late)
				p.give(o)
				p.wants(0)
			}
			p.adopt("name: another, type: budget, max: 9")
			p.adopt("name: purse, type: budget, max: 9")
			p.wants(0)
		})
	}
}

// A window that becomes longer finds what was accepted in the last 31 days, and
// what was given back since gives its place back; a shorter one in between forgets
// nothing. What is older than that and had left the window is not known any more.
func TestLongerWindow(t *testing.T) {
	const day = 24 * time.Hour
	p := newPurse(t, "name: purse, type: budget, max: 9, per: 7d")
	old := p.show("small", "drawer")
	p.accept(old)
	lost := p.show("large", "drawer")
	p.pass(day)
	back, late := p.show("large", "drawer"), p.show("small", "drawer")
	p.accept(back)
	p.pass(8 * day)
	p.accept(p.show("small", "drawer"))
	p.wants(1)
	p.accept(late) // it has left the window, and a longer one reaches it
	p.wants(1)
	p.adopt("name: purse, type: budget, max: 9, per: 1d")
	p.adopt("name: purse, type: budget, max: 9, per: 30d")
	p.wants(4)
	p.give(back)
	p.wants(3)
	p.adopt("name: purse, type: budget, max: 9, per: 7d")
	p.wants(1)
	p.pass(23 * day) // 32 days after the first, 31 after the second
	p.accept(p.show("small", "drawer"))
	p.accept(lost)
	p.adopt("name: purse, type: budget, max: 9, per: 90d")
	p.wants(2)
}

// wants fails unless so much is spent of the budget, over all of its pots.
func (p *purse) wants(spent int64) {
	p.Helper()
	got := int64(0)
	for _, s := range p.ledgers.Spending(p.set.Budgets(), p.now) {
		got += s.Spent
	}
	if got != spent {
		p.Errorf("%d is spent, want %d", got, spent)
	}
}

// A refund of what was accepted before the budget reached it gives nothing back,
// however much was taken of the pot since; what the budget has counted it gives
// back also when it does not reach it any more.
func TestLedgerGivesBackWhatItTook(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, max: 9, offers: [small]")
	foreign, own := p.show("large", "drawer"), p.show("small", "drawer")
	p.accept(foreign)
	p.accept(own)
	p.pass(48 * time.Hour)
	p.adopt("name: purse, type: budget, max: 9")
	p.give(foreign)
	p.wants(1)
	p.adopt("name: purse, type: budget, max: 9, offers: [large]")
	p.give(own)
	p.wants(0)
}

// What nobody has accepted is kept for as long as it is held, and no longer,
// however short the window: in a shop that shows without end, the entries of a
// budget are those of a hold, and with a longer window those of the window.
func TestLedgerForgetsWhatNobodyAccepted(t *testing.T) {
	const every, shows = 10 * time.Minute, 10_000
	for _, c := range []struct {
		rule string
		most time.Duration
	}{
		{"per: 1h", 24 * time.Hour}, {"per: 25h", 25 * time.Hour}, {"per: 2h, hold: 1h", 2 * time.Hour}, {"hold: 3h", 3 * time.Hour},
	} {
		p := newPurse(t, "name: purse, type: budget, max: 999999, "+c.rule)
		for i := range shows {
			if o := p.show("small", "drawer"); i%100 == 0 {
				p.decline(o)
			}
			p.pass(every)
		}
		g := p.ledgers.Books["purse"].Pots[""]
		if got, most := len(g.Past)+len(g.Held)+len(g.Entries), int(c.most/every)+1; got > most {
			t.Errorf("%s: %d entries are kept of %d that nobody accepted, want at most %d", c.rule, got, shows, most)
		}
	}
}

// A copy goes its own way.
func TestCloneIsIndependent(t *testing.T) {
	p := newPurse(t, "name: purse, type: budget, max: 9, per: 2d")
	o := p.show("small", "drawer")
	before := string(p.text())
	copied := *p
	copied.ledgers = p.ledgers.Clone()
	if diff := cmp.Diff(before, string(copied.text())); diff != "" {
		t.Errorf("the copy is another (-want +got):\n%s", diff)
	}
	copied.accept(o)
	copied.pass(30 * time.Hour)
	copied.show("large", "drawer")
	copied.show("large", "newsletter")
	if diff := cmp.Diff(before, string(p.text())); diff != "" {
		t.Errorf("what was copied changed with its copy (-want +got):\n%s", diff)
	}
	copied.wants(3)
	p.wants(1)
}
