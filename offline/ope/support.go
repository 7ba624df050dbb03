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

	LeastPropensity float64 // 1 before the first round
	AtLeast         int     // rounds logged with it
}

// A context is what was done where something was known.
type context struct {
	rounds int
	logged []int     // by action
	wanted []float64 // Σ π_e
}

// A taken action is what its own rounds say of its propensities.
type taken struct {
	rounds                 int
	sum, inverse, inverse2 float64 // Σp, Σ1/p, Σ1/p²
}

// NewSupport begins to count that many actions.
func NewSupport(actions int) *Support {
	return &Support{actions: actions, cells: map[string]*context{}, taken: make([]taken, actions), LeastPropensity: 1}
}

// Add counts a round: its context, the action taken, and the policy's whole distribution.
func (s *Support) Add(where string, action int, propensity float64, policy []float64) {
	c := s.at(where)
	c.rounds++
	c.logged[action]++
	for a, p := range policy {
		c.wanted[a] += p
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
		c = &context{logged: make([]int, s.actions), wanted: make([]float64, s.actions)}
		s.cells[where] = c
	}
	return c
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
		m.rounds, m.sum, m.inverse, m.inverse2 = m.rounds+t.rounds, m.sum+t.sum, m.inverse+t.inverse, m.inverse2+t.inverse2
	}
	s.rounds += o.rounds
	if o.AtLeast > 0 {
		s.least(o.LeastPropensity, o.AtLeast)
	}
}

func (c *context) merge(o *context) {
	c.rounds += o.rounds
	for a, n := range o.logged {
		c.logged[a] += n
		c.wanted[a] += o.wanted[a]
	}
}

// Gap is the share of the policy's choices that the log never took where the
// policy would: contexts with few rounds count as one.
func (s *Support) Gap() float64 {
	rest := &context{logged: make([]int, s.actions), wanted: make([]float64, s.actions)}
	missed := 0.0
	for _, c := range s.cells {
		if c.rounds < roundsForGap*s.actions {
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
		if c.rounds < roundsForEmpty*s.actions {
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
// taken. If they are true, and the action could be taken in every round, the mean
// of 1{taken}/p over all rounds is 1; less where it was not always eligible; more
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
	n := float64(s.rounds)
	for a, t := range s.taken {
		mean := ratio(t.inverse, n)
		all[a] = Calibration{
			Rows: t.rounds, MeanPropensity: ratio(t.sum, float64(t.rounds)), Ratio: mean,
			StandardError: math.Sqrt(max(ratio(t.inverse2, n)-mean*mean, 0) / max(n, 1)),
		}
	}
	return all
}
