package offline

import (
	"context"
	"errors"
	"fmt"
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
	survey, err := Look(ctx, e.log(&l), e.Progress)
	if err != nil {
		return nil, err
	}
	if _, shown := survey.index[noneAction]; shown {
		return nil, fmt.Errorf("%s: column %s: %s is what a catalogue calls showing nothing, so a strategy cannot take an action of that name", e.Table.Name, l.columns.Action, noneAction)
	}
	own := *e
	own.own = true
	own.Catalogue, own.called = survey.ownCatalogue(Run{Name: "log", Strategy: e.Policy})
	return &own, nil
}
