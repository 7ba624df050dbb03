package ope

// maxCells is how many cells of context × action are told apart in the first view,
// and in all others together. Contexts that come later are one.
const maxCells = 1 << 19

// leastContexts is how many contexts every view has room for.
const leastContexts = 16

// Support is where a log has been: how often each action was taken in each
// context, with which propensities, and how much the evaluated policy wants of it.
// What says where a round was is looked at in several views, since a log may close
// an action by what one of them shows, and the others scatter.
type Support struct {
	actions int
	rounds  int
	views   []view
	taken   []taken
	outside float64 // Σ π_e of what a round says it could not take

	LeastPropensity float64 // 1 before the first round
	AtLeast         int     // rounds logged with it
}

// A taken action is what its own rounds say of its propensities.
type taken struct {
	rounds                 int
	barred                 int     // rounds that say they could not take it
	told                   float64 // Σ π_e over the rounds that say they could
	sum, inverse, inverse2 float64 // Σp, Σ1/p, Σ1/p²
	weight, weight2        float64 // Σw, Σw² over its rounds
	sizes                  propensities
}

// NewSupport begins to count that many actions, in views of such names.
func NewSupport(actions int, views ...string) *Support {
	s := &Support{actions: actions, taken: make([]taken, actions), LeastPropensity: 1}
	for i, name := range views {
		most := maxCells
		if i > 0 {
			most = maxCells / (len(views) - 1)
		}
		s.views = append(s.views, view{name: name, actions: actions, places: newPlaces(max(leastContexts, most/max(1, actions)))})
	}
	return s
}

// Add counts a round: its context in each view, the action taken, the policy's
// whole distribution, and what the log would have taken with which probability: 0
// for what it could not take, NaN for a probability that is not known; nil: nothing
// is known. Only what is not known is looked for among other rounds of a context.
func (s *Support) Add(where []uint64, action int, propensity float64, policy, logged []float64) {
	for i := range s.views {
		s.views[i].add(where[i], action, policy, logged)
	}
	for a, p := range logged {
		switch {
		case p == 0:
			s.outside += policy[a]
			s.taken[a].barred++
		case p > 0:
			s.taken[a].told += policy[a]
		}
	}
	t, w := &s.taken[action], policy[action]/propensity
	t.rounds++
	t.sum += propensity
	t.inverse += 1 / propensity
	t.inverse2 += 1 / (propensity * propensity)
	t.weight += w
	t.weight2 += w * w
	t.sizes.add(propensity, policy[action])
	s.rounds++
	s.least(propensity, 1)
}

func (s *Support) least(propensity float64, rounds int) {
	switch {
	case propensity < s.LeastPropensity || s.AtLeast == 0:
		s.LeastPropensity, s.AtLeast = propensity, rounds
	case propensity == s.LeastPropensity:
		s.AtLeast += rounds
	}
}

// Merge counts all that o has counted, of the same actions in the same views.
func (s *Support) Merge(o *Support) {
	for i := range o.views {
		s.views[i].merge(&o.views[i])
	}
	for a := range o.taken {
		s.taken[a].merge(&o.taken[a])
	}
	s.rounds += o.rounds
	s.outside += o.outside
	if o.AtLeast > 0 {
		s.least(o.LeastPropensity, o.AtLeast)
	}
}

func (t *taken) merge(o *taken) {
	t.rounds += o.rounds
	t.barred += o.barred
	t.told += o.told
	t.sum, t.inverse, t.inverse2 = t.sum+o.sum, t.inverse+o.inverse, t.inverse2+o.inverse2
	t.weight, t.weight2 = t.weight+o.weight, t.weight2+o.weight2
	t.sizes.merge(&o.sizes)
}
