package enginetest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/guardrails/eprocess"
	"proffer/store"
)

var (
	customers = []string{"", "c-1", "c-1", "c-2", "c-3"}
	sessions  = []string{"", "s-1", "s-1", "s-2"}
)

// request draws what may be asked for.
func (w *walk) request(t *rapid.T, customer string) engine.Request {
	r := engine.Request{
		CustomerID: customer, SessionID: oneOf(t, "session", sessions...),
		Trigger: oneOf(t, "trigger", triggers...), Placement: oneOf(t, "placement", placeNames...),
		Signals: map[string]any{}, Limit: oneOf(t, "limit", 0, 0, 1, 2),
	}
	say := func(name string, value any) {
		if rapid.IntRange(0, 3).Draw(t, name) > 0 {
			r.Signals[name] = value
		}
	}
	say("cart_value", oneOf(t, "cart", 0.0, 15, 30, 51, 79.99, 80, 200))
	say("orders", oneOf(t, "orders", 0.0, 0, 1, 2, 3))
	say("consent", rapid.Bool().Draw(t, "consents"))
	say("device", oneOf(t, "device", "mobile", "desktop"))
	say("tags", oneOf(t, "tags", []any{"vip"}, []any{"new", "vip"}, []any{}))
	say("ahead", oneOf(t, "ahead", -8.0, 0, 5.5, 15))
	if rapid.IntRange(0, 5).Draw(t, "excluding") == 0 {
		r.Exclude = []string{oneOf(t, "exclude", "o0", "o1", "o9")}
	}
	return r
}

// Rank asks for one customer, anew or in a visit that goes on with other signals.
func (w *walk) Rank(t *rapid.T) {
	r := w.request(t, oneOf(t, "customer", customers...))
	if len(w.answers) > 0 && rapid.IntRange(0, 2).Draw(t, "goes on") == 0 {
		visit := rapid.SampledFrom(w.answers).Draw(t, "visit").Request
		r.CustomerID, r.SessionID, r.Placement = visit.CustomerID, visit.SessionID, visit.Placement
	}
	if rapid.IntRange(0, 2).Draw(t, "named") == 0 {
		r.RequestID = fmt.Sprintf("r-%d", w.ids)
	}
	w.hear(w.rank(r))
	w.step()
}

// RankAgain repeats a request, which gets its first answer whatever has happened since.
func (w *walk) RankAgain(t *rapid.T) {
	if len(w.answers) == 0 {
		t.Skip("nothing asked yet")
	}
	first := rapid.SampledFrom(w.answers).Draw(t, "answer")
	if first.Request.RequestID == "" {
		t.Skip("without a name")
	}
	if a := w.rank(first.Request); !a.Repeated || a.ID != first.ID || fmt.Sprint(a.Shown()) != fmt.Sprint(first.Shown()) {
		t.Fatalf("asked again for %s: %+v", first.ID, a.Decision)
	}
	w.step()
}

// Wait moves the clock: a little, by days, back, or to the very moment at which
// something that was shown leaves a window, or the one before it. Often somebody
// asks just then.
func (w *walk) Wait(t *rapid.T) {
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 0:
		w.now = w.now.Add(time.Duration(rapid.IntRange(1, 240).Draw(t, "minutes")) * time.Minute)
	case 1:
		w.now = w.now.Add(time.Duration(rapid.IntRange(-12, 96).Draw(t, "hours")) * time.Hour)
	default:
		w.toEdge(t)
		if rapid.Bool().Draw(t, "and asks") {
			w.Rank(t)
		}
	}
}

// toEdge moves the clock to the end of a window of something that was shown, of a
// wait of a breaker or of its state, or to the moment before.
func (w *walk) toEdge(t *rapid.T) {
	edges := w.waiting()
	if d := w.model.shown; len(d) > 0 && (len(edges) == 0 || rapid.Bool().Draw(t, "window of an offer")) {
		one := rapid.SampledFrom(d).Draw(t, "display")
		for _, long := range windows {
			edges = append(edges, latest(one.at, one.fate.accepted).Add(long))
		}
	}
	edges = slices.DeleteFunc(edges, func(at time.Time) bool { return !at.After(w.now) })
	if len(edges) > 0 {
		w.now = rapid.SampledFrom(edges).Draw(t, "edge").Add(-time.Duration(rapid.IntRange(0, 1).Draw(t, "before")))
	}
}

// waiting are the moments at which a breaker has something to look at or to leave.
func (w *walk) waiting() (all []time.Time) {
	for _, b := range w.model.sorted() {
		for _, p := range b.queue {
			all = append(all, p.due)
		}
		if rule := b.guard.breaker; !rule.advisory() && b.state.State != eprocess.Closed {
			all = append(all, b.state.Since.Add(rule.dwell), b.state.Since.Add(2*rule.dwell), b.state.Since.Add(rule.trial))
		}
	}
	return all
}

// Switch turns something off or, as long as anything is off, that on again.
func (w *walk) Switch(t *rapid.T) {
	scope, state := oneOf(t, "scope", "offer:o0", "placement:cart", "trigger:added", "segment:one", "all"), engine.Off
	for at, off := range w.model.off {
		if off {
			scope, state = at, engine.On
		}
	}
	if state == engine.Off && scope == "segment:one" && len(w.model.plan.segments) == 0 {
		t.Skip("no segments")
	}
	if _, err := w.service.SetSwitch(engine.SwitchEvent{Scope: scope, State: state, Reason: "a trial"}); err != nil {
		t.Fatal(err)
	}
	w.step()
}

// Tick lets time pass. What its end calls for has happened then.
func (w *walk) Tick(t *rapid.T) {
	if err := w.service.Tick(); err != nil {
		t.Fatal(err)
	}
	w.step()
	w.model.settled(latest(w.now, w.model.at))
}

// Override moves a breaker by the word of a person. A try may find that all is well.
func (w *walk) Override(t *rapid.T) {
	all := w.model.sorted()
	if len(all) == 0 {
		t.Skip("no breakers")
	}
	b := rapid.SampledFrom(all).Draw(t, "breaker")
	to := oneOf(t, "state", "half_open", "closed", "open")
	_, err := w.service.SetBreaker(engine.Override{Guardrail: b.guard.name, Scope: b.scope, State: to, Reason: "a trial", By: "a test"})
	if refused := b.guard.breaker.advisory() && to != "closed"; (err != nil) != refused {
		t.Fatalf("%s on %s to %s: error %v", b.guard.name, b.scope, to, err)
	}
	w.step()
	if to == "half_open" && rapid.Bool().Draw(t, "a good season") {
		w.mood = mood{accepts: 1, convert: 1}
		w.Season(t)
	}
}

// ChangeCatalogue puts another catalogue of the shop into force.
func (w *walk) ChangeCatalogue(t *rapid.T) {
	next := w.plan(t)
	w.model.plans[next.source] = next
	if _, err := w.service.SetCatalogue(context.Background(), []byte(next.source), "a test"); err != nil {
		t.Fatalf("%v\n%s", err, next.source)
	}
	w.step()
}

// Restart starts the service again: after it was closed; after it was killed,
// with whatever snapshot there is; or with none.
func (w *walk) Restart(t *rapid.T) {
	switch rapid.IntRange(0, 2).Draw(t, "how") {
	case 0:
		w.log = w.log.Reopen()
		w.archive = w.log
	case 1:
		w.archive = store.NewMemory()
		fallthrough
	default:
		if err := w.service.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w.open()
	w.step()
}
