package guardrails_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/features"
	"proffer/guardrails"
	"proffer/policy"
)

const shop = `
version: 1
currency: USD
signals:
  cart_value:    {type: number}
  orders:        {type: count}
  time_on_site:  {type: duration}
  email_consent: {type: boolean}
segments:
  - {name: everybody, when: 'true'}
triggers:
  item_added: {moment: cart}
placements:
  drawer:     {channel: onsite}
  newsletter: {channel: email}
  texts:      {channel: sms}
offers:
  - {id: small, kind: cross_sell, type: add_on, motivation: save_money, friction: one_click, price: 10.00, margin: 1.00}
  - {id: reduced, kind: cross_sell, type: sale, motivation: save_money, friction: form, price: 5.00, margin: 1.00, discount: 20%}
  - {id: large, kind: upsell, type: set, motivation: save_time, friction: confirm, price: 40.00, margin: 9.00}
guardrails:
`

// build compiles the shop with some guardrails.
func build(t testing.TB, rules ...string) (*policy.Catalogue, *guardrails.Set, policy.Faults) {
	t.Helper()
	c, err := policy.Load([]byte(shop + "  - {" + strings.Join(rules, "}\n  - {") + "}\n"))
	if err != nil {
		t.Fatal(err)
	}
	s, faults := guardrails.Build(c)
	return c, s, faults
}

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func shown(ago time.Duration, offer, kind, placement, session string) guardrails.Shown {
	return guardrails.Shown{At: noon.Add(-ago), Offer: offer, Type: kind, Placement: placement, Session: session}
}

func discounted(ago time.Duration, unseen bool) guardrails.Shown {
	s := shown(ago, "reduced", "sale", "drawer", "")
	s.Discount, s.Unseen = true, unseen
	return s
}

// unseen is an offer at its full price that nobody saw.
func unseen(ago time.Duration) guardrails.Shown {
	s := shown(ago, "small", "add_on", "drawer", "")
	s.Unseen = true
	return s
}

// proof promises a tenth of accepts and a twentieth of refunds of every offer.
type proof struct{}

func (proof) AcceptsAtLeast(*policy.Offer, float64) float64 { return 0.10 }
func (proof) RefundsAtMost(*policy.Offer, float64) float64  { return 0.05 }

func answered(ago time.Duration, verb guardrails.Verb, offer, kind string) guardrails.History {
	return guardrails.History{Answers: []guardrails.Answer{{At: noon.Add(-ago), Verb: verb, Offer: offer, Type: kind}}}
}

