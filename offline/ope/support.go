package ope

import "math"

// maxCells is how many cells of context × action are told apart. Contexts that
// come later are one.
const maxCells = 1 << 20

// mostChance is how probable it may be that a cell of context × action is empty
// by chance alone, for its emptiness to count: less, and the log never goes there.
const mostChance = .05

// Support is where a log has been: how often each action was taken in each
// context, with which propensities, and how much the evaluated policy wants of it.
type Support struct {
	actions int
	rounds  int
	cells   map[string]*context
	order   []string // of cells, as they came: sums must not depend on that of a map
	taken   []taken
	outside float64 // Σ π_e of what a round says it could not take

	LeastPropensity float64 // 1 before the first round
	AtLeast         int     // rounds logged with it
}

// A context is what was done where something was known.
type context struct {
	possible []int     // rounds that could take it, as far as is known, by action
	logged   []int     // rounds that did
	wanted   []float64 // Σ π_e, where it was possible
}

// A taken action is what its own rounds say of its propensities.
type taken struct {
	rounds                 int
	possible               int     // rounds that could have taken it
	sum, inverse, inverse2 float64 // Σp, Σ1/p, Σ1/p²
	sizes                  propensities
}

// NewSupport begins to count that many actions.
func NewSupport(actions int) *Support {
	return &Support{actions: actions, cells: map[string]*context{}, taken: make([]taken, actions), LeastPropensity: 1}
}

// Add counts a round: its context, the action taken, the policy's whole
// distribution, and what the log would have taken with which probability: 0 for
// what it could not take, NaN for a probability that is not known; nil: nothing is
// known. Only what is not known is looked for among other rounds of the context.
func (s *Support) Add(where string, action int, propensity float64, policy, logged []float64) {
	c := s.at(where)
	for a, p := range policy {
		switch {
		case logged == nil || math.IsNaN(logged[a]):
			c.possible[a]++
			c.wanted[a] += p
		case logged[a] == 0:
			s.outside += p
			continue
		}
		s.taken[a].possible++
	}
	c.logged[action]++
	t := &s.taken[action]
	t.rounds++
	t.sum += propensity
	t.inverse += 1 / propensity
	t.inverse2 += 1 / (propensity * propensity)
	t.sizes.add(propensity)
	s.rounds++
	s.least(propensity, 1)
}

func (s *Support) at(where string) *context {
	c := s.cells[where]
	if c == nil && (len(s.cells)+1)*s.actions > maxCells {
		where = ""
		c = s.cells[where]
	}
	if c == nil {
		c = s.nowhere()
		s.cells[where] = c
		s.order = append(s.order, where)
	}
	return c
}

func (s *Support) nowhere() *context {
	return &context{possible: make([]int, s.actions), logged: make([]int, s.actions), wanted: make([]float64, s.actions)}
}

func (s *Support) least(propensity float64, rounds int) {
	switch {
	case propensity < s.LeastPropensity || s.AtLeast == 0:
		s.LeastPropensity, s.AtLeast = propensity, rounds
	case propensity == s.LeastPropensity:
		s.AtLeast += rounds
	}
}

// Merge counts all that o has counted, of the same actions.
func (s *Support) Merge(o *Support) {
	for _, where := range o.order {
		s.at(where).merge(o.cells[where])
	}
	for a := range o.taken {
		t, m := &o.taken[a], &s.taken[a]
		m.possible += t.possible
		m.sizes.merge(&t.sizes)
		m.rounds, m.sum, m.inverse, m.inverse2 = m.rounds+t.rounds, m.sum+t.sum, m.inverse+t.inverse, m.inverse2+t.inverse2
	}
	s.rounds += o.rounds
	s.outside += o.outside
	if o.AtLeast > 0 {
		s.least(o.LeastPropensity, o.AtLeast)
	}
}

func (c *context) merge(o *context) {
	for a := range o.logged {
		c.mergeAction(o, a)
	}
}

func (c *context) mergeAction(o *context, a int) {
	c.possible[a] += o.possible[a]
	c.logged[a] += o.logged[a]
	c.wanted[a] += o.wanted[a]
}

// tells reports whether a cell says by being empty that the log never goes there.
// An action that was taken nowhere has shown no propensity to go by, and does.
func (s *Support) tells(c *context, action int) bool {
	return s.taken[action].sizes.missed(c.possible[action]) <= mostChance
}

// Gap is the share of the policy's choices that a round could not take, or that
// the log never took where the policy would. Cells that may be empty by chance
// are looked at together, action by action.
func (s *Support) Gap() float64 {
	rest := s.nowhere()
	missed := s.outside
	for _, where := range s.order {
		c := s.cells[where]
		for a := range c.wanted {
			switch {
			case !s.tells(c, a):
				rest.mergeAction(c, a)
			case c.logged[a] == 0:
				missed += c.wanted[a]
			}
		}
	}
	for a, wanted := range rest.wanted {
		if rest.logged[a] == 0 && s.tells(rest, a) {
			missed += wanted
		}
	}
	return ratio(missed, float64(s.rounds))
}

// EmptyCells is the share of the cells of context × action that the policy can
// reach and the log never did, among those that are not empty by chance.
func (s *Support) EmptyCells() float64 {
	empty, all := 0, 0
	for _, c := range s.cells {
		for a, n := range c.logged {
			switch {
			case c.wanted[a] == 0:
			case n > 0:
				all++
			case s.tells(c, a):
				all++
				empty++
			}
		}
	}
	return ratio(float64(empty), float64(all))
}
