package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/go-json-experiment/json"

	"proffer/engine"
	"proffer/store"
)

// decided is an event like most of those in a log: a decision over a few
// offers, about 1.5 kB as JSON.
func decided(seq uint64) engine.Event {
	d := &engine.Decision{
		ID: fmt.Sprintf("d-%d", seq), Seed: seq, Position: seq - 1, PolicyVersion: "8c1f9a0b2d3e4f50", Group: engine.Treatment,
		Treated: 0.95, FirstOfVisit: true, Segment: "first_time_buyer", Strategy: "thompson", OPE: "exact", Reason: engine.Split,
		Request: engine.Request{
			RequestID: fmt.Sprintf("r-%d", seq), CustomerID: "c-7", SessionID: "s-1", Trigger: "cart_item_added", Placement: "cart_drawer",
			Signals: map[string]any{"cart_value": 31.5, "orders": 0.0, "device": "mobile"},
		},
	}
	slot := engine.Slot{Offer: "offer-0", Propensity: 0.41}
	for i := range 5 {
		offer := fmt.Sprintf("offer-%d", i)
		d.Candidates = append(d.Candidates, engine.Candidate{Offer: offer, Score: &engine.Score{
			Accept: 0.1213, AcceptSD: 0.0131, Kept: 4.031, Mean: 0.4912, SD: 0.0712, FlatMean: 0.4512, FlatSD: 0.0611,
		}})
		slot.Offers, slot.P = append(slot.Offers, offer), append(slot.P, 0.19)
	}
	slot.P = append(slot.P, 0.05)
	d.Slots = []engine.Slot{slot}
	return engine.Event{Seq: seq, At: time.Unix(int64(seq), 0).UTC(), Decision: d}
}

// BenchmarkAppend is the time of one event, appended and acknowledged, with so
// many who wait; beside it two yardsticks for the same payload: an append and
// a sync of a plain file, and a transaction of Badger, for each event.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			var batches, events int
			o := store.Options{Observe: func(batch int, _ time.Duration) { batches, events = batches+1, events+batch }}
			s, err := store.Open(b.TempDir(), o)
			if err != nil {
				b.Fatal(err)
			}
			var turn sync.Mutex
			perSecond(b, writers, func() error {
				turn.Lock()
				wait := s.Append(decided(s.Last() + 1))
				turn.Unlock()
				return wait()
			})
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(events)/float64(batches), "events/batch")
		})
	}
	b.Run("yardstick=file/writers=1", func(b *testing.B) {
		f, err := os.Create(filepath.Join(b.TempDir(), "log"))
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		perSecond(b, 1, func() error {
			if _, err := f.Write(payload(b, 1)); err != nil {
				return err
			}
			return f.Sync()
		})
	})
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("yardstick=badger/writers=%d", writers), func(b *testing.B) { benchmarkTransactions(b, writers) })
	}
}

// benchmarkTransactions writes every event in a transaction of its own.
func benchmarkTransactions(b *testing.B, writers int) {
	o := badger.DefaultOptions(b.TempDir()).WithSyncWrites(true).WithLogger(nil).
		WithMemTableSize(16 << 20).WithNumMemtables(3).WithValueLogFileSize(64 << 20)
	db, err := badger.Open(o)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var mu sync.Mutex
	seq := uint64(0)
	perSecond(b, writers, func() error {
		mu.Lock()
		seq++
		key := fmt.Appendf(nil, "%020d", seq)
		mu.Unlock()
		return db.Update(func(txn *badger.Txn) error { return txn.Set(key, payload(b, seq)) })
	})
}

func payload(b *testing.B, seq uint64) []byte {
	e := decided(seq)
	text, err := json.Marshal(&e)
	if err != nil {
		b.Fatal(err)
	}
	return text
}

// perSecond shares b.N calls among writers, and reports their rate.
func perSecond(b *testing.B, writers int, do func() error) {
	b.Helper()
	b.ReportAllocs()
	var all sync.WaitGroup
	b.ResetTimer()
	for w := range writers {
		all.Go(func() {
			for i := w; i < b.N; i += writers {
				if err := do(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkEvents is the time of one event that is read, checked and decoded.
func BenchmarkEvents(b *testing.B) {
	s := filled(b, 20_000)
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range s.Events(1) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/20_000, "ns/event")
}

// BenchmarkOpen is the time to open a store with so many events that was
// closed, with every check.
func BenchmarkOpen(b *testing.B) {
	for _, events := range []uint64{1000, 20_000} {
		b.Run(fmt.Sprintf("events=%d", events), func(b *testing.B) {
			dir := b.TempDir()
			fill(b, dir, events).Close()
			for b.Loop() {
				s, err := store.Open(dir, store.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				s.Close()
				b.StartTimer()
			}
		})
	}
}

func filled(b *testing.B, events uint64) *store.Badger {
	b.Helper()
	s := fill(b, b.TempDir(), events)
	b.Cleanup(func() { s.Close() })
	return s
}

// fill makes a store that holds so many decisions.
func fill(b *testing.B, dir string, events uint64) *store.Badger {
	b.Helper()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var wait func() error
	for seq := uint64(1); seq <= events; seq++ {
		wait = s.Append(decided(seq))
	}
	if err := wait(); err != nil {
		b.Fatal(err)
	}
	return s
}
