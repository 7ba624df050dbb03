package ope

import (
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A land has a log and a policy by context. The log is a softmax of normal
// scores, mixed with a floor.
type land struct {
	rows    int
	where   []float64   // how often a context comes
	log     [][]float64 // what is drawn
	stated  [][]float64 // what is said of it
	policy  [][]float64
	missing float64 // share of the policy's choices that the log cannot take
	share   float64 // of the rows that is effective, in the long run
}

// spoiling is what is wrong with a land.
type spoiling int

const (
	sound   spoiling = iota
	closed           // a part of the actions cannot be taken in a part of the contexts
	halved           // propensities are stated half as large as they are
	doubled          // those of one action are stated twice as large
)

func newLand(chance *rand.Rand, wrong spoiling) *land {
	actions, contexts := 2+chance.IntN(19), 2+chance.IntN(59)
	scale, floor := 2.5*chance.Float64(), 0.
	if chance.IntN(2) == 0 {
		floor = min(.01*float64(1+chance.IntN(5)), .8/float64(actions))
	}
	w := &land{rows: int(500 * math.Pow(40, chance.Float64())), where: softmax(chance, contexts, chance.Float64(), 0)}
	taste, part := 1.5*chance.Float64()*float64(chance.IntN(2)), .1+.5*chance.Float64()
	for range contexts {
		log := softmax(chance, actions, scale, floor)
		stated := log
		switch wrong {
		case closed:
			stated = closing(chance, log, part)
		case halved:
			stated = scaled(log, .5)
		case doubled:
			stated = slices.Clone(log)
			stated[0] = min(2*log[0], 1)
		}
		w.log, w.stated, w.policy = append(w.log, log), append(w.stated, stated), append(w.policy, softmax(chance, actions, taste, 0))
	}
	w.sumUp()
	return w
}

// closing takes a part of the actions from a log.
func closing(chance *rand.Rand, log []float64, part float64) []float64 {
	kept, sum := chance.IntN(len(log)), 0.
	for a := range log {
		if a != kept && chance.Float64() < part {
			log[a] = 0
		}
		sum += log[a]
	}
	copy(log, scaled(log, 1/sum))
	return log
}

func softmax(chance *rand.Rand, n int, scale, floor float64) []float64 {
	p, sum := make([]float64, n), 0.
	for i := range p {
		p[i] = math.Exp(scale * chance.NormFloat64())
		sum += p[i]
	}
	for i := range p {
		p[i] = (1-float64(n)*floor)*p[i]/sum + floor
	}
	return p
}

func scaled(p []float64, by float64) []float64 {
	q := make([]float64, len(p))
	for i := range p {
		q[i] = by * p[i]
	}
	return q
}

// sumUp finds what is true of the weights.
func (w *land) sumUp() {
	squares := 0.
	for c, share := range w.where {
		for a, p := range w.policy[c] {
			if w.log[c][a] == 0 {
				w.missing += share * p
				continue
			}
			squares += share * p * p / w.log[c][a]
		}
	}
	w.share = 1 / squares
}

func (w *land) diagnosed(chance *rand.Rand) Diagnostics {
	var weights Weights
	s := NewSupport(len(w.policy[0]), "place")
	for range w.rows {
		c := drawn(chance, w.where)
		a := drawn(chance, w.log[c])
		weights.Add(w.policy[c][a] / w.stated[c][a])
		s.Add([]uint64{uint64(c)}, a, w.stated[c][a], w.policy[c], nil)
	}
	return Diagnose(&weights, s)
}

func drawn(chance *rand.Rand, p []float64) int {
	u := chance.Float64()
	for i, x := range p {
		if u -= x; u < 0 {
			return i
		}
	}
	return len(p) - 1
}

var lands = flag.Int("lands", 100, "how many lands of each kind are drawn")

// A sound log of any shape whose weights leave enough rows is not refused but for
// chance, which 3 standard errors of the mean weight alone allow in some of a
// hundred; and one that could not take what the policy takes is, the surer the more
// rows it has, and so is one whose propensities are false.
func TestRefusalsOfManyLands(t *testing.T) {
	enough := func(w *land) bool { return w.share > .03 && w.share*float64(w.rows) > 200 }
	for _, c := range []struct {
		what  string
		wrong spoiling
		fits  func(*land) bool
		least float64 // of the lands that are to be refused
		most  float64
	}{
		{"sound", sound, enough, 0, .03},
		{"closed to a twentieth of the choices", closed, func(w *land) bool { return w.missing > .05 }, .95, 1},
		{"closed to a tenth, and long", closed, func(w *land) bool { return w.rows > 2_000 && w.missing > .1 }, .97, 1},
		{"halved", halved, func(*land) bool { return true }, .99, 1},
		{"one action's doubled", doubled, enough, .85, 1},
	} {
		chance, refused := rand.New(rand.NewPCG(41, uint64(c.wrong))), 0
		for n := 0; n < *lands; {
			w := newLand(chance, c.wrong)
			if !c.fits(w) {
				continue
			}
			n++
			if len(w.diagnosed(chance).Refusal()) > 0 {
				refused++
			}
		}
		t.Logf("%s: %d of %d are refused", c.what, refused, *lands)
		if share := float64(refused) / float64(*lands); !(share >= c.least && share <= c.most) {
			t.Errorf("%s: %v are refused, want %v to %v", c.what, share, c.least, c.most)
		}
	}
}

// Many segments with a small floor leave many cells without a row, and that says
// nothing: none of these logs is refused for what its policy takes.
func TestCellsThatAreEmptyByChance(t *testing.T) {
	chance := rand.New(rand.NewPCG(42, 0))
	for range 60 {
		w := &land{rows: 2_000, where: softmax(chance, 60, 0, 0)}
		for range w.where {
			w.log, w.policy = append(w.log, softmax(chance, 4, 1, .05)), append(w.policy, softmax(chance, 4, 0, 0))
		}
		w.stated = w.log
		for _, reason := range w.diagnosed(chance).Refusal() {
			if strings.Contains(reason, "never took") || strings.Contains(reason, "empty") {
				t.Error(reason)
			}
		}
	}
}

// A softmax of a hundred actions takes some that were next to impossible: the
// least propensity of a log falls with how many actions it has, and one that does
// not fit the others stands out with twenty as well.
func TestLeastPropensityOfManyActions(t *testing.T) {
	chance := rand.New(rand.NewPCG(43, 0))
	for _, c := range []struct {
		actions, rows int
		least         float64 // of one row, in place of its own; 0: none
		refused       bool
	}{{100, 5_000, 0, false}, {20, 20_000, 1e-6, true}, {5, 20_000, 1e-6, true}} {
		var weights Weights
		s := NewSupport(c.actions, "place")
		log, policy := softmax(chance, c.actions, 2.5*float64(c.actions)/100, 0), softmax(chance, c.actions, 0, 0)
		for i := range c.rows {
			a := drawn(chance, log)
			p := log[a]
			if i == 7 && c.least > 0 {
				p = c.least
			}
			weights.Add(0) // whatever the policy makes of it
			s.Add(here, a, p, policy, nil)
		}
		found := strings.Contains(strings.Join(Diagnose(&weights, s).Refusal(), " "), "A row was logged with propensity")
		if found != c.refused {
			t.Errorf("%d actions, a least propensity of %v: refused for it is %v", c.actions, c.least, found)
		}
	}
}

// The same log has the same gap, to the last bit, however often it is looked at and
// by whichever way its sums were put together.
func TestGapIsExact(t *testing.T) {
	chance := rand.New(rand.NewPCG(44, 0))
	w := newLand(chance, closed)
	for len(w.where) < 30 || w.missing < .1 {
		w = newLand(chance, closed)
	}
	s := NewSupport(len(w.policy[0]), "place")
	for range w.rows {
		c := drawn(chance, w.where)
		a := drawn(chance, w.log[c])
		s.Add([]uint64{uint64(c)}, a, w.stated[c][a], w.policy[c], nil)
	}
	want := s.Lacking().Choices.Share
	for range 20 {
		copied := NewSupport(s.actions, "place")
		copied.Merge(s)
		if got, again := copied.Lacking().Choices.Share, s.Lacking().Choices.Share; got != want || again != want {
			t.Fatalf("got %v and %v, want %v", got, again, want)
		}
	}
}
