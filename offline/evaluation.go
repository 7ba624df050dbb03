package offline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"proffer/engine"
	"proffer/offline/ope"
)

// An Evaluation asks what a policy would have earned on a table, had it made the
// choices: first whether the table can say it at all, then what estimators say.
//
// The columns are found by their names: action, reward and pscore (or item_id,
// click and propensity_score, as in the Open Bandit Dataset), position, the
// signals x0, x1, …, the policy's probabilities pe0, pe1, … or pe, a model's
// predictions q0, q1, … for the actions 0, 1, …, and those of our own export.
type Evaluation struct {
	Table      *Table // its columns are found
	Policy     string // uniform, best, fixed:ACTION, columns or a strategy; the name of the catalogue, if there is one
	Catalogue  []byte // the policy is what the engine does with it, learning from the rows before; nil: by its name
	Model      string // of rewards: none, columns, ridge, or empty for the columns if there are any, else a ridge
	Estimators []string
	Interval   ope.Method
	Alpha      float64 // of the intervals: they miss the truth that often
	Bounds     ope.Bounds
	Replicates int // of the bootstrap
	Seed       uint64
	Force      bool // estimate on a log that was refused as well
	Immature   bool // count rows of our own log although their outcome is still open
	Progress   func(rows int)
	Trace      *Trace // what a report shows besides; nil: nobody looks

	own    bool       // the catalogue was written of the table itself, whose rows have one trigger and one placement
	called *nicknames // by such a catalogue
}

// mostReplicates bounds the memory of a bootstrap.
const mostReplicates = 100_000

// Validate reports every word of an evaluation that makes no sense.
func (e *Evaluation) Validate() error {
	var faults []error
	known := slices.Contains(append(strategies(), uniformPolicy, bestPolicy, columnsPolicy), e.Policy)
	if !known && !strings.HasPrefix(e.Policy, fixedPrefix) && e.Catalogue == nil {
		faults = append(faults, unknownPolicy(e.Policy))
	}
	if !slices.Contains(models, e.Model) {
		faults = append(faults, fmt.Errorf("offline: no reward model is called %q: there are %s", e.Model, strings.Join(models[1:], ", ")))
	}
	faults = append(append(faults, e.validateEstimators()...), e.Table.validNaming())
	_, err := ope.ParseMethod(string(e.Interval))
	faults = append(faults, err)
	if !(e.Alpha > 0 && e.Alpha < 1) {
		faults = append(faults, fmt.Errorf("offline: alpha %v must be above 0 and below 1", e.Alpha))
	}
	if !(e.Replicates >= 2 && e.Replicates <= mostReplicates) {
		faults = append(faults, fmt.Errorf("offline: %d replicates must be 2 to %d", e.Replicates, mostReplicates))
	}
	b := e.Bounds
	if !(b.LeastReward < b.MostReward && b.LeastReward >= -maxNumber && b.MostReward <= maxNumber) {
		faults = append(faults, fmt.Errorf("offline: rewards from %v to %v are no range", b.LeastReward, b.MostReward))
	}
	if !(b.LeastPropensity >= 0 && b.LeastPropensity <= 1) {
		faults = append(faults, fmt.Errorf("offline: a least propensity of %v must be 0 to 1", b.LeastPropensity))
	}
	return errors.Join(faults...)
}

func (e *Evaluation) validateEstimators() (faults []error) {
	for i, name := range e.Estimators {
		if !slices.Contains(ope.SlateNames(), name) {
			_, err := ope.Parse(name)
			faults = append(faults, err)
		}
		if slices.Contains(e.Estimators[:i], name) {
			faults = append(faults, fmt.Errorf("offline: estimator %q is named twice", name))
		}
	}
	_, err := e.asksSlates()
	return append(faults, err)
}

// Run reads the table once where its first rows say what must be known of all, else
// twice, and once more for a ridge: first for its actions and what is known of each
// row, last for the figures. When the log is refused and not forced to speak, the
// judgement holds the diagnostics and the refusal alone.
func (e *Evaluation) Run(ctx context.Context) (*Judgement, error) {
	if err := e.Validate(); err != nil {
		return nil, err
	}
	e, err := e.written(ctx)
	if err != nil {
		return nil, err
	}
	l, err := e.columns(ctx)
	if err != nil {
		return nil, err
	}
	survey, p, err := e.look(ctx, &l)
	if err != nil {
		return nil, err
	}
	if p == nil {
		if p, err = e.count(ctx, &l, survey); err != nil {
			return nil, err
		}
	}
	return p.judge(), nil
}

// columns are those of the table, by what they are for.
func (e *Evaluation) columns(ctx context.Context) (layout, error) {
	names, err := e.Table.Names()
	if err != nil {
		return layout{}, err
	}
	return e.layout(names, e.speak(ctx, names))
}

// count reads the table for the figures, after it was surveyed.
func (e *Evaluation) count(ctx context.Context, l *layout, s *Survey) (*pass, error) {
	p, err := e.newPass(l, s)
	if err != nil {
		return nil, err
	}
	if p.source == modelRidge {
		if err := p.learn(ctx); err != nil {
			return nil, err
		}
	}
	return p, p.run(ctx)
}

// layout finds the columns by their names.
func (e *Evaluation) layout(names []string, speaking bool) (l layout, err error) {
	if e.Catalogue == nil {
		return newLayout(e.Table.Name, names, nil, speaking)
	}
	catalogue, err := engine.Compile(e.Catalogue)
	if err != nil {
		return l, err
	}
	var signals []string
	for _, s := range catalogue.Signals {
		signals = append(signals, e.called.column(s.Name))
	}
	if l, err = newLayout(e.Table.Name, names, signals, speaking); err == nil {
		l.catalogue = catalogue
		l.learn(names)
	}
	if e.own {
		l.told["trigger"], l.told["placement"] = -1, -1 // columns of these names are signals
	}
	return l, err
}

// log is the table with its columns found.
func (e *Evaluation) log(l *layout) *Table {
	t := *e.Table
	t.Columns, t.layout, t.immature = l.columns, l, e.Immature
	return &t
}
