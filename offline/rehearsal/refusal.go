package rehearsal

import (
	"cmp"
	"fmt"
	"slices"

	"proffer/engine"
)

// A Refusal is one reason for which a catalogue cannot answer requests of the log.
type Refusal struct {
	Reason    string `json:"reason"`
	Decisions int    `json:"decisions"`
}

// mostReasons bounds how many reasons are told apart: one names a value that an
// app sent, and there may be as many of those as requests.
const mostReasons = 50

// otherReasons counts those beyond.
const otherReasons = "other reasons"

// Refusals count reasons.
type refusals struct{ byReason map[string]int }

// add counts a request by the first thing that is wrong with it.
func (r *refusals) add(q *engine.Request, why *engine.Invalid) {
	if r.byReason == nil {
		r.byReason = map[string]int{}
	}
	reason := reasonOf(q, why)
	if _, known := r.byReason[reason]; !known && len(r.byReason) >= mostReasons {
		reason = otherReasons
	}
	r.byReason[reason]++
}

func reasonOf(q *engine.Request, why *engine.Invalid) string {
	if len(why.Fields) == 0 {
		return why.Error()
	}
	f := why.Fields[0]
	switch f.Field {
	case "trigger":
		return fmt.Sprintf("trigger %q %s", q.Trigger, f.Problem)
	case "placement":
		return fmt.Sprintf("placement %q %s", q.Placement, f.Problem)
	}
	return f.Field + " " + f.Problem
}

func (r *refusals) sorted() []Refusal {
	all := make([]Refusal, 0, len(r.byReason))
	for reason, n := range r.byReason {
		all = append(all, Refusal{Reason: reason, Decisions: n})
	}
	slices.SortFunc(all, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(b.Decisions, a.Decisions), cmp.Compare(a.Reason, b.Reason))
	})
	return all
}
