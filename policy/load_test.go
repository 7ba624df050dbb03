package policy

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// A catalogue is refused with all that is wrong with it, each fault under its
// own line and column, in the order of the lines.
func TestFaults(t *testing.T) {
	golden(t, "testdata/faults", func(name string, text []byte) string {
		c, err := Load(text)
		var faults Faults
		if !errors.As(err, &faults) || c != nil {
			t.Fatalf("Load = %v, %v, want faults alone", c, err)
		}
		return faults.Render(name, text)
	})
}

// The shortest catalogue has the documented defaults.
func TestDefaults(t *testing.T) {
	c := load(t, minimal+`
offers:
  - {id: a, kind: upsell, type: set, motivation: save_time, friction: form, price: 2.50, margin: 1}
`)
	wantOffer := Offer{
		ID: "a", Kind: Upsell, Type: "set", Motivation: SaveTime, Friction: Form, Price: 250, Margin: 100, Weight: 1,
		Prior: Prior{Accept: 0.05, Refund: 0.02, Strength: 20, RewardSD: 1},
	}
	if diff := cmp.Diff(wantOffer, c.Offers[0]); diff != "" {
		t.Errorf("offer, want − got +:\n%s", diff)
	}
	wantLearning := Learning{
		Target: NetValue, Floor: 0.01, PosteriorScale: 0.6, Epsilon: 0.1, Width: 1, ContextPrecision: 100,
		Windows: Windows{Accept: 30 * day, Refund: 60 * day, Churn: 90 * day, Ticket: 30 * day, Conversion: 24 * time.Hour},
		Delays:  Delays{Refund: 7 * day, Churn: 30 * day, Ticket: 3 * day},
	}
	if diff := cmp.Diff(wantLearning, c.Learning); diff != "" {
		t.Errorf("learning, want − got +:\n%s", diff)
	}
	if want := (Groups{Salt: "proffer"}); c.Groups != want {
		t.Errorf("groups = %+v, want %+v", c.Groups, want)
	}
	if want := (Placement{Name: "cart_drawer", Channel: Onsite, Slots: 1, Strategy: "thompson"}); c.Placements[0] != want {
		t.Errorf("placement = %+v, want %+v", c.Placements[0], want)
	}
}

// What a catalogue says replaces the default of that field alone, and an offer's
// prior starts from the catalogue's.
func TestPartialSettings(t *testing.T) {
	c := load(t, minimal+`
prior: {accept: 10%, strength: 50}
learning: {half_life: 8w, windows: {refund: 30d}, delays: {refund: 1d12h}}
offers:
  - {id: a, kind: upsell, type: set, motivation: save_time, friction: form, price: 2, margin: 1, prior: {refund: 0.2}}
`)
	if got, want := c.Offers[0].Prior, (Prior{Accept: 0.10, Refund: 0.2, Strength: 50, RewardSD: 1}); got != want {
		t.Errorf("prior = %+v, want %+v", got, want)
	}
	want := defaultLearning()
	want.HalfLife, want.Windows.Refund, want.Delays.Refund = 8*7*day, 30*day, 36*time.Hour
	if diff := cmp.Diff(want, c.Learning); diff != "" {
		t.Errorf("learning, want − got +:\n%s", diff)
	}
}

// Offers are found by the trigger and the placement that they name, in the order
// of the file; those that name none appear everywhere.
func TestCandidates(t *testing.T) {
	c := load(t, `version: 1
currency: USD
triggers: {added: {moment: cart}, paid: {moment: post_purchase}}
placements: {drawer: {channel: onsite}, page: {channel: onsite}}
offers:
  - &a {id: everywhere, kind: upsell, type: set, motivation: save_time, friction: form, price: 2, margin: 1}
  - {<<: *a, id: drawer-only, placements: [drawer]}
  - {<<: *a, id: paid-only, triggers: [paid]}
  - {<<: *a, id: one-meeting, triggers: [added], placements: [page]}
`)
	for _, tc := range []struct {
		trigger, placement string
		want               []string
	}{
		{"added", "drawer", []string{"everywhere", "drawer-only"}},
		{"added", "page", []string{"everywhere", "one-meeting"}},
		{"paid", "drawer", []string{"everywhere", "drawer-only", "paid-only"}},
		{"paid", "page", []string{"everywhere", "paid-only"}},
		{"unknown", "page", nil},
	} {
		var got []string
		for _, o := range c.Candidates(tc.trigger, tc.placement) {
			got = append(got, o.ID)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s at %s, want − got +:\n%s", tc.trigger, tc.placement, diff)
		}
	}
}

// The order of the sections means nothing: what is referred to may come later.
func TestOrderOfSections(t *testing.T) {
	text := string(read(t, "../examples/skincare.yaml"))
	want := load(t, text)
	sections := regexp.MustCompile(`(?m)^[a-z]`).FindAllStringIndex(text, -1)
	rapid.Check(t, func(rt *rapid.T) {
		var shuffled strings.Builder
		for _, i := range rapid.Permutation(slices.Collect(indexes(len(sections)))).Draw(rt, "order") {
			end := len(text)
			if i+1 < len(sections) {
				end = sections[i+1][0]
			}
			shuffled.WriteString(strings.TrimRight(text[sections[i][0]:end], " \n") + "\n")
		}
		got, err := Load([]byte(shuffled.String()))
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(sameCondition), cmpopts.IgnoreUnexported(Catalogue{}, Guardrail{}),
			cmpopts.IgnoreFields(Catalogue{}, "Version", "Source")); diff != "" {
			rt.Fatalf("want − got +:\n%s", diff)
		}
	})
}

