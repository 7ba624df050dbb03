package offline

import (
	"errors"
	"fmt"
	"slices"

	"proffer/engine"
	"proffer/policy"
)

// unlogged are the offers of a catalogue that a log does not have, and showing
// nothing, unless the log has that.
func unlogged(catalogue *engine.Policy, called *nicknames, logged []string) (names []string) {
	for _, o := range catalogue.Offers {
		if name := called.action(o.ID); !slices.Contains(logged, name) {
			names = append(names, name)
		}
	}
	if !slices.Contains(logged, noneAction) {
		names = append(names, noneAction)
	}
	return names
}

// fits reports why a catalogue cannot decide the rows of a table.
func (h *pupil) fits() error {
	p := h.state.Policy()
	for _, c := range []struct {
		column string
		n      int
	}{{"trigger", len(p.Triggers)}, {"placement", len(p.Placements)}} {
		if c.n != 1 && h.layout.told[c.column] < 0 {
			return fmt.Errorf("offline: the catalogue has %d %ss, and the log has no column %s that names one", c.n, c.column, c.column)
		}
	}
	if h.layout.candidates < 0 {
		if err := h.names(); err != nil {
			return err
		}
	}
	if h.layout.told["accepted"] >= 0 && h.layout.told["heard"] < 0 {
		return errors.New("offline: the log says what became of choices and not when it came to be known, so a catalogue would learn what it could not know yet: it has no column heard, with which proffer export writes it now")
	}
	if h.layout.candidates >= 0 && h.layout.told["accepted"] < 0 && p.Learning.Target != policy.Reward && !h.survey.Binary {
		return errors.New("offline: the log says what choices earned and not what became of them, as dsjson does, so a catalogue that learns net value learns nothing from it: export CSV, JSON lines or Parquet")
	}
	if h.layout.told["accepted"] < 0 && p.Learning.Target != policy.Reward && !h.survey.Binary {
		return errors.New("offline: the log's rewards are other than 0 and 1, so the catalogue must say learning: {target: reward}")
	}
	return nil
}

// names reports offers that are no action of a table, and signals that are no
// column. Actions that are no offer are well: the catalogue does not take them.
func (h *pupil) names() error {
	p := h.state.Policy()
	var offers, actions, unnamed, free []string
	for _, a := range h.survey.Actions {
		actions = append(actions, a.Name)
	}
	for _, o := range p.Offers {
		name := h.called.action(o.ID)
		if offers = append(offers, name); !slices.Contains(actions, name) {
			unnamed = append(unnamed, o.ID)
		}
	}
	for _, a := range actions {
		if !slices.Contains(offers, a) {
			free = append(free, a)
		}
	}
	if len(unnamed) > 0 {
		return fmt.Errorf("offline: offers must be called as the log's actions are: no action is called %s; no offer is called %s", enumerated(unnamed), enumerated(free))
	}
	for _, s := range p.Signals {
		if _, known := h.layout.signals[h.called.column(s.Name)]; !known {
			return fmt.Errorf("offline: the catalogue's signal %s is no column of the log%s", s.Name, suggestion(s.Name, h.layout.columnNames))
		}
	}
	return nil
}
