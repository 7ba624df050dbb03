package breakers

import (
	"slices"
	"time"

	"proffer/policy"
)

// Save copies the watches, so that they can be encoded while the fold goes on.
func (b *Breakers) Save() []Watch {
	all := b.order
	saved := make([]Watch, len(all))
	for i, w := range all {
		saved[i] = *w
		saved[i].Queue = slices.Clone(w.Queue)
		if w.Visits != nil {
			visits := *w.Visits
			saved[i].Visits = &visits
		}
		if w.Accepts != nil {
			accepts := *w.Accepts
			saved[i].Accepts = &accepts
		}
	}
	return saved
}

// Load takes up watches that were saved behind an event, under the catalogue
// that was in force.
func Load(saved []Watch, rules []*Rule, c *policy.Catalogue, now time.Time, seq uint64) *Breakers {
	b := NewBreakers()
	for _, w := range saved {
		b.watches[w.key()] = &w
	}
	b.Adopt(rules, c, now, seq)
	return b
}
