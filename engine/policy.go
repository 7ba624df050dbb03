package engine

import (
	"proffer/bandit"
	"proffer/features"
	"proffer/guardrails"
	"proffer/policy"
)

// A Policy is a catalogue made ready to decide with. It never changes.
type Policy struct {
	*policy.Catalogue
	encoder    *features.Encoder
	guards     *guardrails.Set
	strategies map[string]policy.Strategy // by placement
	baseline   policy.Strategy
	viewer     *viewer
	priors     map[string][]bandit.Prior // by offer
}

// Compile reads and checks a whole catalogue. The error is policy.Faults, with
// every fault of the source in the order of its lines.
func Compile(src []byte) (*Policy, error) {
	catalogue, faults := policy.Draft(src)
	return compile(catalogue, faults)
}

// Recall compiles a catalogue of the log. A log can always be opened: what has
// served is not held to rules that came later.
func Recall(src []byte) (*Policy, error) {
	catalogue, err := policy.Recall(src)
	if err != nil {
		return nil, err
	}
	return compile(catalogue, nil)
}

// compile makes the guardrails also of a catalogue that has faults, for theirs.
func compile(catalogue *policy.Catalogue, faults policy.Faults) (*Policy, error) {
	if catalogue == nil {
		return nil, faults
	}
	guards, wrong := guardrails.Build(catalogue)
	if faults = faults.With(wrong); len(faults) > 0 {
		return nil, faults
	}
	return newPolicy(catalogue, guards)
}

func newPolicy(c *policy.Catalogue, guards *guardrails.Set) (*Policy, error) {
	encoder, err := features.NewEncoder(c.Schema())
	if err != nil {
		return nil, err
	}
	p := &Policy{Catalogue: c, encoder: encoder, guards: guards,
		strategies: make(map[string]policy.Strategy, len(c.Placements)),
		priors:     make(map[string][]bandit.Prior, len(c.Offers)), viewer: newViewer(encoder, c.Schema().Segments)}
	for _, place := range c.Placements {
		if p.strategies[place.Name], err = policy.NewStrategy(place.Strategy, c.Learning); err != nil {
			return nil, err
		}
	}
	for i := range c.Offers {
		p.priors[c.Offers[i].ID] = priorsOf(c, &c.Offers[i], p.viewer.dims)
	}
	p.baseline, err = policy.NewStrategy("rules", c.Learning)
	return p, err
}

// Encoding is the version of the feature encoding.
func (p *Policy) Encoding() string { return p.encoder.Version() }

// FeatureNames are the names of the positions of a feature vector.
func (p *Policy) FeatureNames() []string { return p.encoder.Names() }

// Guardrails are the guardrails of the catalogue, in its order.
func (p *Policy) Guardrails() []guardrails.Declared { return p.guards.Declared() }

// rewarded reports whether the app reports the number to be learned.
func (p *Policy) rewarded() bool { return p.Learning.Target == policy.Reward }

// learnsLike reports whether what q has learned is what p would have: the same
// encoding, the same target, the same forgetting and the same windows.
func (p *Policy) learnsLike(q *Policy) bool {
	a, b := p.Learning, q.Learning
	return p.Encoding() == q.Encoding() && a.Target == b.Target &&
		a.HalfLife == b.HalfLife && a.Delays == b.Delays
}