// Each cap withholds up to its edge and not beyond it, and says so in a stable
// code and a sentence.
func TestCaps(t *testing.T) {
	const day = 24 * time.Hour
	value := func(pairs ...any) features.Values {
		v := features.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v[pairs[i].(string)] = pairs[i+1]
		}
		return v
	}
	once := guardrails.History{Shown: []guardrails.Shown{shown(day-1, "small", "add_on", "drawer", "s-1")}}
	older := guardrails.History{Shown: []guardrails.Shown{shown(day, "small", "add_on", "drawer", "s-1")}}
	for _, c := range []struct {
		name, rule, offer, placement string
		signals                      features.Values
		history                      guardrails.History
		want, detail                 string
	}{
		{"a gentle price", "type: first_time_buyer, max_price: 10.00", "small", "drawer", value("orders", 0.0), guardrails.History{}, "", ""},
		{"over the price", "type: first_time_buyer, max_price: 9.99", "small", "drawer", value("orders", 0.0), guardrails.History{}, "first_time_buyer", "10.00 is over the 9.99 that a first order may be offered"},
		{"over the price, and not a first order", "type: first_time_buyer, max_price: 9.99", "small", "drawer", value("orders", 1.0), guardrails.History{}, "", ""},
		{"over the price, and nobody knows", "type: first_time_buyer, max_price: 9.99", "small", "drawer", nil, guardrails.History{}, "first_time_buyer", "10.00 is over the 9.99"},
		{"over the price, and it cannot be worked out", "type: first_time_buyer, max_price: 9.99, when: '1 / orders > 2'", "small", "drawer", value("orders", 0.0), guardrails.History{}, "first_time_buyer", "10.00 is over the 9.99"},
		{"another rule for first orders", "type: first_time_buyer, max_price: 9.99, when: 'cart_value < 5'", "small", "drawer", value("orders", 0.0, "cart_value", 5.0), guardrails.History{}, "", ""},
		{"the share of the cart", "type: first_time_buyer, max_share_of_cart: 50%", "small", "drawer", value("orders", 0.0, "cart_value", 20.0), guardrails.History{}, "", ""},
		{"over the share of the cart", "type: first_time_buyer, max_share_of_cart: 50%", "small", "drawer", value("orders", 0.0, "cart_value", 19.99), guardrails.History{}, "first_time_buyer", "10.00 is over the 50% of a cart of 19.99"},
		{"an unknown cart", "type: first_time_buyer, max_share_of_cart: 50%", "small", "drawer", value("orders", 0.0), guardrails.History{}, "guardrail_error", "cart_value is missing"},
		{"the most expensive", "type: first_time_buyer, never_most_expensive: true", "large", "drawer", value("orders", 0.0), guardrails.History{}, "first_time_buyer", "40.00 is the most expensive offer here"},
		{"not the most expensive", "type: first_time_buyer, never_most_expensive: true", "small", "drawer", value("orders", 0.0), guardrails.History{}, "", ""},

		{"a place left", "type: frequency, max: 2, per: 24h", "small", "drawer", nil, once, "", ""},
		{"no place left", "type: frequency, max: 1, per: 24h", "small", "drawer", nil, once, "frequency", "1 of 1 shown within 24 hours"},
		{"the window has ended", "type: frequency, max: 1, per: 24h", "small", "drawer", nil, older, "", ""},
		{"by another placement", "type: frequency, max: 1, per: 24h, by: placement", "small", "newsletter", nil, once, "", ""},
		{"by the same placement", "type: frequency, max: 1, per: 24h, by: placement", "large", "drawer", nil, once, "frequency", "in placement drawer"},
		{"by another offer", "type: frequency, max: 1, per: 24h, by: offer", "large", "drawer", nil, once, "", ""},
		{"by the same offer", "type: frequency, max: 1, per: 24h, by: offer", "small", "newsletter", nil, once, "frequency", "of this offer"},
		{"by another type", "type: frequency, max: 1, per: 24h, by: type", "large", "drawer", nil, once, "", ""},
		{"by the same type", "type: frequency, max: 1, per: 24h, by: type", "small", "drawer", nil, once, "frequency", "of type add_on"},
		{"in the same session", "type: frequency, max: 1, per: 24h, scope: session", "small", "drawer", nil, once, "frequency", "1 of 1"},
		{"in another session", "type: frequency, max: 1, per: 24h, scope: session", "small", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{shown(0, "small", "add_on", "drawer", "s-2")}}, "", ""},
		{"none at all", "type: frequency, max: 0, per: 24h", "small", "drawer", nil, guardrails.History{}, "frequency", "0 of 0"},
		{"more than can be counted", "type: frequency, max: 5, per: 24h", "small", "drawer", nil, guardrails.History{Forgotten: noon.Add(-day + 1)}, "guardrail_error", "too many to count"},
		{"more than can be counted, before the window", "type: frequency, max: 5, per: 24h", "small", "drawer", nil, guardrails.History{Forgotten: noon.Add(-day)}, "", ""},

		{"after a no", "type: cooldown, after: decline, wait: 168h", "small", "drawer", nil, answered(7*day-1, guardrails.Declined, "small", "add_on"), "cooldown", "decline of small 6 days ago, within the wait of 7 days"},
		{"long after a no", "type: cooldown, after: decline, wait: 168h", "small", "drawer", nil, answered(7*day, guardrails.Declined, "small", "add_on"), "", ""},
		{"after a no to another", "type: cooldown, after: decline, wait: 168h", "large", "drawer", nil, answered(day, guardrails.Declined, "small", "add_on"), "", ""},
		{"after a no to another, for all", "type: cooldown, after: decline, wait: 168h, by: all", "large", "drawer", nil, answered(day, guardrails.Declined, "small", "add_on"), "cooldown", "decline of small"},
		{"after a no to its type", "type: cooldown, after: decline, wait: 168h, by: type", "small", "drawer", nil, answered(day, guardrails.Declined, "tiny", "add_on"), "cooldown", "decline of tiny"},
		{"after a refund", "type: cooldown, after: refund, wait: 30d", "small", "drawer", nil, answered(day, guardrails.Refunded, "small", "add_on"), "cooldown", "refund of small 24 hours ago"},
		{"a refund is not a decline", "type: cooldown, after: decline, wait: 30d", "small", "drawer", nil, answered(day, guardrails.Refunded, "small", "add_on"), "", ""},

		{"accepted before", "type: owned", "small", "drawer", nil, answered(900*day, guardrails.Accepted, "small", "add_on"), "owned", "small was accepted on 2023-11-16"},
		{"another was accepted", "type: owned", "large", "drawer", nil, answered(day, guardrails.Accepted, "small", "add_on"), "", ""},
		{"another of its type was accepted", "type: owned", "small", "drawer", nil, answered(day, guardrails.Accepted, "tiny", "add_on"), "", ""},
		{"its type was accepted", "type: owned, by: type", "small", "drawer", nil, answered(day, guardrails.Accepted, "tiny", "add_on"), "owned", "tiny was accepted"},

		{"consent", "type: consent, signal: email_consent", "small", "newsletter", value("email_consent", true), guardrails.History{}, "", ""},
		{"no consent", "type: consent, signal: email_consent", "small", "newsletter", value("email_consent", false), guardrails.History{}, "consent", "email_consent is false, and email needs consent"},
		{"silence is not consent", "type: consent, signal: email_consent", "small", "newsletter", nil, guardrails.History{}, "consent", "email_consent is missing"},
		{"no consent to be texted", "type: consent, signal: email_consent", "small", "texts", nil, guardrails.History{}, "consent", "email_consent is missing, and sms needs consent"},
		{"on the site", "type: consent, signal: email_consent", "small", "drawer", nil, guardrails.History{}, "", ""},
		{"of another channel", "type: consent, signal: email_consent, channels: [sms]", "small", "newsletter", nil, guardrails.History{}, "", ""},

		{"the first minute", "type: quiet, when: 'time_on_site < duration(\"1m\")'", "small", "drawer", value("time_on_site", 59*time.Second), guardrails.History{}, "quiet", "a quiet moment"},
		{"after the first minute", "type: quiet, when: 'time_on_site < duration(\"1m\")'", "small", "drawer", value("time_on_site", time.Minute), guardrails.History{}, "", ""},
		{"nobody knows how long", "type: quiet, when: 'time_on_site < duration(\"1m\")'", "small", "drawer", nil, guardrails.History{}, "guardrail_error", "time_on_site is missing"},
		{"nothing to divide by", "type: quiet, when: 'cart_value / cart_value > 10'", "small", "drawer", value("cart_value", 0.0), guardrails.History{}, "guardrail_error", "divides by zero"},

		{"at night", "type: quiet_hours, from: '21:00', until: '08:00'", "small", "newsletter", nil, guardrails.History{}, "", ""},
		{"by day", "type: quiet_hours, from: '08:00', until: '13:00'", "small", "newsletter", nil, guardrails.History{}, "quiet_hours", "it is 12:00 where the customer is, within the quiet hours from 08:00 until 13:00"},
		{"until the hour ends", "type: quiet_hours, from: '08:00', until: '12:00'", "small", "newsletter", nil, guardrails.History{}, "", ""},
		{"from the hour on", "type: quiet_hours, from: '12:00', until: '06:00'", "small", "newsletter", nil, guardrails.History{}, "quiet_hours", "12:00"},
		{"by day, on the site", "type: quiet_hours, from: '08:00', until: '13:00'", "small", "drawer", nil, guardrails.History{}, "", ""},
		{"in another zone", "type: quiet_hours, from: '21:00', until: '08:00', zone: Asia/Tokyo", "small", "newsletter", nil, guardrails.History{}, "quiet_hours", "it is 21:00"},
		{"where the customer is", "type: quiet_hours, from: '21:00', until: '08:00', offset: cart_value", "small", "newsletter", value("cart_value", -5.0), guardrails.History{}, "quiet_hours", "it is 07:00"},
		{"to the minute", "type: quiet_hours, from: '12:30', until: '12:31', offset: cart_value", "small", "newsletter", value("cart_value", 0.5), guardrails.History{}, "quiet_hours", "it is 12:30"},
		{"until the minute", "type: quiet_hours, from: '12:00', until: '12:30', offset: cart_value", "small", "newsletter", value("cart_value", 0.5), guardrails.History{}, "", ""},
		{"where it is the earliest", "type: quiet_hours, from: '01:00', until: '03:00', offset: cart_value", "small", "newsletter", value("cart_value", 14.0), guardrails.History{}, "quiet_hours", "it is 02:00"},
		{"where it is the latest", "type: quiet_hours, from: '21:00', until: '23:00', offset: cart_value", "small", "newsletter", value("cart_value", -14.0), guardrails.History{}, "quiet_hours", "it is 22:00"},
		{"further than anywhere", "type: quiet_hours, from: '21:00', until: '08:00', offset: cart_value", "small", "newsletter", value("cart_value", 14.01), guardrails.History{}, "guardrail_error", "no offset from UTC"},
		{"nobody knows where", "type: quiet_hours, from: '21:00', until: '08:00', offset: cart_value", "small", "newsletter", nil, guardrails.History{}, "guardrail_error", "cart_value is missing"},

		{"a first discount", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{}, "discount_share", "with this one 1 of 1 offers"},
		{"a discount among two", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, once, "", ""},
		{"a second discount", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{discounted(day, false), shown(0, "small", "add_on", "drawer", "")}}, "discount_share", "2 of 3 offers shown within 30 days"},
		{"a discount that was not seen", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{discounted(day, true), shown(0, "small", "add_on", "drawer", "")}}, "", ""},
		{"a discount that may still be seen", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{discounted(day-1, true), shown(0, "small", "add_on", "drawer", "")}}, "discount_share", "2 of 3"},
		{"a discount among two, the other not seen", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{unseen(0)}}, "discount_share", "1 of 1"},
		{"a second discount, and full prices not seen", "type: discount_share, max: 50%, per: 30d", "reduced", "drawer", nil, guardrails.History{Shown: []guardrails.Shown{discounted(day, false), unseen(day), unseen(1), unseen(0)}}, "discount_share", "2 of 2"},
		{"a discount, and more than can be counted", "type: discount_share, max: 50%, per: 24h", "reduced", "drawer", nil, guardrails.History{Shown: once.Shown, Forgotten: noon.Add(-day + 1)}, "guardrail_error", "more offers were shown to this customer than can be counted"},
		{"a discount, and more than can be counted before the window", "type: discount_share, max: 50%, per: 24h", "reduced", "drawer", nil, guardrails.History{Shown: once.Shown, Forgotten: noon.Add(-day)}, "", ""},
		{"a discount among two, the other before the window", "type: discount_share, max: 50%, per: 24h", "reduced", "drawer", nil, older, "discount_share", "1 of 1"},
		{"no discount", "type: discount_share, max: 0%, per: 30d", "small", "drawer", nil, guardrails.History{}, "", ""},

		{"one click, proven", "type: friction, min_accept: 10%, max_refund: 5%", "small", "drawer", nil, guardrails.History{}, "", ""},
		{"one click, too few accept", "type: friction, min_accept: 10.1%", "small", "drawer", nil, guardrails.History{}, "friction", "10.0% accept it at least, with 90% certainty; one_click needs 10.1%"},
		{"one click, too many refunds", "type: friction, max_refund: 4.9%", "small", "drawer", nil, guardrails.History{}, "friction", "up to 5.0% give it back"},
		{"another friction", "type: friction, min_accept: 99%", "large", "drawer", nil, guardrails.History{}, "", ""},

		{"the same type twice", "type: slate, distinct_types: true", "small", "drawer", nil, guardrails.History{}, "slate", "first is of type add_on and stands in this answer already"},
		{"another type", "type: slate, distinct_types: true", "large", "drawer", nil, guardrails.History{}, "", ""},
		{"one discount too many", "type: slate, max_discounts: 1", "reduced", "drawer", nil, guardrails.History{}, "slate", "1 of 1 discounts stand in this answer"},
		{"a discount with room", "type: slate, max_discounts: 2", "reduced", "drawer", nil, guardrails.History{}, "", ""},

		{"narrowed to another placement", "type: owned, placements: [newsletter]", "small", "drawer", nil, answered(day, guardrails.Accepted, "small", "add_on"), "", ""},
		{"narrowed to another offer", "type: owned, offers: [large]", "small", "drawer", nil, answered(day, guardrails.Accepted, "small", "add_on"), "", ""},
		{"narrowed to its type", "type: owned, types: [add_on]", "small", "drawer", nil, answered(day, guardrails.Accepted, "small", "add_on"), "owned", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			catalogue, set, faults := build(t, "name: rule, "+c.rule)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			place, _ := catalogue.Placement(c.placement)
			offer, _ := catalogue.Offer(c.offer)
			kase := guardrails.Case{At: noon, History: &c.history, Session: "s-1", Placement: place, Signals: c.signals,
				Candidates: catalogue.Candidates("item_added", c.placement), Currency: catalogue.Currency,
				Slate: []*policy.Offer{{ID: "first", Type: "add_on", Discount: 0.1}}, Proof: proof{}}
			no, refused := set.Refuse(&kase, offer)
			if refused != (c.want != "") || no.Reason != c.want || !strings.Contains(no.Detail, c.detail) {
				t.Errorf("refused %v: %+v, want %q with %q", refused, no, c.want, c.detail)
			}
			if refused && no.Rule != "rule" {
				t.Errorf("the refusal is of %q, want %q", no.Rule, "rule")
			}
		})
	}
}

