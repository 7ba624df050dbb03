package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/policy"
	"proffer/store"
)

// kept is a list of guardrails that decides as lax does, in words that a
// catalogue of today may use.
const kept = shop + `  - {name: spent, type: budget, max: 3, per: 24h, hold: 24h, offers: [bundle]}
  - {name: slow, type: frequency, max: 1, per: 1h, by: offer}
`

// lax is what rules of today refuse: a hold longer than what it counts within, a
// list that names nothing, a budget of nothing.
var lax = strings.NewReplacer("hold: 24h, offers: [bundle]", "hold: 48h, offers: [bundle]", "by: offer}", "by: offer, placements: []}").Replace(kept) +
	"  - {name: never, type: budget, max: 0, placements: [newsletter]}\n"

// A log can be opened whatever is thought of its catalogues today: it is folded,
// verified, asked about its decisions and served on, with a snapshot and without.
// What is new is held to the rules of today.
func TestRecall(t *testing.T) {
	var faults policy.Faults
	if _, err := engine.Compile([]byte(lax)); !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("compiling what is lax: got %v, want three faults", err)
	}
	for name, last := range map[string]string{"still in force": "", "replaced since": shop} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, kept)
			a := w.visitsOf("bundle", 9)
			if last != "" {
				w.restart(last)
				w.visitsOf("bundle", 9)
			}
			w.memory = laxer(t, w.memory)
			for range 2 { // from the log, and from the snapshot that the first leaves
				w.open(shop)
				story, err := w.Story(a.ID)
				if err != nil {
					t.Fatal(err)
				}
				if differences, err := w.Reexecute(context.Background(), story.Decision); err != nil || len(differences) > 0 {
					t.Errorf("decision %s made again: %q, %v", a.ID, differences, err)
				}
				for told, err := range w.Stories(time.Time{}, time.Time{}) {
					if err != nil || told.Policy == nil {
						t.Fatalf("a story without its catalogue: %v", err)
					}
				}
				w.verify()
				if err := w.Close(); err != nil {
					t.Fatal(err)
				}
			}
			w.open(shop)
			if _, err := w.SetCatalogue(context.Background(), []byte(lax), "a person"); !errors.As(err, &faults) {
				t.Errorf("putting what is lax into force again: got %v, want its faults", err)
			}
		})
	}
}

// visitsOf asks for one offer for so many customers and one of them again, and
// returns the last answer.
func (w *world) visitsOf(offer string, n int) (a engine.Answer) {
	w.Helper()
	for i := range n {
		w.now = w.now.Add(time.Hour)
		a = w.rank(only("c-"+string(rune('a'+i%4)), "s-1", offer))
	}
	return a
}

// laxer is the log as it would be, had what was kept been lax.
func laxer(t *testing.T, log engine.Log) *store.Memory {
	t.Helper()
	other := store.NewMemory()
	versions := map[string]string{}
	for e, err := range log.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if c := e.Catalogue; c != nil && c.Source == kept {
			p, err := engine.Recall([]byte(lax))
			if err != nil {
				t.Fatal(err)
			}
			versions[c.Version] = p.Version
			c.Source, c.Version = lax, p.Version
		}
		if d := e.Decision; d != nil && versions[d.PolicyVersion] != "" {
			d.PolicyVersion = versions[d.PolicyVersion]
		}
		if err := other.Append(e)(); err != nil {
			t.Fatal(err)
		}
	}
	return other
}
