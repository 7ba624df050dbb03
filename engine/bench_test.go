package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"proffer/engine"
)

// busy is a catalogue with n offers that all fit, encoded in some 64 numbers.
func busy(n int) string {
	var text strings.Builder
	text.WriteString("version: 1\ncurrency: USD\nsignals:\n")
	for i := range 6 {
		fmt.Fprintf(&text, "  n%d: {type: number, scale: log}\n", i)
	}
	for i := range 4 {
		fmt.Fprintf(&text, "  c%d: {type: category, values: [a, b, c, d, e, f, g, h]}\n", i)
	}
	text.WriteString("segments:\n  - {name: low, when: 'n0 < 10'}\n  - {name: high, when: 'n0 >= 10'}\n")
	text.WriteString("triggers:\n  t: {moment: cart}\nplacements:\n  p: {channel: onsite, none: off}\noffers:\n")
	for i := range n {
		fmt.Fprintf(&text, "  - {id: o%d, kind: upsell, price: 10.00, margin: %d.00, when: 'n1 > 0'}\n", i, 3+i%5)
	}
	text.WriteString("guardrails:\n  - {name: often, type: frequency, max: 100, per: 1h, by: offer}\n  - {name: once, type: owned}\n")
	return text.String()
}

func busyRequest(i int) engine.Request {
	signals := map[string]any{}
	for k := range 6 {
		signals[fmt.Sprintf("n%d", k)] = float64(1 + (i*7+k*3)%20)
	}
	for k := range 4 {
		signals[fmt.Sprintf("c%d", k)] = string(rune('a' + (i+k)%8))
	}
	return engine.Request{CustomerID: fmt.Sprintf("c-%d", i%1000), Trigger: "t", Placement: "p", Signals: signals}
}

// busyWorld has answered a thousand requests, and every eighth was accepted.
func busyWorld(b *testing.B, offers int) *world {
	w := newWorld(b, busy(offers))
	for i := range 1000 {
		a := w.rank(busyRequest(i))
		if i%8 == 0 {
			w.tell(engine.Report{EventID: fmt.Sprint(i), Type: engine.Accept, DecisionID: a.ID})
		}
	}
	return w
}

// BenchmarkDecide is the pure decision: no lock, no log.
func BenchmarkDecide(b *testing.B) {
	for _, offers := range []int{5, 20, 100} {
		b.Run(fmt.Sprintf("offers=%d", offers), func(b *testing.B) {
			w := busyWorld(b, offers)
			state, err := engine.Restore(context.Background(), w.memory, nil)
			if err != nil {
				b.Fatal(err)
			}
			requests := make([]engine.Request, 64)
			for i := range requests {
				requests[i] = busyRequest(i)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := engine.Decide(state, requests[i%len(requests)], w.now, uint64(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFold is what a start pays for each event that is not in a snapshot.
func BenchmarkFold(b *testing.B) {
	w := busyWorld(b, 20)
	events := w.memory.Last()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Restore(context.Background(), w.memory, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkLoop decides and learns: a request, and an accept for every eighth.
func BenchmarkLoop(b *testing.B) {
	w := busyWorld(b, 20)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		w.now = w.now.Add(time.Second)
		a := w.rank(busyRequest(i))
		if i%8 == 0 {
			w.tell(engine.Report{EventID: fmt.Sprintf("b-%d", i), Type: engine.Accept, DecisionID: a.ID})
		}
	}
}
