package breakers

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Enter is what the breakers of a placement make of a new visit: the share of
// control that its lot is drawn with, and the tries that it takes part in.
// ticket is a uniform number of the visit's own. All tries share it: a visit
// that one of two lets through and the other does not would teach neither.
func (b *Breakers) Enter(placement string, planned, ticket float64) (control float64, probes []string) {
	control = planned
	for _, w := range b.moved {
		if w.rule.Kind == ConversionDrop && !w.meets(placement) {
			continue
		}
		t := w.rule.settings.Traffic(w.Breaker.State, planned)
		if w.rule.Kind == ConversionDrop {
			control = max(control, t.Control)
		}
		if w.trying() && ticket < t.TakesPart {
			probes = append(probes, w.mark())
		}
	}
	return control, probes
}

// mark names one try.
func (w *Watch) mark() string {
	return w.Rule + "/" + w.Scope + "#" + strconv.Itoa(w.Breaker.Epoch)
}

// meets reports whether the watch is about a placement as a whole.
func (w *Watch) meets(placement string) bool {
	return w.rule.reach.At(placement) && (w.Scope == byAll || w.Scope == scope(byPlacement, placement))
}

// shuts reports whether the watch keeps a visit from its offers.
func (w *Watch) shuts(probes []string) bool {
	switch {
	case w.rule.settings.Advisory || w.Breaker.State == Closed || w.Breaker.State == Suspect:
		return false
	case w.trying():
		return !slices.Contains(probes, w.mark())
	}
	return true
}

// Refuse says why the rule withholds an offer of a visit, if it does.
func (b *Breakers) Refuse(r *Rule, placement, offer, kind string, probes []string) (reason, detail string) {
	if !b.stirred[r.Name] || !r.reach.Covers(placement, offer, kind) {
		return "", ""
	}
	w := b.watches[key{r.Name, r.scopeOf(placement, offer)}]
	if w == nil || !w.shuts(probes) {
		return "", ""
	}
	return string(r.Kind), w.sentence()
}

// sentence says since when a scope is off, and why.
func (w *Watch) sentence() string {
	since := w.Breaker.Since.UTC().Format(time.RFC3339)
	if w.trying() {
		return fmt.Sprintf("%s is half open since %s, and this visit is not one of the few that try", w.Scope, since)
	}
	why := w.Breaker.Detail
	if w.Breaker.By != "" {
		why = w.Breaker.By + " says: " + why
	}
	return fmt.Sprintf("%s is off since %s: %s", w.Scope, since, why)
}
