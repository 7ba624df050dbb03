package rehearsal

import (
	"errors"
	"fmt"

	"proffer/engine"
)

// A pass is a rehearsal on its way through a log.
type pass struct {
	*Rehearsal
	stage    *stage
	opened   bool
	found    Report
	counts   *counts
	refusals refusals
	examples examples
	trial    *trial // nil: nobody asks what it earns
}

func (r *Rehearsal) newPass() (*pass, error) {
	p := &pass{Rehearsal: r, stage: newStage(r.Policy, r.History), counts: newCounts(r.Policy)}
	p.examples.most = r.Examples
	p.found = Report{PolicyVersion: r.Policy.Version, History: r.History, Feedback: Feedback{Dropped: map[engine.ReportType]int{}}}
	if r.History == "" {
		p.found.History = Own
	}
	if r.Worth == nil {
		return p, nil
	}
	var err error
	p.trial, err = r.Worth.newTrial(r.Policy, r.Window)
	return p, err
}

func (p *pass) close() {
	if p.trial != nil {
		p.trial.close()
	}
}

// step rehearses one event, and lets the breakers move that it calls for.
func (p *pass) step(e *engine.Event) error {
	if !p.opened {
		p.opened = true
		if err := p.stage.open(e.At); err != nil {
			return err
		}
	}
	if err := p.take(e); err != nil {
		return err
	}
	return p.stage.conclude(e.At)
}

// take folds an event. A catalogue is replaced by the one on trial; what a kind of
// event means that is not named here does not depend on the catalogue.
func (p *pass) take(e *engine.Event) error {
	switch {
	case e.Catalogue != nil:
		return p.replace(e.Catalogue)
	case e.Decision != nil:
		return p.decide(e.Decision)
	case e.Feedback != nil:
		return p.hear(e)
	case e.Breaker != nil:
		return p.stage.move(e)
	}
	return p.stage.keep(*e)
}

// replace leaves a catalogue of the log out, and keeps the names of its guardrails.
func (p *pass) replace(c *engine.CatalogueEvent) error {
	if c.Version == p.Policy.Version {
		return nil
	}
	served, err := engine.Recall([]byte(c.Source))
	if err != nil {
		return fmt.Errorf("logged catalogue %s: %w", c.Version, err)
	}
	if was, is := served.Currency.Code, p.Policy.Currency.Code; was != is {
		return fmt.Errorf("the log counts money in %s and the catalogue in %s: figures in two currencies cannot be compared", was, is)
	}
	p.counts.declare(served)
	return nil
}

// decide makes one decision again, counts what has changed, and folds both.
func (p *pass) decide(was *engine.Decision) error {
	counted := p.Window.From.IsZero() || !was.At.Before(p.Window.From)
	is, err := p.stage.decide(was)
	var refused *engine.Invalid
	if errors.As(err, &refused) {
		p.stage.pass(was)
		return p.refuse(was, refused, counted)
	}
	if err != nil {
		return err
	}
	if counted {
		if err := p.count(was, is); err != nil {
			return err
		}
	}
	return p.stage.take(was, is)
}

// refuse counts a request that the catalogue cannot answer.
func (p *pass) refuse(was *engine.Decision, why *engine.Invalid, counted bool) error {
	if !counted {
		return nil
	}
	p.found.Refused++
	p.refusals.add(&was.Request, why)
	if p.trial == nil {
		return nil
	}
	_, err := p.trial.story(was)
	return err
}

func (p *pass) count(was, is *engine.Decision) error {
	c := compare(was, is)
	p.found.Decisions++
	p.found.Changes.add(c)
	p.counts.add(was, is)
	if c.kind != Same {
		p.examples.offer(c, was, is)
	}
	if p.trial == nil {
		return nil
	}
	along, err := p.stage.along(was, is)
	if err != nil {
		return err
	}
	return p.trial.add(was, along)
}

// hear passes a report on to whoever it is about.
func (p *pass) hear(e *engine.Event) error {
	heard, err := p.stage.hear(e.Feedback.Report, e.At)
	if err != nil || e.Feedback.Status != engine.Recorded {
		return err
	}
	if heard {
		p.found.Feedback.Carried++
	} else {
		p.found.Feedback.Dropped[e.Feedback.Report.Type]++
	}
	return nil
}