// A session that is not named cannot be counted, so nothing is shown in it.
func TestSessionUnknown(t *testing.T) {
	catalogue, set, _ := build(t, "name: rule, type: frequency, max: 3, per: 1h, scope: session")
	place, _ := catalogue.Placement("drawer")
	offer, _ := catalogue.Offer("small")
	no, refused := set.Refuse(&guardrails.Case{At: noon, History: &guardrails.History{}, Placement: place}, offer)
	if !refused || no.Reason != guardrails.ReasonError {
		t.Errorf("got %+v, want a %s", no, guardrails.ReasonError)
	}
}

// Guardrails are declared in the order of the file; a type that nobody knows, a
// missing setting and an unknown one are faults.
func TestBuild(t *testing.T) {
	_, set, faults := build(t, "name: regret, type: refund_rate, max: 8%", "name: once, type: owned")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if got, want := fmt.Sprint(set.Declared()), "[{regret refund_rate} {once owned}]"; got != want {
		t.Errorf("declared %s, want %s", got, want)
	}
	for rule, want := range map[string]string{
		"name: x, type: frequncy, max: 1, per: 1h":                                      `did you mean "frequency"?`,
		"name: x, type: frequency, per: 1h":                                             "max: is missing",
		"name: x, type: frequency, max: 1, per: 1h, whn: 3":                             "unknown field",
		"name: x, type: frequency, max: 1, per: 0s":                                     "per",
		"name: x, type: first_time_buyer":                                               "limits nothing",
		"name: x, type: slate":                                                          "limits nothing",
		"name: x, type: friction":                                                       "asks for no proof",
		"name: x, type: friction, min_accept: 3%, level: 40%":                           "between 50% and 100%",
		"name: x, type: friction, min_accept: 3%, level: 50%":                           "between 50% and 100%",
		"name: x, type: frequency, max: 513, per: 1h":                                   "max",
		"name: x, type: quiet_hours, from: '9pm', until: '08:00'":                       "must be a time of day",
		"name: x, type: quiet_hours, from: '21:00', until: '08:00', zone: Mars/Olympus": "no time zone",
		"name: x, type: quiet_hours, from: '21:00', until: '21:00'":                     "until: is the same as from",
		"name: x, type: quiet_hours":                                                    "until: is missing",
		"name: x, type: owned, types: []":                                               "types: names nothing, leave it out",
		"name: x, type: discount_share, max: 30%":                                       "per: is missing",
		"name: x, type: consent, signal: orders":                                        "must be a signal of type boolean",
		"name: x, type: owned, placements: [drawr]":                                     "drawr",
		"name: x, type: cooldown, after: view, wait: 1h":                                "after",
		"name: x, type: quiet, when: 'time_on_sit < 3'":                                 "time_on_sit",
		"name: x, type: first_time_buyer, max_price: 1.00, when: 'orders'":              "when",
	} {
		_, _, faults := build(t, rule)
		if len(faults) == 0 || !strings.Contains(faults.Error(), want) {
			t.Errorf("%s: got %v, want %q", rule, faults, want)
		}
	}
}
