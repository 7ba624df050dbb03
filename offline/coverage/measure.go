package coverage

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"proffer/offline"
)

// A Finding is what came of one line over many logs of a size.
type Finding struct {
	Line
	Logs, Held int
	Width      offline.Moments
	Error      offline.Moments // the estimate less the truth
}

// Share is the part of the logs whose interval held the truth.
func (f *Finding) Share() float64 { return float64(f.Held) / float64(f.Logs) }

// StandardError is that of the share.
func (f *Finding) StandardError() float64 {
	return math.Sqrt(f.Share() * (1 - f.Share()) / float64(f.Logs))
}

// A Measurement is what came of all lines over many logs of a size.
type Measurement struct {
	World    *World
	Rows     int
	Refused  int     // logs that an evaluation would have refused
	ESS      float64 // effective rows, on average
	Paid     float64 // the same of the rows that were paid, each weighted by what it adds to ips
	Findings []Finding
}

// said is what the lines say of one log.
type said struct {
	low, high, value []float64 // by line
	ess, paid        float64
	refused          bool
	err              error
}

// Measure draws so many logs of so many rows and evaluates each of them, on all
// cores at once.
func (w *World) Measure(logs, rows int, seed uint64) (*Measurement, error) {
	all := make([]said, logs)
	var group sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for core := range cores {
		group.Go(func() {
			room := make([]row, rows)
			for i := core; i < logs; i += cores {
				all[i] = w.ask(rows, room, seed, uint64(i))
			}
		})
	}
	group.Wait()
	return w.gather(rows, all)
}

// ask draws the i-th log and evaluates it.
func (w *World) ask(rows int, room []row, seed, i uint64) (s said) {
	l := w.newLog(rand.New(rand.NewPCG(seed, i)), rows, room, seed+i)
	if s.err = l.learn(); s.err != nil {
		return s
	}
	l.count()
	s.ess, s.paid, s.refused = l.weights.Effective(), l.paid.Effective(), l.refused()
	for _, line := range Lines() {
		low, high, err := line.interval(l)
		if err != nil {
			s.err = fmt.Errorf("%s of %s: %w", line.Interval, line.Estimator.Name, err)
			return s
		}
		s.low, s.high = append(s.low, low), append(s.high, high)
		s.value = append(s.value, l.evaluation.Estimate(line.at).Value())
	}
	return s
}

// gather sums up what was said, in the order of the logs.
func (w *World) gather(rows int, all []said) (*Measurement, error) {
	truth := w.Truth()
	m := &Measurement{World: w, Rows: rows}
	for _, line := range Lines() {
		m.Findings = append(m.Findings, Finding{Line: line, Logs: len(all)})
	}
	for i, s := range all {
		if s.err != nil {
			return nil, fmt.Errorf("coverage: %s, log %d of %d rows: %w", w.Name, i, rows, s.err)
		}
		m.ESS += s.ess / float64(len(all))
		m.Paid += s.paid / float64(len(all))
		if s.refused {
			m.Refused++
		}
		for k := range m.Findings {
			f := &m.Findings[k]
			if s.low[k] <= truth && truth <= s.high[k] {
				f.Held++
			}
			f.Width.Add(s.high[k] - s.low[k])
			f.Error.Add(s.value[k] - truth)
		}
	}
	return m, nil
}
