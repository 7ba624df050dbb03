package enginetest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"proffer/engine"
	"proffer/store"
)

// A walk is one random history of a shop: the real service, with a clock that
// only the walk moves, and the model beside it.
type walk struct {
	*rapid.T
	*shop
	model   *model
	service *engine.Service
	log     *store.Memory
	archive *store.Memory
	file    *plan // of the command line
	every   uint64
	now     time.Time
	ids     int
	seed    uint64
	mood    mood // of those who come in waves
	heard   heard
	answers []engine.Answer
	sent    []engine.Report
}

var began = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func newWalk(t *rapid.T) *walk {
	s := drawShop(t)
	w := start(t, s.plan(t))
	w.shop, w.mood = s, drawMood(t)
	return w
}

// start opens a service on nothing but a catalogue.
func start(t *rapid.T, file *plan) *walk {
	w := &walk{T: t, model: newModel(t), log: store.NewMemory(), file: file, now: began, seed: rapid.Uint64().Draw(t, "seed")}
	w.archive, w.every = w.log, uint64(rapid.IntRange(2, 40).Draw(t, "snapshot every"))
	w.model.plans[file.source] = file
	w.open()
	w.step()
	return w
}

// open starts the service on what the log and the archive hold.
func (w *walk) open() {
	w.Helper()
	s, err := engine.Open(context.Background(), engine.Config{
		Log: w.log, Archive: w.archive, Every: w.every,
		Clock:   func() time.Time { return w.now },
		Chance:  w.chance,
		Trouble: func(err error) { w.Errorf("the service stopped: %v", err) },
	}, []byte(w.file.source))
	if err != nil {
		w.Fatalf("%v\n%s", err, w.file.source)
	}
	w.service = s
}

// chance is asked under the service's lock.
func (w *walk) chance() (string, uint64) {
	w.ids++
	w.seed = w.seed*6364136223846793005 + 1442695040888963407
	return fmt.Sprintf("d-%d", w.ids), w.seed
}

// step lets the model take up what the service has logged, and holds every
// figure of the two against each other.
func (w *walk) step() {
	w.Helper()
	w.heard.clock = w.now
	for e, err := range w.log.Events(w.model.seq + 1) {
		if err != nil {
			w.Fatal(err)
		}
		w.model.absorb(&e, &w.heard)
	}
	for id, s := range w.heard.sent {
		if want := w.model.status(&s.report, latest(w.model.at, w.now)); s.result.Status != want || want == engine.Recorded || want == engine.Unmatched {
			w.Fatalf("report %s was not logged and is %s, want %s", id, s.result.Status, want)
		}
	}
	w.heard = heard{}
	w.model.settled(w.model.at)
	w.model.compare(w.service)
}

// rank asks and remembers the answer.
func (w *walk) rank(r engine.Request) engine.Answer {
	w.Helper()
	a, err := w.service.Rank(context.Background(), r)
	if err != nil {
		w.Fatal(err)
	}
	return a
}

// hear takes note of answers; those that were given before are logged already.
func (w *walk) hear(answers ...engine.Answer) {
	if w.heard.answers == nil {
		w.heard.answers = map[string]engine.Answer{}
	}
	for _, a := range answers {
		if !a.Repeated {
			w.heard.answers[a.ID] = a
			w.answers = append(w.answers, a)
		}
	}
}

// hearOf takes note of what became of reports.
func (w *walk) hearOf(sent ...sending) {
	if w.heard.sent == nil {
		w.heard.sent = map[string]sending{}
	}
	for _, s := range sent {
		w.heard.sent[s.report.EventID] = s
		w.sent = append(w.sent, s.report)
	}
}

// end closes the service and folds the log once more from its beginning: every
// decision is made again, and the state and the snapshot are what it folds to.
func (w *walk) end() {
	w.Helper()
	if err := w.service.Close(); err != nil {
		w.Fatal(err)
	}
	v, err := engine.Verify(context.Background(), w.log, w.archive, nil)
	if err != nil {
		w.Fatal(err)
	}
	if v.Differing > 0 || v.Decisions != uint64(len(w.answers)) {
		w.Fatalf("of %d decisions, want %d, %d things differ: %s", v.Decisions, len(w.answers), v.Differing, strings.Join(v.Differences, "; "))
	}
}

// tell reports something and returns what became of it.
func (w *walk) tell(r engine.Report) sending {
	w.Helper()
	results, err := w.service.Feedback(context.Background(), []engine.Report{r})
	if err != nil {
		w.Fatal(err)
	}
	return sending{r, results[0]}
}
