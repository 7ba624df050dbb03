package ope

import "math"

// maxCells is how many cells of context × action are told apart. Contexts that
// come later are one.
const maxCells = 1 << 20

// Rounds in a context, for each action, from which on its cells are looked at.
// Where K actions are taken evenly in K rounds a third of them is missed by
// chance; in 5K rounds one in a hundred and fifty.
const (
	roundsForEmpty = 1
	roundsForGap   = 5
)

// Support is where a log has been: how often each action was taken in each
// context, with which propensities, and how much the evaluated policy wants of it.
type Support struct {
	actions int
	rounds  int
	cells   map[string]*context
	taken   []taken
	outside float64 // Σ π_e of what a round says it could not take

	LeastPropensity float64 // 1 before the first round
	AtLeast         int     // rounds logged with it
}

// A context is what was done where something was known.
type context struct {
	rounds   int
	possible []int     // rounds that could take it, by action
	logged   []int     // rounds that did
	wanted   []float64 // Σ π_e, where it was possible
}

// A taken action is what its own rounds say of its propensities.
type taken struct {
	rounds                 int
	possible               int     // rounds that could have taken it
	sum, inverse, inverse2 float64 // Σp, Σ1/p, Σ1/p²
}

// NewSupport begins to count that many actions.
func NewSupport(actions int) *Support {
	return &Support{actions: actions, cells: map[string]*context{}, taken: make([]taken, actions), LeastPropensity: 1}
}

// Add counts a round: its context, the action taken, the policy's whole
// distribution, and which actions the round could take; nil: all of them.
func (s *Support) Add(where string, action int, propensity float64, policy []float64, possible []bool) {
	c := s.at(where)
	c.rounds++
	c.logged[action]++
	for a, p := range policy {
		if possible != nil && !possible[a] {
			s.outside += p
			continue
		}
		c.possible[a]++
		c.wanted[a] += p
		s.taken[a].possible++
	}
	t := &s.taken[action]
	t.rounds++
	t.sum += propensity
	t.inverse += 1 / propensity
	t.inverse2 += 1 / (propensity * propensity)
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
	for where, c := range o.cells {
		s.at(where).merge(c)
	}
	for a, t := range o.taken {
		m := &s.taken[a]
		m.possible += t.possible
		m.rounds, m.sum, m.inverse, m.inverse2 = m.rounds+t.rounds, m.sum+t.sum, m.inverse+t.inverse, m.inverse2+t.inverse2
	}
	s.rounds += o.rounds
	s.outside += o.outside
	if o.AtLeast > 0 {
		s.least(o.LeastPropensity, o.AtLeast)
	}
}

func (c *context) merge(o *context) {
	c.rounds += o.rounds
	for a, n := range o.logged {
		c.possible[a] += o.possible[a]
		c.logged[a] += n
		c.wanted[a] += o.wanted[a]
	}
}

// enough reports whether a context has so many rounds for each action that it
// could ever take.
func (c *context) enough(each int) bool {
	actions := 0
	for _, n := range c.possible {
		if n > 0 {
			actions++
		}
	}
	return c.rounds >= each*actions
}

// Gap is the share of the policy's choices that a round could not take, or that
// the log never took where the policy would: contexts with few rounds count as one.
func (s *Support) Gap() float64 {
	rest := s.nowhere()
	missed := s.outside
	for _, c := range s.cells {
		if !c.enough(roundsForGap) {
			rest.merge(c)
			continue
		}
		missed += c.missed()
	}
	return ratio(missed+rest.missed(), float64(s.rounds))
}

func (c *context) missed() (sum float64) {
	for a, n := range c.logged {
		if n == 0 {
			sum += c.wanted[a]
		}
	}
	return sum
}

// EmptyCells is the share of the cells of context × action that the policy can
// reach and the log never did, among contexts with enough rounds to tell.
func (s *Support) EmptyCells() float64 {
	empty, all := 0, 0
	for _, c := range s.cells {
		if !c.enough(roundsForEmpty) {
			continue
		}
		for a, n := range c.logged {
			if c.wanted[a] == 0 {
				continue
			}
			all++
			if n == 0 {
				empty++
			}
		}
	}
	return ratio(float64(empty), float64(all))
}

// A Calibration compares an action's logged propensities with how often it was
// taken. If they are true, the mean of 1{taken}/p over all rounds that could take
// it is 1. Where rounds do not say whether they could it may be less; it is more
// only if propensities are stated too small.
type Calibration struct {
	Action         string  `json:"action"`
	Rows           int     `json:"rows"`
	MeanPropensity float64 `json:"mean_propensity"` // over the action's own rows
	Ratio          float64 `json:"ratio"`
	StandardError  float64 `json:"standard_error"`
}

// Calibration of every action, in their order and without their names.
func (s *Support) Calibration() []Calibration {
	all := make([]Calibration, s.actions)
	for a, t := range s.taken {
		n := float64(t.possible)
		mean := ratio(t.inverse, n)
		all[a] = Calibration{
			Rows: t.rounds, MeanPropensity: ratio(t.sum, float64(t.rounds)), Ratio: mean,
			StandardError: math.Sqrt(max(ratio(t.inverse2, n)-mean*mean, 0) / max(n, 1)),
		}
	}
	return all
}
