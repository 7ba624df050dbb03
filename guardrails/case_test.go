package guardrails_test

import (
	"strings"
	"testing"

	"proffer/features"
	"proffer/guardrails"
	"proffer/policy"
)

// An offer is the most expensive of several only: where all cost the same, or it
// is the only one, there is nothing cheaper to show in its place.
func TestDearestNeedsSomethingCheaper(t *testing.T) {
	catalogue, set, _ := build(t, "name: gentle, type: first_time_buyer, never_most_expensive: true")
	place, _ := catalogue.Placement("drawer")
	small, _ := catalogue.Offer("small")
	large, _ := catalogue.Offer("large")
	same := *large
	same.ID = "as large"
	for _, c := range []struct {
		name   string
		others []*policy.Offer
		want   bool
	}{
		{"alone", nil, false},
		{"beside one of its price", []*policy.Offer{&same}, false},
		{"beside a cheaper one", []*policy.Offer{small}, true},
	} {
		_, refused := set.Refuse(&guardrails.Case{
			At: noon, History: &guardrails.History{}, Placement: place, Signals: features.Values{"orders": 0.0},
			Candidates: append(c.others, large), Currency: catalogue.Currency,
		}, large)
		if refused != c.want {
			t.Errorf("%s it is withheld: %v, want %v", c.name, refused, c.want)
		}
	}
}

// Discounts are held against the discounts of the slate, and against nothing else
// that it shows; at the full price an offer has room beside any.
func TestSlateCountsDiscounts(t *testing.T) {
	catalogue, set, _ := build(t, "name: few, type: slate, max_discounts: 1")
	place, _ := catalogue.Placement("drawer")
	for _, c := range []struct {
		offer, slate string
		want         bool
	}{
		{"reduced", "", false}, {"reduced", "small large", false}, {"reduced", "small reduced", true},
		{"small", "reduced reduced", false},
	} {
		k := guardrails.Case{At: noon, History: &guardrails.History{}, Placement: place}
		for _, id := range strings.Fields(c.slate) {
			o, _ := catalogue.Offer(id)
			k.Slate = append(k.Slate, o)
		}
		o, _ := catalogue.Offer(c.offer)
		if no, refused := set.Refuse(&k, o); refused != c.want {
			t.Errorf("%s behind %q is withheld: %v %+v, want %v", c.offer, c.slate, refused, no, c.want)
		}
	}
}

// A guardrail that breaks down withholds, and the next request is none the worse.
func TestBrokenGuardrailWithholds(t *testing.T) {
	catalogue, set, _ := build(t, "name: once, type: owned")
	place, _ := catalogue.Placement("drawer")
	o, _ := catalogue.Offer("small")
	no, refused := set.Refuse(&guardrails.Case{At: noon, Placement: place}, o) // without a history
	if !refused || no.Rule != "once" || no.Reason != guardrails.ReasonError || !strings.HasPrefix(no.Detail, "it broke down: ") {
		t.Errorf("got %v, %+v, want a %s of once", refused, no, guardrails.ReasonError)
	}
	if no, refused := set.Refuse(&guardrails.Case{At: noon, History: &guardrails.History{}, Placement: place}, o); refused {
		t.Errorf("with a history it is withheld: %+v", no)
	}
}

// A breaker whose state is not known withholds.
func TestUnknownBreakerWithholds(t *testing.T) {
	catalogue, set, _ := build(t, "name: regret, type: refund_rate, max: 8%")
	place, _ := catalogue.Placement("drawer")
	o, _ := catalogue.Offer("small")
	no, refused := set.Refuse(&guardrails.Case{At: noon, History: &guardrails.History{}, Placement: place}, o)
	if want := (guardrails.Refusal{Rule: "regret", Reason: guardrails.ReasonError, Detail: "its state is not known"}); !refused || no != want {
		t.Errorf("got %v, %+v, want %+v", refused, no, want)
	}
}
