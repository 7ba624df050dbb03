package policy

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/features"
)

// settings reads the settings of one guardrail that says fields.
func settings(t *testing.T, fields string) (*Settings, []byte) {
	t.Helper()
	text := minimal + `
signals: {orders: {type: count}, cart_value: {type: number}, opted_in: {type: boolean}}
segments: [{name: new, when: orders == 0}]
offers:
  - {id: kit, kind: upsell, type: add_on, motivation: save_time, friction: form, price: 2, margin: 1}
guardrails:
  - {name: mine, type: test, ` + fields + "}\n"
	return load(t, text).Guardrails[0].Settings(), []byte(text)
}

// A guardrail's own package reads its fields with the readers that the
// catalogue is read with.
func TestSettings(t *testing.T) {
	s, _ := settings(t, `max: 3, per: 1h30m, scope: session, share: 12.5%, price: 4.99, width: -0.5, strict: true,
    placements: [cart_drawer], offers: [kit], types: [add_on], triggers: [cart_item_added], segments: [new],
    channels: [email], words: [a, b], cart: cart_value, when: orders > 3, placement: cart_drawer, title: "x"`)
	type read struct {
		Max                                                            int
		Per                                                            time.Duration
		Scope, Title, Cart, When, Placement, Silent                    string
		Share, Width                                                   float64
		Price                                                          int64
		Strict                                                         bool
		Placements, Offers, Types, Triggers, Segments, Channels, Words []string
		Missing                                                        int
		MissingPer                                                     time.Duration
		MissingPrice                                                   int64
		MissingCart, MissingWhen                                       string
	}
	got := read{
		Max: s.Count("max", Required), Per: s.Duration("per", Required), Title: s.Text("title"),
		Scope: s.Enum("scope", "customer", []string{"customer", "session"}), Cart: s.Signal("cart", []features.Type{features.Number}),
		When: s.Condition("when").String(), Placement: s.Placement("placement"), Silent: s.Enum("by", "all", []string{"all"}),
		Share: s.Share("share"), Width: s.Number("width"), Price: s.Money("price"), Strict: s.Bool("strict"),
		Placements: s.Placements("placements"), Offers: s.Offers("offers"), Types: s.Types("types"),
		Triggers: s.Triggers("triggers"), Segments: s.Segments("segments"),
		Channels: s.Enums("channels", []string{"email", "sms"}), Words: s.Strings("words"),
		Missing: s.Count("least", Or(7)), MissingPer: s.Duration("wait", Or(time.Hour)), MissingPrice: s.Money("cap", Or(int64(math.MaxInt64))),
		MissingCart: s.Signal("basket", nil, Or("orders")), MissingWhen: s.Condition("unless", Or("orders == 0")).String(),
	}
	want := read{
		Max: 3, Per: 90 * time.Minute, Scope: "session", Title: "x", Cart: "cart_value", When: "orders > 3", Placement: "cart_drawer", Silent: "all",
		Share: 0.125, Width: -0.5, Price: 499, Strict: true,
		Placements: []string{"cart_drawer"}, Offers: []string{"kit"}, Types: []string{"add_on"}, Triggers: []string{"cart_item_added"},
		Segments: []string{"new"}, Channels: []string{"email"}, Words: []string{"a", "b"},
		Missing: 7, MissingPer: time.Hour, MissingPrice: math.MaxInt64, MissingCart: "orders", MissingWhen: "orders == 0",
	}
	if faults := s.Done(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want − got +:\n%s", diff)
	}
}

// What a guardrail's package finds wrong has the place in the catalogue's file,
// and a field that it does not know is a fault with what was meant.
func TestSettingsFaults(t *testing.T) {
	s, text := settings(t, `mx: 3, per: soon, scope: sesion, cart: opted_in, when: ordrs > 3, placements: [cart_draw], types: [addon]`)
	s.Count("max", Required)
	s.Duration("per", Required)
	s.Enum("scope", "customer", []string{"customer", "session"})
	s.Signal("cart", []features.Type{features.Number}, Required)
	s.Signal("total", []features.Type{features.Number}, Or("cart_total"))
	s.Condition("when")
	s.Condition("unless", Or("visits == 0"))
	s.Placements("placements")
	s.Types("types")
	holdTo(t, "testdata/settings.want", s.Done().Render("x.yaml", text))
}

// A guardrail may refuse what is right by itself and wrong together, and says so
// at the field.
func TestSettingsFault(t *testing.T) {
	s, text := settings(t, `max: 3`)
	s.Count("max")
	s.Fault("max", "is too much", "one is enough")
	want := Faults{{Line: 11, Column: 35, Path: "guardrails[0].max", Problem: "is too much", Hint: "one is enough"}}
	if diff := cmp.Diff(want, s.Done()); diff != "" {
		t.Errorf("want − got +:\n%s\n%s", diff, s.Done().Render("x.yaml", text))
	}
}

// A duration of a catalogue is not negative, and at most a hundred years.
func TestParseDuration(t *testing.T) {
	for words, want := range map[string]bool{"0s": true, "36500d": true, "36501d": false, "20000d20000d": false, "-7d": false, "7": false} {
		if d, ok := parseDuration(words); ok != want {
			t.Errorf("parseDuration(%q) = %v, %v", words, d, ok)
		}
	}
}
