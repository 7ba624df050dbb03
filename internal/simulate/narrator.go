package simulate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"proffer/engine"
)

// A Narrator tells an operator, now and then, what has changed in what a
// server shows. It belongs to the goroutine of its simulation.
type Narrator struct {
	simulation *Simulation
	heard      map[Question]Answers // when it told something last
	told       map[subject]float64  // share of the question that was told last, or was so at first
}

type subject struct {
	Question
	offer string
}

// NewNarrator follows a simulation.
func NewNarrator(s *Simulation) *Narrator {
	return &Narrator{simulation: s, heard: map[Question]Answers{}, told: map[subject]float64{}}
}

// A change is how often an offer is shown now, and was.
type change struct {
	subject
	now, was float64
}

const (
	enoughAsked  = 25   // requests before a share means anything
	worthTelling = 0.10 // change of a share
	worthRegret  = 0.02 // share of the accepts
)

// Tell returns a sentence for each of the largest changes since it was called last.
func (n *Narrator) Tell(learned []engine.Entry, most int) []string {
	changes := n.changes()
	var sentences []string
	for _, c := range changes[:min(most, len(changes))] {
		n.told[c.subject] = c.now
		sentences = append(sentences, n.sentence(c, learned))
	}
	return sentences
}

// changes are those worth telling, the largest first.
func (n *Narrator) changes() []change {
	var all []change
	for q, a := range n.simulation.tally.questions {
		before := n.heard[q]
		asked := a.Asked - before.Asked
		if asked < enoughAsked {
			continue
		}
		for offer, shown := range a.Shown {
			now := float64(shown-before.Shown[offer]) / float64(asked)
			all = append(all, n.compare(subject{q, offer}, now)...)
		}
		n.heard[q] = Answers{Asked: a.Asked, Shown: maps.Clone(a.Shown)}
	}
	slices.SortFunc(all, func(a, b change) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(fmt.Sprint(a.subject), fmt.Sprint(b.subject)))
	})
	return all
}

func (c change) size() float64 { return max(c.now-c.was, c.was-c.now) }

// compare is no change for what is met for the first time or has hardly moved.
func (n *Narrator) compare(s subject, now float64) []change {
	was, known := n.told[s]
	if !known {
		n.told[s] = now
		return nil
	}
	if c := (change{s, now, was}); c.size() >= worthTelling {
		return []change{c}
	}
	return nil
}

// sentence says what an operator wants to know of a change.
func (n *Narrator) sentence(c change, learned []engine.Entry) string {
	words := n.simulation.World.Words
	text := fmt.Sprintf("%s is now shown to %.0f%% of %s %s (was %.0f%%)", c.offer, 100*c.now,
		words.People[c.Segment], words.When[c.Trigger], 100*c.was)
	for _, e := range learned {
		for _, s := range e.Segments {
			if e.Offer.ID == c.offer && s.Segment == c.Segment && s.Accepted > 0 {
				return text + ": " + n.fate(c.subject, s) + "."
			}
		}
	}
	return text + "."
}

// fate is what becomes of an offer, as counted so far.
func (n *Narrator) fate(c subject, s engine.Standing) string {
	seen := n.simulation.tally.crowds[crowded{c.Segment, c.offer}].n
	accepted := float64(s.Accepted)
	text := fmt.Sprintf("%.0f%% accept it", 100*accepted/float64(max(seen, 1)))
	var regrets []string
	for _, regret := range []struct {
		n    float64
		what string
	}{{s.Refunded, "give it back"}, {float64(s.Churned), "leave"}, {float64(s.Tickets), "write to support"}} {
		if share := regret.n / accepted; share >= worthRegret {
			regrets = append(regrets, fmt.Sprintf("%.0f%% %s", 100*share, regret.what))
		}
	}
	if len(regrets) == 0 {
		return text + ", and hardly anybody regrets it"
	}
	return text + "; of these, so far, " + strings.Join(regrets, ", ")
}
