package offline

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"proffer/engine"
)

// A pupil lets a catalogue decide the rows of a log in their order. What it
// would have shown in a row is what the engine says after the rows before; then
// the row is folded as the log has it, whatever the catalogue would have shown.
type pupil struct {
	state   *engine.State
	called  *nicknames // of the table's actions and columns
	layout  *layout
	survey  *Survey
	decoder *decoder // nil: signals are columns

	decision string           // that the rows at hand belong to
	along    *engine.Decision // with what the log showed so far
	shown    []string
	reports  []report
	news     news // of the decisions before
	signals  map[string]any
	at       time.Time
}

// teach is the policy of a catalogue.
func (p *pass) teach() (target, error) {
	h := &pupil{called: p.asked.called, layout: p.layout, survey: p.survey, signals: map[string]any{}, at: moment}
	state, err := begin(p.asked.Catalogue)
	if err != nil {
		return target{}, err
	}
	h.state = state
	// The comparison groups of a shop are drawn so that it can measure itself. Here
	// every row is one that is shown offers, and the state is ours alone.
	groups := &state.Policy().Groups
	groups.Holdout, groups.Control, groups.Baseline = 0, 0, 0
	if p.layout.features >= 0 {
		h.decoder = newDecoder(state.Policy().Signals, p.survey)
	}
	if err := h.fits(); err != nil {
		return target{}, err
	}
	return target{name: p.asked.Policy, fill: h.fill, learn: func(r *reader) error { return h.fill(p, r) }}, nil
}

// fill asks what the catalogue would have shown in a row.
func (h *pupil) fill(p *pass, r *reader) error {
	if err := h.turn(r); err != nil {
		return err
	}
	request, err := h.request(r)
	if err != nil {
		return err
	}
	slot := len(h.shown)
	if r.action != noneAction {
		h.shown = append(h.shown, h.called.offer(r.action))
	}
	h.along, err = engine.DecideAlong(h.state, request, h.at, 0, h.shown)
	if err != nil {
		return fmt.Errorf("%s:%d: %w", r.table.Name, r.source.Line(0), err)
	}
	clear(p.policy)
	if slot >= len(h.along.Slots) {
		p.policy[p.index[noneAction]] = 1
		return nil
	}
	s := &h.along.Slots[slot]
	for i, name := range s.Offers {
		p.policy[p.index[h.called.action(name)]] = s.P[i]
	}
	p.policy[p.index[noneAction]] = s.P[len(s.Offers)]
	return h.note(r)
}

// turn learns from the decision before, if the row belongs to another.
func (h *pupil) turn(r *reader) error {
	id := h.cell(r, "decision").String()
	if id != "" && id == h.decision {
		return nil
	}
	if err := h.learn(); err != nil {
		return fmt.Errorf("%s:%d: the rows before: %w", r.table.Name, r.source.Line(0), err)
	}
	h.decision, h.shown, h.reports = id, h.shown[:0], h.reports[:0]
	known, err := h.pass(r)
	if err != nil {
		return err
	}
	if err := h.hear(known); err != nil {
		return fmt.Errorf("%s:%d: the rows before: %w", r.table.Name, r.source.Line(0), err)
	}
	return nil
}

// hear learns what was reported by a time, which is that of the last event before
// the row at hand where the log says it: so far beliefs had faded, and no further.
func (h *pupil) hear(known time.Time) error {
	if known.IsZero() {
		return h.news.until(h.state, h.at)
	}
	if err := h.news.until(h.state, known); err != nil || !known.After(h.state.At()) {
		return err
	}
	return fold(h.state, engine.Event{Tick: &engine.TickEvent{}}, known)
}

// pass goes on to the time of a row. One that says none is a nanosecond after the
// row before it: rows keep their order, and nothing else ever happens in between.
// What was known is known by the time of the row.
func (h *pupil) pass(r *reader) (known time.Time, err error) {
	at, err := h.moment(r, "time")
	if err != nil {
		return known, err
	}
	if at.IsZero() {
		at = h.at.Add(1)
	}
	if at.After(h.at) {
		h.at = at
	}
	if known, err = h.moment(r, "known_at"); known.After(h.at) {
		known = h.at
	}
	return known, err
}

// moment is a column that says when something was, the zero time without one.
func (h *pupil) moment(r *reader, column string) (time.Time, error) {
	text := h.cell(r, column).String()
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return at, r.fault(firstContext+h.layout.told[column], fmt.Sprintf("must be a time such as 2026-03-01T12:00:00Z, not %q", clip(text)))
	}
	return at, nil
}

// learn folds the decision at hand as the log has it, with what is known at once
// of it. The rest is heard when its time has come.
func (h *pupil) learn() error {
	if h.along == nil {
		return nil
	}
	d := h.along
	h.along, d.ID = nil, strconv.FormatUint(h.state.Seq(), 10)
	if err := fold(h.state, engine.Event{Decision: d}, h.at); err != nil {
		return err
	}
	// What the catalogue could not have shown, it learns nothing from.
	h.reports = slices.DeleteFunc(h.reports, func(r report) bool {
		return !slices.ContainsFunc(d.Shown(), func(s engine.Slot) bool { return s.Offer == r.OfferID })
	})
	return h.news.expect(h.state, d.ID, h.at, h.reports)
}
