package offline

import (
	"context"
	"fmt"
	"hash/fnv"

	"proffer/offline/ope"
	"proffer/offline/rows"
)

// Where the predictions of a reward model come from.
const (
	modelAsFits  = ""        // the columns if there are any, else a ridge
	modelNone    = "none"    // nowhere
	modelColumns = "columns" // q0, q1, …
	modelRidge   = "ridge"   // learned from the log itself, by cross-fitting
)

// models are the names that an evaluation takes.
var models = []string{modelAsFits, modelNone, modelColumns, modelRidge}

// The ridge's own numbers: the usual count of folds, and a penalty as of one row
// for each feature, all of which have a spread of 1.
const (
	folds   = 5
	penalty = 1
)

// settleModel finds where predictions come from. Where nobody asked for a ridge,
// one that would be too large is no fault: then there is no model.
func (p *pass) settleModel() (err error) {
	p.source = p.asked.Model
	if p.target.partial && (p.source == modelColumns || p.source == modelRidge) {
		return fmt.Errorf("offline: a model needs the policy's probability of every action, and the column pe has that of the one taken")
	}
	switch {
	case p.target.partial:
		p.source = modelNone
	case p.source == modelColumns && p.layout.model == 0:
		return fmt.Errorf("offline: there are no columns q0, q1, … with a model's predictions")
	case p.source == modelAsFits && p.layout.model > 0:
		p.source = modelColumns
	case p.source == modelAsFits || p.source == modelRidge:
		p.source = modelRidge
		p.encoding = newEncoding(p.survey)
		p.learner, err = ope.NewRidge(folds, len(p.names), p.encoding.size)
	}
	if err != nil && p.asked.Model == modelAsFits {
		p.source, err = modelNone, nil
	}
	return err
}

// learn reads the table for a ridge, and fits it.
func (p *pass) learn(ctx context.Context) error {
	err := p.scan(ctx, func(r *reader) error {
		a, err := p.action(r)
		if err != nil {
			return err
		}
		p.learner.Add(p.fold(r), a, p.encoding.encode(p.known(r), r.own.features), r.reward)
		return nil
	}, nil)
	if err != nil {
		return err
	}
	p.ridge, err = p.learner.Fit(penalty)
	return err
}

// known are the cells that say where a row was.
func (p *pass) known(r *reader) []rows.Cell { return r.context[:p.layout.where] }

// fold keeps the rows of a customer together: one is like another, and a model
// that has seen the one knows the other. Without customers each row is its own.
func (p *pass) fold(r *reader) int {
	if l := p.layout; l.customer >= 0 && r.context[l.customer].Kind != rows.Empty {
		h := fnv.New64a()
		_, _ = h.Write([]byte(r.context[l.customer].String())) // a hash takes everything
		return int(h.Sum64() % folds)
	}
	return r.read % folds
}
