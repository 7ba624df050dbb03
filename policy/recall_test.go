package policy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A catalogue that has served is read as it stands: what a rule refuses by now
// is no fault of it, in the catalogue and in what others read of its guardrails.
// What nobody can read is a fault as ever.
func TestRecall(t *testing.T) {
	text := minimal + `
offers:
  - {id: kit, kind: upsell, triggers: [], price: 2, margin: 1, weight: -3}
guardrails:
  - {name: mine, type: test, max: 0, share: 250%, hold: 0s, placements: []}
`
	if _, err := Load([]byte(text)); err == nil {
		t.Error("a new catalogue with all of this is accepted")
	}
	c, err := Recall([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s := c.Guardrails[0].Settings()
	type read struct {
		Weight, Share float64
		Triggers      []string
		Max, Least    int
		Hold          time.Duration
		Placements    []string
	}
	got := read{
		Weight: c.Offers[0].Weight, Triggers: c.Offers[0].Triggers, Max: s.Count("max", AtLeast(1)), Least: s.Count("least", Required),
		Share: s.Share("share"), Hold: s.Duration("hold", Above0), Placements: s.Placements("placements"),
	}
	s.Fault("hold", "is longer than per", "")
	if faults := s.Done(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	if diff := cmp.Diff(read{Weight: -3, Share: 2.5}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, unreadable := range []string{"offers: [", minimal + "\nprizes: []", minimal + "\nlearning: {floor: much}", minimal + "\nlearning: 3"} {
		if _, err := Recall([]byte(unreadable)); err == nil {
			t.Errorf("%q is read", unreadable)
		}
	}
}
