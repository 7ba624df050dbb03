package lab

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// deal plays rounds of a task and shows each to look.
func deal(task *Task, seed uint64, rounds int, look func(r *round)) {
	next := task.deal(rand.New(rand.NewPCG(seed, worldStream)))
	r := round{mean: make([]float64, task.Arms), paid: make([]float64, task.Arms)}
	for range rounds {
		next(&r)
		look(&r)
	}
}

func parsed(t *testing.T, task *Task, err error) *Task {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// about wants a mean of so many draws to be within four of its standard errors.
func about(t *testing.T, what string, got, want, deviation float64, draws int) {
	t.Helper()
	if slack := 4 * deviation / math.Sqrt(float64(draws)); !(math.Abs(got-want) <= slack) {
		t.Errorf("%s: got %v, want %v ± %v", what, got, want, slack)
	}
}

// Of points that are uniform in the disc a share 1−δ² lies outside of δ, a
// quarter of it in each quarter, and there and nowhere else an arm pays 50.
func TestWheel(t *testing.T) {
	const delta, draws = .8, 40_000
	task, err := Wheel(delta)
	parsed(t, task, err)
	won := make([]float64, wheelArms)
	deal(task, 1, draws, func(r *round) {
		x, y := r.x.Value[1], r.x.Value[2]
		right := 0
		for a, m := range r.mean {
			if m == wheelRight {
				right = a
			}
			if !(math.Abs(r.paid[a]-m) < 6*wheelSpread) {
				t.Fatalf("arm %d paid %v, want about %v", a, r.paid[a], m)
			}
		}
		if outside := math.Hypot(x, y) > delta; outside != (right > 0) || r.mean[0] != wheelSafe {
			t.Fatalf("at (%v, %v) the means are %v", x, y, r.mean)
		}
		won[right] += 1. / draws
	})
	for a, got := range won {
		want := (1 - delta*delta) / 4
		if a == 0 {
			want = delta * delta
		}
		about(t, "share", got, want, math.Sqrt(want*(1-want)), draws)
	}
}

// A radius that is none is refused, NaN too.
func TestWheelRefuses(t *testing.T) {
	for _, delta := range []float64{0, 1, -1, math.NaN(), math.Inf(1)} {
		if _, err := Wheel(delta); err == nil {
			t.Errorf("delta %v was taken", delta)
		}
	}
}

const twoMushrooms = `# a comment
poisonous,a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v
p,x,s,n,t,p,f,c,n,k,e,e,s,s,w,w,p,w,o,p,k,s,u
e,x,s,y,t,a,f,c,b,k,e,?,s,s,w,w,p,w,o,p,n,n,g
`

// Every letter of an attribute is a feature: those that two mushrooms share
// stand at the same place, the others at places of their own.
func TestMushroomIsOneHot(t *testing.T) {
	task, err := Mushroom(strings.NewReader(twoMushrooms))
	parsed(t, task, err)
	const differ = 7 // of the 22 attributes
	if want := 1 + mushroomAttributes + differ; task.Dim != want {
		t.Errorf("got dimension %d, want %d", task.Dim, want)
	}
	seen := map[bool][]int32{}
	deal(task, 1, 50, func(r *round) {
		if err := r.x.Validate(task.Dim); err != nil {
			t.Fatal(err)
		}
		seen[r.mean[eat] < 0] = r.x.Index
	})
	shared := 0
	for k, i := range seen[true] {
		if seen[false][k] == i {
			shared++
		}
	}
	if want := 1 + mushroomAttributes - differ; shared != want {
		t.Errorf("got %d features in common, want %d", shared, want)
	}
}

// Half of what is drawn is poisonous, which pays −35 or +5 at even odds; what is
// left pays nothing.
func TestMushroomPays(t *testing.T) {
	const draws = 20_000
	task, err := Mushroom(strings.NewReader(twoMushrooms))
	parsed(t, task, err)
	poisonous, harmed, uniform := 0., 0., 0.
	deal(task, 2, draws, func(r *round) {
		if r.paid[leave] != 0 || r.mean[leave] != 0 {
			t.Fatalf("leaving pays %v, expected %v", r.paid[leave], r.mean[leave])
		}
		switch {
		case r.mean[eat] == -15:
			poisonous++
		case r.mean[eat] != 5 || r.paid[eat] != 5:
			t.Fatalf("eating pays %v, expected %v", r.paid[eat], r.mean[eat])
		}
		if r.paid[eat] == -35 {
			harmed++
		}
		uniform += r.uniform()
	})
	about(t, "poisonous", poisonous/draws, .5, .5, draws)
	about(t, "harmed", harmed/poisonous, .5, .5, int(poisonous))
	about(t, "uniform regret", uniform/draws, 5, 2.5, draws) // 15 or 5, half of the time
}

const fourReadings = `50 21 77 0 28 0 27 48 22 2
55 0 92 0 0 26 36 92 56 4
53 0 82 0 52 -5 29 30 2 1
37 0 76 0 28 18 40 48 8 7
`

// Attributes have mean 0 and deviation 1 over the readings, and one that never
// varies is 0. A pass shows every reading once.
func TestShuttle(t *testing.T) {
	task, err := Shuttle(strings.NewReader(fourReadings))
	parsed(t, task, err)
	sum, square := make([]float64, task.Dim), make([]float64, task.Dim)
	right := make([]float64, task.Arms)
	deal(task, 3, 8, func(r *round) {
		for i, v := range r.x.Value {
			sum[i] += v / 8
			square[i] += v * v / 8
		}
		for a, m := range r.mean {
			right[a] += m
		}
		if diff := cmp.Diff(r.mean, r.paid); diff != "" {
			t.Errorf("expected and paid differ:\n%s", diff)
		}
	})
	// The fourth attribute of all four is 0.
	ones, zeros := []float64{1, 1, 1, 1, 0, 1, 1, 1, 1, 1}, make([]float64, task.Dim)
	zeros[0] = 1 // the intercept
	near := cmpopts.EquateApprox(0, 1e-12)
	if diff := cmp.Diff(zeros, sum, near); diff != "" {
		t.Errorf("means (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(ones, square, near); diff != "" {
		t.Errorf("squares (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]float64{2, 2, 0, 2, 0, 0, 2}, right); diff != "" {
		t.Errorf("classes in two passes (-want +got):\n%s", diff)
	}
}

// A fault in the data is told with its line and what was wanted.
func TestFaultsInData(t *testing.T) {
	mushroom := func(text string) error { _, err := Mushroom(strings.NewReader(text)); return err }
	shuttle := func(text string) error { _, err := Shuttle(strings.NewReader(text)); return err }
	for _, c := range []struct {
		name  string
		parse func(string) error
		text  string
		want  string
	}{
		{"no mushrooms", mushroom, "", "lab: mushroom: there are no rows"},
		{"names alone", mushroom, strings.Join(strings.SplitAfter(twoMushrooms, "\n")[:2], ""), "lab: mushroom: there are no rows"},
		{"neither safe nor not", mushroom, twoMushrooms + strings.Repeat("x,", 22) + "x\n", `lab: mushroom: line 5: "x" is neither p nor e`},
		{"a short mushroom", mushroom, twoMushrooms + "p,x\n", `lab: mushroom: line 5: 2 cells, want 23: "p x"`},
		{"an open quote", mushroom, "p,\"x\n", "lab: mushroom: parse error on line 1"},
		{"no readings", shuttle, "", "lab: shuttle: there are no rows"},
		{"a short reading", shuttle, fourReadings + "1 2 3\n", "lab: shuttle: line 5: 3 cells, want 10"},
		{"a word", shuttle, "1 2 x 4 5 6 7 8 9 1\n", `lab: shuttle: line 1: attribute 3 is "x", want a number`},
		{"not a number", shuttle, "NaN 2 3 4 5 6 7 8 9 1\n", `attribute 1 is "NaN"`},
		{"without end", shuttle, "1 2 3 4 5 6 7 8 Inf 1\n", `attribute 9 is "Inf"`},
		{"no class", shuttle, "1 2 3 4 5 6 7 8 9 8\n", `lab: shuttle: line 1: class is "8", want 1 to 7`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.parse(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
