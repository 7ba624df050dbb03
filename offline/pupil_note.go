package offline

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"proffer/engine"
	"proffer/policy"
)

// note remembers what became of a row, to be told when its decision is over.
func (h *pupil) note(r *reader) error {
	if r.action == noneAction {
		return nil
	}
	if h.layout.told["accepted"] >= 0 {
		return h.noteHeard(r)
	}
	h.tell(r, report{Report: engine.Report{Type: engine.View}})
	if r.reward != 0 || !h.survey.Binary {
		h.tell(r, report{Report: engine.Report{Type: engine.Accept, Reward: h.reward(r.reward)}})
	}
	return nil
}

func (h *pupil) tell(r *reader, told report) {
	told.OfferID = h.called.offer(r.action)
	h.reports = append(h.reports, told)
}

// reward is what an accept reports, where the catalogue learns that.
func (h *pupil) reward(x float64) *float64 {
	if h.state.Policy().Learning.Target != policy.Reward {
		return nil
	}
	return &x
}

// noteHeard remembers all that our own log has heard of what was shown, each at the
// time at which it came to be known.
func (h *pupil) noteHeard(r *reader) error {
	column := h.layout.told["heard"]
	for entry := range strings.FieldsSeq(h.cell(r, "heard").String()) {
		told, amount, problem := parseHeard(entry)
		if problem != "" {
			return r.fault(firstContext+column, fmt.Sprintf("%q %s", clip(entry), problem))
		}
		if err := h.addWorth(r, &told, amount); err != nil {
			return err
		}
		h.tell(r, told)
	}
	return nil
}

// parseHeard reads type=amount@known/happened, of which the amount and the last time
// need not be there. An amount that is not there is NaN.
func parseHeard(entry string) (told report, amount float64, problem string) {
	what, times, _ := strings.Cut(entry, "@")
	what, figure, counted := strings.Cut(what, "=")
	amount, err := math.NaN(), error(nil)
	if counted {
		if amount, err = strconv.ParseFloat(figure, 64); err != nil || !(math.Abs(amount) <= maxNumber) {
			return told, 0, "has an amount that is no number"
		}
	}
	known, happened, apart := strings.Cut(times, "/")
	if told.at, err = time.Parse(time.RFC3339Nano, known); err == nil && apart {
		told.Time, err = time.Parse(time.RFC3339Nano, happened)
	}
	if err != nil {
		return told, 0, "must have a time, as accept@2026-03-01T12:00:00Z has"
	}
	switch told.Type = engine.ReportType(what); told.Type {
	case engine.View, engine.Decline, engine.Accept, engine.Refund, engine.Churn, engine.SupportTicket:
		return told, amount, ""
	}
	return told, 0, "is no report of a choice"
}

// addWorth says what an accept was worth, and how much of it a refund gave back.
func (h *pupil) addWorth(r *reader, told *report, amount float64) error {
	if told.Type != engine.Accept && told.Type != engine.Refund {
		return nil
	}
	value := 0.0
	if k := h.layout.told["value"]; k >= 0 {
		var err error
		if value, err = r.number(firstContext + k); err != nil {
			return err
		}
	}
	switch {
	case told.Type == engine.Accept:
		told.Value = h.money(value)
		if !math.IsNaN(amount) {
			told.Reward = h.reward(amount)
		}
	case value > 0 && !math.IsNaN(amount): // what had no value is given back as a whole
		told.Value = h.money(amount)
	}
	return nil
}

// money is an amount in major units.
func (h *pupil) money(major float64) *engine.Money {
	c := h.state.Policy().Currency
	return &engine.Money{Amount: int64(math.Round(major / c.Major(1))), Currency: c.Code}
}
