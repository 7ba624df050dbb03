package simulate

import (
	"proffer/engine"
)

// A tally is what a simulation saw, in the order in which it happened.
type tally struct {
	visits    int
	decisions int
	results   map[engine.Status]int
	draws     []draw
	crowds    map[crowded]crowd
	converted map[entrance]*turnout
	questions map[Question]*Answers
}

func newTally() *tally {
	return &tally{
		results: map[engine.Status]int{}, crowds: map[crowded]crowd{},
		converted: map[entrance]*turnout{}, questions: map[Question]*Answers{},
	}
}

// A crowd is the people of a segment who saw an offer, and how likely they
// truly were, on average, to accept it.
type crowd struct {
	n      int
	accept float64 // sum
}

type crowded struct{ segment, offer string }

// meet counts somebody who saw an offer.
func (t *tally) meet(truth *Truth, segment, offer string, signals map[string]any) {
	c := t.crowds[crowded{segment, offer}]
	c.n++
	c.accept += truth.accept(offer, segment, signals)
	t.crowds[crowded{segment, offer}] = c
}

// acceptance is the mean true acceptance of the crowd.
func (c crowd) acceptance() float64 { return c.accept / float64(max(c.n, 1)) }

// An entrance is where a visit began, and in which group.
type entrance struct {
	placement string
	group     engine.Group
}

// A turnout is how many visits ended with an order.
type turnout struct{ visits, orders int }

func (t *tally) enter(placement string, g engine.Group) {
	at := entrance{placement, g}
	if t.converted[at] == nil {
		t.converted[at] = &turnout{}
	}
	t.converted[at].visits++
}

// convert counts an order for every placement of its visit.
func (t *tally) convert(groups map[string]engine.Group) {
	for placement, g := range groups {
		t.converted[entrance{placement, g}].orders++
	}
}

// A Question is a situation in which an app asks for offers.
type Question struct{ Segment, Trigger, Placement string }

// Answers count what was shown to treated visits in one situation.
type Answers struct {
	Asked int
	Shown map[string]int // by offer
}

func (t *tally) answer(q Question, reply Reply) {
	if reply.Group != engine.Treatment {
		return
	}
	a := t.questions[q]
	if a == nil {
		a = &Answers{Shown: map[string]int{}}
		t.questions[q] = a
	}
	a.Asked++
	for _, offer := range reply.Shown {
		a.Shown[offer]++
	}
}
