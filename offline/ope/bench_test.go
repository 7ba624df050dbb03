package ope

import (
	"math/rand/v2"
	"testing"
)

// A memory is a log as columns: rows of actions whose probabilities and
// predictions lie side by side.
type memory struct {
	actions           int
	action            []int32
	reward            []float64
	propensity        []float64
	policy, predicted []float64
}

func remember(rows, actions int) *memory {
	chance := rand.New(rand.NewPCG(1, 1))
	m := &memory{actions: actions}
	for range rows {
		sum := 0.0
		for range actions {
			p := chance.Float64()
			sum += p
			m.policy, m.predicted = append(m.policy, p), append(m.predicted, chance.Float64())
		}
		mine := m.policy[len(m.policy)-actions:]
		for a := range mine {
			mine[a] /= sum
		}
		m.action = append(m.action, int32(chance.IntN(actions)))
		m.reward = append(m.reward, float64(chance.IntN(2)))
		m.propensity = append(m.propensity, 1/float64(actions))
	}
	return m
}

// seven are the estimators of the benchmark.
var seven = []string{"ips", "ips_clip10", "snips", "dm", "dr", "sndr", "switch_dr_10"}

func (m *memory) evaluate(v *Evaluation, b *Batch) {
	for i, r := range m.reward {
		at := i * m.actions
		policy, predicted := m.policy[at:at+m.actions], m.predicted[at:at+m.actions]
		a := m.action[i]
		if b.Add(Round{Reward: r, Weight: policy[a] / m.propensity[i], Model: predicted[a], Direct: Expectation(policy, predicted)}) {
			v.Add(b)
			b.Reset()
		}
	}
	v.Add(b)
	b.Reset()
}

// naive is the least that can be done: the seven values in plain sums, without
// errors, merging or care for rounding.
func (m *memory) naive() (values [7]float64) {
	var s [7]float64
	var w1, g float64
	for i, r := range m.reward {
		at := i * m.actions
		policy, predicted := m.policy[at:at+m.actions], m.predicted[at:at+m.actions]
		a := m.action[i]
		w := policy[a] / m.propensity[i]
		d := 0.0
		for k, p := range policy {
			d += p * predicted[k]
		}
		residual := w * (r - predicted[a])
		w1 += w
		g += residual
		s[0] += w * r
		s[1] += min(w, 10) * r
		s[3] += d
		s[4] += d + residual
		s[6] += d
		if w <= 10 {
			s[6] += residual
		}
	}
	n := float64(len(m.reward))
	return [7]float64{s[0] / n, s[1] / n, s[0] / w1, s[3] / n, s[4] / n, s[3]/n + g/w1, s[6] / n}
}

// The benchmark's yardstick says what the estimators say.
func TestYardstick(t *testing.T) {
	m := remember(5_000, 10)
	v := evaluate(t, nil, seven...)
	m.evaluate(v, &Batch{})
	for i, want := range m.naive() {
		if got := v.Estimate(i).Value(); !near(got, want) {
			t.Errorf("%s: got %v, want %v", seven[i], got, want)
		}
	}
}

// BenchmarkSeven adds up a million rows of ten actions for seven estimators, with
// their errors, beside the naive loop; the figure to look at is rows/s.
func BenchmarkSeven(b *testing.B) {
	const rows = 1_000_000
	m := remember(rows, 10)
	speed := func(b *testing.B) { b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s") }
	b.Run("loop=estimators", func(b *testing.B) {
		b.ReportAllocs()
		v, batch := evaluate(b, nil, seven...), &Batch{}
		for b.Loop() {
			m.evaluate(v, batch)
		}
		speed(b)
	})
	b.Run("loop=naive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.naive()
		}
		speed(b)
	})
}

// BenchmarkBootstrap counts rows in 200 replicates of three estimators; the figure
// to look at is rows/s.
func BenchmarkBootstrap(b *testing.B) {
	boot := NewBootstrap(200, 1, evaluate(b, nil, "ips", "snips", "dr").Estimators...)
	rounds, counted := &Batch{}, uint64(0)
	for !rounds.Add(Round{Reward: 1, Weight: 2, Model: .5, Direct: .4}) {
		continue
	}
	b.ReportAllocs()
	for b.Loop() {
		boot.Add(rounds, counted)
		counted += BatchRows
	}
	b.ReportMetric(float64(counted)/b.Elapsed().Seconds(), "rows/s")
}
