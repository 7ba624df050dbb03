package rehearsal

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"proffer/engine"
	"proffer/offline/export"
	"proffer/offline/ope"
)

// A Past is what has become of the decisions of a log.
type Past interface {
	// Stories are the decisions from one time on and before another, in order; a
	// zero time is no bound.
	Stories(from, to time.Time) iter.Seq2[engine.Story, error]
}

// Worth asks besides what the catalogue would have earned.
type Worth struct {
	Past       Past
	Estimators []string // empty: ips, snips, dr
	Interval   ope.Method
	Alpha      float64 // of the intervals: they miss the truth that often
	Force      bool    // estimate where the diagnostics refuse as well
}

// usual are the estimators of a Worth that names none.
var usual = []string{"ips", "snips", "dr"}

// Validate reports every setting that makes no sense.
func (w *Worth) Validate() error {
	_, err := w.estimators()
	faults := []error{err}
	_, err = ope.ParseMethod(string(w.Interval))
	faults = append(faults, err)
	if !(w.Alpha > 0 && w.Alpha < 1) {
		faults = append(faults, fmt.Errorf("rehearsal: alpha %v must be above 0 and below 1", w.Alpha))
	}
	return errors.Join(faults...)
}

func (w *Worth) estimators() ([]ope.Estimator, error) {
	names := w.Estimators
	if len(names) == 0 {
		names = usual
	}
	all := make([]ope.Estimator, len(names))
	for i, name := range names {
		var err error
		if all[i], err = ope.Parse(name); err != nil {
			return nil, err
		}
		if all[i].Name == "replay" {
			return nil, errors.New("rehearsal: replay asks for a policy that takes one action for certain, which a catalogue does not")
		}
		if slices.Contains(names[:i], name) {
			return nil, fmt.Errorf("rehearsal: estimator %q is named twice", name)
		}
	}
	return all, nil
}

// A trial adds up what the decisions of a log say about what a catalogue earns.
type trial struct {
	asked    *Worth
	policy   *engine.Policy
	next     func() (engine.Story, error, bool)
	close    func()
	rounds   int
	weights  ope.Weights
	gap      float64
	least    float64 // propensity of any offer that was shown
	atLeast  int
	measures []*measure
}

func (w *Worth) newTrial(p *engine.Policy, window export.Window) (*trial, error) {
	t := &trial{asked: w, policy: p, least: 1}
	for _, m := range []measure{rewardOf(p), accepts} {
		all, err := w.estimators()
		if err != nil {
			return nil, err
		}
		t.measures = append(t.measures, m.begin(all))
	}
	t.next, t.close = iter.Pull2(w.Past.Stories(window.From, window.To))
	return t, nil
}

// story is what has become of the decision at hand, which is the next one.
func (t *trial) story(was *engine.Decision) (engine.Story, error) {
	s, err, ok := t.next()
	switch {
	case err != nil:
		return s, err
	case !ok || s.Decision.ID != was.ID:
		return s, fmt.Errorf("decision %s is in the log, and nobody tells its story", was.ID)
	case s.Policy.Learning.Target != t.policy.Learning.Target:
		return s, fmt.Errorf("decision %s was made to raise the %s, and the catalogue is to raise the %s: figures in two units cannot be compared",
			was.ID, s.Policy.Learning.Target, t.policy.Learning.Target)
	}
	return s, nil
}

// add counts one decision; along is the same one as the catalogue makes it on the
// way that the log went.
func (t *trial) add(was, along *engine.Decision) error {
	story, err := t.story(was)
	if err != nil {
		return err
	}
	w := weigh(was, along)
	t.rounds++
	t.weights.Add(w.total)
	t.gap += w.gap
	for _, slot := range was.Shown() {
		t.see(slot.Propensity)
	}
	for _, m := range t.measures {
		if err := m.add(&w, was, along, &story); err != nil {
			return fmt.Errorf("decision %s: %w", was.ID, err)
		}
	}
	return nil
}

func (t *trial) see(propensity float64) {
	switch {
	case propensity < t.least:
		t.least, t.atLeast = propensity, 1
	case propensity == t.least:
		t.atLeast++
	}
}
