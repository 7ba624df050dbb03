package rehearsal

import (
	"time"

	"proffer/engine"
)

// A stage is where a catalogue is tried out: two states of the engine, of which
// one has learned what the log teaches and the other knows what each customer
// was shown. Neither needs a log to find signals in again, because one catalogue
// encodes all of them.
type stage struct {
	policy  *engine.Policy
	learned *engine.State
	shown   *engine.State // the same as learned when the history is the log's
	begun   visits
}

func newStage(p *engine.Policy, h History) *stage {
	s := &stage{policy: p, learned: engine.NewState(nil, nil), begun: newVisits()}
	s.shown = s.learned
	if h != Logged {
		s.shown = engine.NewState(nil, nil)
	}
	return s
}

// apart reports whether the two states are two.
func (s *stage) apart() bool { return s.shown != s.learned }

// open puts the catalogue into force, at the time of the first event.
func (s *stage) open(at time.Time) error {
	return s.keep(engine.Event{At: at, Catalogue: &engine.CatalogueEvent{Version: s.policy.Version, Source: string(s.policy.Source)}})
}

// keep folds into both states what no catalogue changes, such as a person's word.
func (s *stage) keep(e engine.Event) error {
	if err := fold(s.learned, e); err != nil || !s.apart() {
		return err
	}
	return fold(s.shown, e)
}

// move folds what a person has said of a breaker that the catalogue has. What the
// evidence did in the log it does here by the catalogue's own breakers.
func (s *stage) move(e *engine.Event) error {
	if b := e.Breaker; b.Breaker.By == "" || !s.learned.Watches(b.Rule, b.Scope) {
		return nil
	}
	return s.keep(*e)
}

// conclude moves every breaker that what the log taught so far calls for, in both
// states.
func (s *stage) conclude(at time.Time) error {
	for {
		change, moves := s.learned.Conclusion(at)
		if !moves {
			return nil
		}
		if err := s.keep(engine.Event{At: at, Breaker: &change}); err != nil {
			return err
		}
	}
}

// fold puts an event behind those that a state has seen.
func fold(s *engine.State, e engine.Event) error {
	e.Seq = s.Seq() + 1
	return s.Apply(&e)
}

// decide makes a logged decision again.
func (s *stage) decide(was *engine.Decision) (*engine.Decision, error) {
	is, err := engine.Decide(s.shown.Believing(s.learned), was.Request, was.At, was.Seed)
	if err == nil {
		is.ID = was.ID
	}
	return is, err
}

// along makes a decision again on the way that the log's slots took, since the
// probabilities of a slot depend on what the slots before it show.
func (s *stage) along(was, is *engine.Decision) (*engine.Decision, error) {
	place, _ := s.policy.Placement(was.Request.Placement) // it was decided there
	shown := offersOf(was)
	if place.Slots == 1 || sameWay(shown, offersOf(is)) {
		return is, nil
	}
	return engine.DecideAlong(s.shown.Believing(s.learned), was.Request, was.At, was.Seed, shown)
}

// sameWay reports whether all slots that the log filled were filled alike.
func sameWay(was, is []string) bool {
	if len(is) < len(was) {
		return false
	}
	for i, offer := range was {
		if is[i] != offer {
			return false
		}
	}
	return true
}

// take folds a decision: what the log showed teaches, what the rehearsal shows is
// seen. What the rehearsal could not have shown is no evidence for its breakers.
func (s *stage) take(was, is *engine.Decision) error {
	lesson := *was
	lesson.Encoding, lesson.Features, lesson.Segment = is.Encoding, is.Features, is.Segment
	lesson.FirstOfVisit, lesson.Showable = is.FirstOfVisit, s.begun.begins(was, is)
	if err := fold(s.learned, engine.Event{At: was.At, Decision: &lesson}); err != nil {
		return err
	}
	if err := s.learned.Dismiss(&lesson); err != nil || !s.apart() {
		return err
	}
	return fold(s.shown, engine.Event{At: was.At, Decision: is})
}

// pass leaves a decision out that the catalogue cannot make again.
func (s *stage) pass(was *engine.Decision) { s.begun.begins(was, nil) }

// hear folds a report of the log, as far as it is about what either state has
// shown, and reports whether the customers of the rehearsal could have sent it.
func (s *stage) hear(r engine.Report, at time.Time) (bool, error) {
	heard, err := observe(s.learned, r, at)
	if err != nil || !s.apart() {
		return heard, err
	}
	return observe(s.shown, r, at)
}

func observe(s *engine.State, r engine.Report, at time.Time) (bool, error) {
	f, err := engine.Observe(s, r, at)
	if err != nil || f.Status == engine.Rejected || f.Status == engine.Duplicate {
		return false, err
	}
	return f.Status == engine.Recorded, fold(s, engine.Event{At: at, Feedback: &f})
}

// offersOf are the offers that a decision shows, best slot first.
func offersOf(d *engine.Decision) []string {
	shown := d.Shown()
	all := make([]string, len(shown))
	for i := range shown {
		all[i] = shown[i].Offer
	}
	return all
}
