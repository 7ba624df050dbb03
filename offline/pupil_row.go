package offline

import (
	"fmt"
	"math"
	"strings"
	"time"

	"proffer/engine"
	"proffer/features"
	"proffer/offline/rows"
	"proffer/policy"
)

// cell is what a row has in a column that tells something, empty without one.
func (h *pupil) cell(r *reader, column string) *rows.Cell {
	k, known := h.layout.told[column]
	if !known || k < 0 {
		return &rows.Cell{}
	}
	return &r.context[k]
}

// is reports whether a column says true.
func (h *pupil) is(r *reader, column string) bool { return h.cell(r, column).Text == "true" }

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
		k, known := h.layout.signals[s.Name]
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

// note remembers what became of a row, to be told when its decision is over.
func (h *pupil) note(r *reader) error {
	if r.action == noneAction {
		return nil
	}
	tell := func(what engine.ReportType, at time.Time, change func(*engine.Report)) {
		told := report{Report: engine.Report{Type: what, OfferID: r.action}, at: at}
		if change != nil {
			change(&told.Report)
		}
		h.reports = append(h.reports, told)
	}
	if h.layout.told["accepted"] < 0 {
		tell(engine.View, time.Time{}, nil)
		if r.reward != 0 || !h.survey.Binary {
			tell(engine.Accept, time.Time{}, func(a *engine.Report) { a.Reward = h.reward(r.reward) })
		}
		return nil
	}
	return h.noteFate(r, tell)
}

// reward is what an accept reports, where the catalogue learns that.
func (h *pupil) reward(x float64) *float64 {
	if h.state.Policy().Learning.Target != policy.Reward {
		return nil
	}
	return &x
}

// A fate is what our own log tells of something that was shown and accepted.
type fate struct {
	value, refunded, tickets float64
	accepted, returned, left time.Time
}

// fate reads the columns of one.
func (h *pupil) fate(r *reader) (f fate, err error) {
	for _, x := range []struct {
		column string
		in     *float64
	}{{"value", &f.value}, {"refunded", &f.refunded}, {"tickets", &f.tickets}} {
		k := h.layout.told[x.column]
		if k < 0 {
			continue
		}
		if *x.in, err = r.number(firstContext + k); err != nil {
			return f, err
		}
	}
	for _, x := range []struct {
		column string
		in     *time.Time
	}{{"accepted_at", &f.accepted}, {"refunded_at", &f.returned}, {"churned_at", &f.left}} {
		if *x.in, err = h.moment(r, x.column); err != nil {
			return f, err
		}
	}
	return f, nil
}

// noteFate remembers all that our own log tells of what was shown. What has no
// time there is told with what it belongs to.
func (h *pupil) noteFate(r *reader, tell func(engine.ReportType, time.Time, func(*engine.Report))) error {
	if h.is(r, "viewed") {
		tell(engine.View, time.Time{}, nil)
	}
	if h.is(r, "declined") {
		tell(engine.Decline, time.Time{}, nil)
	}
	if !h.is(r, "accepted") || h.is(r, "late") {
		return nil
	}
	f, err := h.fate(r)
	if err != nil {
		return err
	}
	tell(engine.Accept, f.accepted, func(a *engine.Report) {
		a.Value = h.money(f.value)
		if f.refunded < 1 {
			a.Reward = h.reward(r.reward / (1 - f.refunded))
		}
	})
	if f.refunded > 0 {
		tell(engine.Refund, f.returned, func(a *engine.Report) {
			if f.value > 0 && f.refunded < 1 {
				a.Value = h.money(f.value * f.refunded)
			}
		})
	}
	if h.is(r, "churned") {
		tell(engine.Churn, f.left, nil)
	}
	for range int(f.tickets) {
		tell(engine.SupportTicket, f.accepted, nil)
	}
	return nil
}

// money is an amount in major units.
func (h *pupil) money(major float64) *engine.Money {
	c := h.state.Policy().Currency
	return &engine.Money{Amount: int64(math.Round(major / c.Major(1))), Currency: c.Code}
}
