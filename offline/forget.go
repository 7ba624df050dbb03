package offline

import (
	"iter"

	"proffer/engine"
)

// A forgetfulLog takes every event and keeps none, so that a replay needs
// memory for what was learned and for nothing else. Nobody restarts a replay,
// so nobody reads the log again.
type forgetfulLog struct{ last uint64 }

func (l *forgetfulLog) Append(e engine.Event) (wait func() error) {
	l.last = e.Seq
	return done
}

func done() error { return nil }

func (l *forgetfulLog) Events(uint64) iter.Seq2[engine.Event, error] {
	return func(func(engine.Event, error) bool) {}
}

func (l *forgetfulLog) Last() uint64 { return l.last }

// A forgetfulArchive drops the records that the engine thinks it has saved. What
// it drops is the outcomes of rows that were dealt with long before.
type forgetfulArchive struct{}

func (forgetfulArchive) Load(string) ([]byte, error) { return nil, nil }

func (forgetfulArchive) Each(string, func(string, []byte) error) error { return nil }

func (forgetfulArchive) Save(iter.Seq2[string, []byte]) error { return nil }
