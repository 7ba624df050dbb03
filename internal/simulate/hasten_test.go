package simulate

import (
	"testing"
	"time"

	"proffer/engine"
	"proffer/examples"
)

// A hastened catalogue is the same but for its periods, each of which is as
// much shorter as was asked for.
func TestHasten(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"a cap", "{type: frequency, max: 1, per: 24h, by: placement}", "{type: frequency, max: 1, per: 500ms, by: placement}"},
		{"learning", "windows: {accept: 7d, refund: 60d}", "windows: {accept: 3.5s, refund: 30s}"},
		{"a rate is no period", "prior: {accept: 8%, refund: 2%, churn: 0}", "prior: {accept: 8%, refund: 2%, churn: 0}"},
		{"an expression", `when: 'time_on_site < duration("1m")'`, `when: 'time_on_site < duration("1m")'`},
		{"copy", "body: Return opened bottles for 60 days.", "body: Return opened bottles for 60 days."},
		{"what is too short to be written", "wait: 1s", "wait: 6µs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(Hasten([]byte(c.yaml), 2*24*60*60)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// The examples can be hastened as much as a demonstration does, and all of
// their delays are then as short as the truth's.
func TestHastenExamples(t *testing.T) {
	const times = 172_800 // a day in half a second
	for _, w := range Worlds() {
		source, err := examples.Catalogue(w.Name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := engine.Compile(Hasten(source, times))
		if err != nil {
			t.Fatal(err)
		}
		got := Delays{p.Learning.Delays.Refund * times, p.Learning.Delays.Churn * times, p.Learning.Delays.Ticket * times}
		if got != w.Truth.Delays {
			t.Errorf("%s: got %v, want the %v of the truth", w.Name, got, w.Truth.Delays)
		}
		if p.Learning.HalfLife > time.Minute {
			t.Errorf("%s: half of what was learned is forgotten after %v, want within a minute", w.Name, p.Learning.HalfLife)
		}
	}
}
