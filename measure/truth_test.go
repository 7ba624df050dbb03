package measure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"proffer/engine"
	"proffer/examples"
	"proffer/internal/simulate"
	"proffer/measure"
	"proffer/store"
)

// A crowd is customers of whom everything is known: each comes once, and is
// shown an offer that some accept, some of those return, and some buy less for.
type crowd struct {
	converts, hindered float64 // P(order), and how much less for those who were shown an offer
	accepts, returns   float64 // P(accept | shown), P(refund | accept)
}

// What an order and an accept are worth, in dollars.
const (
	orderPrice  = 40
	bundlePrice = 12
)

// visit lets everybody come to a shop with a holdout and a control, and reports.
func (c crowd) visit(t *testing.T, seed uint64, customers int) *measure.Report {
	w := newWorld(t, shop+"groups: {holdout: 40%, control: 40%}\n")
	r := rand.New(rand.NewPCG(seed, 7))
	w.ids = int(seed) * 1_000_000 // so that every run draws its own groups
	for i := range customers {
		name := fmt.Sprintf("c-%d-%d", seed, i)
		a := w.visit(name, name, "drawer")
		converts := c.converts
		if len(a.Shown()) > 0 {
			converts -= c.hindered
			if r.Float64() < c.accepts {
				w.tell(about(a, engine.Accept))
				if r.Float64() < c.returns {
					w.tell(about(a, engine.Refund))
				}
			}
		}
		if r.Float64() < converts {
			w.tell(engine.Report{Type: engine.Conversion, CustomerID: name, SessionID: name, Value: dollars(100 * orderPrice)})
		}
	}
	w.now = w.now.Add(48 * time.Hour) // all windows of conversion pass
	w.visit("last", "last", "thanks")
	return w.report(measure.Question{Planned: customers})
}

// uplift per customer outside of the holdout, three in five of whom are shown
// the offer.
func (c crowd) uplift() float64 {
	return 0.6 * (c.accepts*(1-c.returns)*bundlePrice - c.hindered*orderPrice)
}

// What offers truly do is found: the estimates are right on average, and their
// intervals miss the truth no more often than they say. One crowd is brought
// money by its offers, another loses orders to them, a third does not care.
func TestTruthIsFound(t *testing.T) {
	const customers = 500
	runs := seeds(40)
	for name, c := range map[string]crowd{
		"offers pay":           {converts: 0.5, accepts: 0.4, returns: 0.25},
		"offers hinder":        {converts: 0.6, hindered: 0.2, accepts: 0.1},
		"offers do not matter": {converts: 0.4},
	} {
		t.Run(name, func(t *testing.T) {
			var revenue, conversion meeting
			for seed := range runs {
				r := c.visit(t, seed+1, customers)
				revenue.meet(r.Incremental.PerCustomer.Difference, c.uplift())
				conversion.meet(r.Total.Conversion.Difference, -c.hindered)
			}
			revenue.judge(t, "revenue per customer")
			conversion.judge(t, "conversion")
		})
	}
}

// seeds is how many runs there are, a quarter of them in a short test.
func seeds(n int) uint64 {
	if testing.Short() {
		return uint64(n / 4)
	}
	return uint64(n)
}

// mostMissed is how many of n intervals at 95 % miss by chance, give or take
// three standard errors.
func mostMissed(n int) int { return int(0.05*float64(n) + 3*math.Sqrt(0.05*0.95*float64(n))) }

// A meeting of estimates with what they are estimates of.
type meeting struct {
	runs, missed int
	off, squares float64
}

func (m *meeting) meet(i *measure.Interval, truth float64) {
	m.runs++
	if i == nil || i.Low > truth || i.High < truth {
		m.missed++
	}
	if i != nil {
		m.off += i.Estimate - truth
		m.squares += (i.Estimate - truth) * (i.Estimate - truth)
	}
}

// judge fails when more intervals missed than chance allows at 95 %, or when the
// mean error is more than three of its standard errors.
func (m *meeting) judge(t *testing.T, what string) {
	t.Helper()
	if most := mostMissed(m.runs); m.missed > most {
		t.Errorf("%s: %d of %d intervals miss the truth, want %d at the most", what, m.missed, m.runs, most)
	}
	n := float64(m.runs)
	mean := m.off / n
	if se := math.Sqrt((m.squares/n - mean*mean) / n); math.Abs(mean) > 3*se {
		t.Errorf("%s: %v off on average, which is more than three standard errors of %v", what, mean, se)
	}
}

// In a shop whose offers change nothing, no interval finds that they do more
// often than it says: neither of conversion nor of revenue.
func TestOffersThatChangeNothing(t *testing.T) {
	runs := seeds(20)
	world := simulate.Skincare()
	still := map[string]simulate.Nature{}
	for offer := range world.Truth.Offers {
		still[offer] = simulate.Nature{}
	}
	world.Truth.Offers = still
	source, err := examples.Catalogue(world.Name)
	if err != nil {
		t.Fatal(err)
	}
	policy, err := engine.Compile(source)
	if err != nil {
		t.Fatal(err)
	}
	missed := 0
	for seed := range runs {
		r := simulated(t, simulate.Config{World: world, Policy: policy, Seed: seed + 1, Start: began, Span: 20 * 24 * time.Hour, Visits: 600})
		for _, i := range []*measure.Interval{r.Total.Conversion.Difference, r.Incremental.PerCustomer.Difference} {
			if i != nil && (i.Low > 0 || i.High < 0) {
				missed++
			}
		}
		if r.Total.Net.Amount != 0 {
			t.Fatalf("seed %d: offers brought in %d", seed, r.Total.Net.Amount)
		}
	}
	if most := mostMissed(2 * int(runs)); missed > most {
		t.Errorf("%d of %d intervals find what is not there, want %d at the most", missed, 2*runs, most)
	}
}

// simulated reports on customers who met an engine in this process.
func simulated(t *testing.T, c simulate.Config) *measure.Report {
	t.Helper()
	s, err := simulate.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ids := c.Seed << 32
	service, err := engine.Open(t.Context(), engine.Config{
		Log: store.NewMemory(), Clock: s.Clock,
		Chance: func() (string, uint64) { ids++; return fmt.Sprintf("d-%d", ids), ids },
	}, c.Policy.Source)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(t.Context(), simulate.InProcess{Service: service}); err != nil {
		t.Fatal(err)
	}
	return report(t, service, measure.Question{}, c.Policy)
}
