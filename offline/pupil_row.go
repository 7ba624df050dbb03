package offline

import (
	"fmt"
	"strings"

	"proffer/engine"
	"proffer/features"
	"proffer/offline/rows"
)

// cell is what a row has in a column that tells something, empty without one.
func (h *pupil) cell(r *reader, column string) *rows.Cell {
	k, known := h.layout.told[column]
	if !known || k < 0 {
		return &rows.Cell{}
	}
	return &r.context[k]
}

func (h *pupil) request(r *reader) (engine.Request, error) {
	p := h.state.Policy()
	q := engine.Request{
		Trigger: h.cell(r, "trigger").String(), Placement: h.cell(r, "placement").String(),
		CustomerID: h.cell(r, "customer").String(), SessionID: h.cell(r, "session").String(), Signals: h.signals,
	}
	if q.Trigger == "" && len(p.Triggers) == 1 {
		q.Trigger = p.Triggers[0].Name
	}
	if q.Placement == "" && len(p.Placements) == 1 {
		q.Placement = p.Placements[0].Name
	}
	if h.decoder == nil {
		return q, h.read(r)
	}
	if err := h.decoder.decode(h.signals, r.own.features); err != nil {
		return q, r.fault(firstContext+h.layout.features, err.Error())
	}
	return q, nil
}

// read reads the signals that are columns of a table.
func (h *pupil) read(r *reader) error {
	clear(h.signals)
	for _, s := range h.state.Policy().Signals {
		k, known := h.layout.signals[h.called.column(s.Name)]
		if !known || missing(&r.context[k]) {
			continue
		}
		value, problem := signal(s.Type, &r.context[k])
		if problem != "" {
			return r.fault(firstContext+k, problem)
		}
		h.signals[s.Name] = value
	}
	return nil
}

// signal is a cell as a signal of a type; a set has | between its members. What
// else is wrong with it, the engine says.
func signal(t features.Type, c *rows.Cell) (value any, problem string) {
	switch t {
	case features.Number, features.Count:
		x, problem := number(c)
		return x, problem
	case features.Boolean:
		switch strings.ToLower(c.String()) {
		case "true", "1":
			return true, ""
		case "false", "0":
			return false, ""
		}
		return nil, fmt.Sprintf("must be true or false, not %q", clip(c.String()))
	case features.Set:
		return strings.Split(c.String(), "|"), ""
	}
	return strings.Clone(c.String()), ""
}