func sameCondition(a, b *Condition) bool {
	return (a == nil) == (b == nil) && (a == nil || a.String() == b.String())
}

// What a lookup finds is part of the catalogue, and what is not there is said so.
func TestLookups(t *testing.T) {
	c := load(t, string(read(t, "../examples/skincare.yaml")))
	if o, ok := c.Offer("travel-kit"); !ok || o.Price != 900 {
		t.Errorf("Offer = %+v, %v, want the travel kit for 9.00", o, ok)
	}
	if tr, ok := c.Trigger("refill_due"); !ok || tr.Moment != Renewal {
		t.Errorf("Trigger = %+v, %v, want a renewal", tr, ok)
	}
	if p, ok := c.Placement("refill_sms"); !ok || p.Channel != SMS || p.Strategy != "rules" {
		t.Errorf("Placement = %+v, %v, want the rules by SMS", p, ok)
	}
	for _, name := range []string{"", "no-such"} {
		_, offer := c.Offer(name)
		_, trigger := c.Trigger(name)
		_, placement := c.Placement(name)
		if offer || trigger || placement {
			t.Errorf("something is called %q", name)
		}
	}
}

// The version depends on every byte of the source and on nothing else, and the
// source is the catalogue's own.
func TestVersion(t *testing.T) {
	text := []byte(minimal)
	a, b, other := load(t, minimal), load(t, minimal), load(t, minimal+"# a comment\n")
	if a.Version != b.Version || a.Version == other.Version || len(a.Version) != 16 {
		t.Errorf("versions %q, %q and %q of two sources", a.Version, b.Version, other.Version)
	}
	c, _ := Load(text)
	text[0] = 'x'
	if string(c.Source) != minimal {
		t.Error("the source changed with the caller's bytes")
	}
}

// Anchors and merges are read as what they stand for, and a field of the mapping
// itself is stronger than a merged one.
func TestMerge(t *testing.T) {
	c := load(t, minimal+`
offers:
  - &base
    id: a
    kind: upsell
    type: set
    motivation: save_time
    friction: form
    price: &price 2.00
    margin: 1
    costs: &costs {refund: 3}
  - {id: b, margin: 1.50, <<: *base}
  - {id: c, <<: [{margin: 0.75}, *base], price: *price, costs: {<<: *costs, ticket: 4}}
`)
	var got []Offer
	for _, o := range c.Offers {
		got = append(got, Offer{ID: o.ID, Type: o.Type, Price: o.Price, Margin: o.Margin, Costs: o.Costs})
	}
	want := []Offer{
		{ID: "a", Type: "set", Price: 200, Margin: 100, Costs: Costs{Refund: 300}},
		{ID: "b", Type: "set", Price: 200, Margin: 150, Costs: Costs{Refund: 300}},
		{ID: "c", Type: "set", Price: 200, Margin: 75, Costs: Costs{Refund: 300, Ticket: 400}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want − got +:\n%s", diff)
	}
}

// The examples are what an operator would copy, so nothing is wrong with them
// and nothing is doubtful. Between them they use every word of the catalogue.
func TestExamples(t *testing.T) {
	seen := make(map[string]bool)
	for _, name := range []string{"skincare.yaml", "project-tool.yaml"} {
		text := read(t, "../examples/"+name)
		c := load(t, string(text))
		if warnings := Faults(c.Lint()); len(warnings) > 0 {
			t.Errorf("warnings:\n%s", warnings.Render(name, text))
		}
		note(c, seen)
	}
	for _, word := range []string{
		"product_page", "cart", "checkout", "post_purchase", "in_product", "renewal",
		"onsite", "in_app", "email", "sms",
		"upsell", "cross_sell", "upgrade",
		"save_money", "save_time", "reduce_risk", "better_results",
		"one_click", "confirm", "form", "friction checkout",
		"first_time_buyer", "frequency", "cooldown", "owned", "consent", "quiet",
	} {
		if !seen[word] {
			t.Errorf("no example has %s", word)
		}
	}
}

// note marks the words that a catalogue uses.
func note(c *Catalogue, seen map[string]bool) {
	for _, tr := range c.Triggers {
		seen[string(tr.Moment)] = true
	}
	for _, p := range c.Placements {
		seen[string(p.Channel)] = true
	}
	for _, o := range c.Offers {
		seen[string(o.Kind)], seen[string(o.Motivation)] = true, true
		if o.Friction == FullCheckout {
			seen["friction checkout"] = true
		} else {
			seen[string(o.Friction)] = true
		}
	}
	for _, g := range c.Guardrails {
		seen[g.Type] = true
	}
}

func BenchmarkLoad(b *testing.B) {
	text := read(b, "../examples/skincare.yaml")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(text); err != nil {
			b.Fatal(err)
		}
	}
}
