package offline

import (
	"context"
	"errors"
	"slices"
)

// strategies are those of a catalogue that a policy may be called by: uniform is
// a policy of its own, which learns nothing either.
func strategies() []string {
	return slices.DeleteFunc(Usual(), func(name string) bool { return name == uniformPolicy })
}

// written is the evaluation with the catalogue that a replay would write of its table,
// if the policy is a strategy and no catalogue is there; else it is itself.
func (e *Evaluation) written(ctx context.Context) (*Evaluation, error) {
	if e.Catalogue != nil || !slices.Contains(strategies(), e.Policy) {
		return e, nil
	}
	l, err := e.columns(ctx)
	if err != nil {
		return nil, err
	}
	if l.candidates >= 0 {
		return nil, errors.New("offline: of a log that says what each row could take, as our own does, a strategy is evaluated with its catalogue: --policy FILE.yaml")
	}
	t := *e.Table
	t.Columns = l.columns
	t.Columns.Context = l.columns.Context[:l.where]
	survey, err := Look(ctx, &t, e.Progress)
	if err != nil {
		return nil, err
	}
	own := *e
	own.Catalogue = survey.OwnCatalogue(Run{Name: "log", Strategy: e.Policy})
	return &own, nil
}
