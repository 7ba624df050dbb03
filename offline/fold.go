package offline

import (
	"time"

	"proffer/engine"
)

// begin is a state that has a catalogue, and has learned nothing. The log is where
// a state finds decisions again that were encoded in another way, and here there
// is one encoding from beginning to end. Its breakers stay closed: a log has what
// came of its own choices and nothing of what the catalogue would have done.
func begin(catalogue []byte) (*engine.State, error) {
	policy, err := engine.Compile(catalogue)
	if err != nil {
		return nil, err
	}
	s := engine.NewState(nil, nil)
	if err := fold(s, engine.Event{Catalogue: &engine.CatalogueEvent{Version: policy.Version, Source: string(catalogue)}}, moment); err != nil {
		return nil, err
	}
	s.Unwatch()
	return s, nil
}

// fold puts an event behind those before it.
func fold(s *engine.State, e engine.Event, at time.Time) error {
	e.Seq, e.At = s.Seq()+1, at
	return s.Apply(&e)
}

// hear folds a report, which must be one that can be recorded.
func hear(s *engine.State, r engine.Report, at time.Time) error {
	found, err := engine.Observe(s, r, at)
	if err != nil {
		return err
	}
	if err := recorded(found.Status, found.Detail); err != nil {
		return err
	}
	return fold(s, engine.Event{Feedback: &found}, at)
}
