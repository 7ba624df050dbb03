package offline_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"proffer/engine"
	"proffer/offline"
	"proffer/offline/export"
	"proffer/store"
)

// A shop is a log of ours in the making. What becomes of a decision is reported
// before the next one, unless the shop is slow.
type shop struct {
	*engine.Service
	t      testing.TB
	now    time.Time
	chance *rand.Rand
	ids    int
	slow   map[engine.ReportType]time.Duration // how late it hears of what
	owed   []owed
}

// An owed report is known later than the next decision.
type owed struct {
	due    time.Time
	report engine.Report
}

// openShop lets a shop begin with the catalogue of testdata.
func openShop(t testing.TB) *shop { return openShopWith(t, shopCatalogue(t)) }

func openShopWith(t testing.TB, catalogue []byte) *shop {
	t.Helper()
	s := &shop{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), chance: rand.New(rand.NewPCG(21, 21))}
	memory := store.NewMemory()
	var err error
	s.Service, err = engine.Open(context.Background(), engine.Config{
		Log: memory, Archive: memory, Clock: func() time.Time { return s.now }, Chance: s.draw,
	}, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shopCatalogue(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile("testdata/shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func (s *shop) draw() (string, uint64) {
	s.ids++
	return fmt.Sprintf("d-%d", s.ids), s.chance.Uint64()
}

// visits lets so many customers come by, a few of them again and again.
func (s *shop) visits(n int) *shop {
	s.t.Helper()
	for range n {
		s.catchUp(s.now.Add(time.Duration(1+s.chance.IntN(60)) * time.Minute))
		answer, err := s.Rank(context.Background(), s.request())
		if err != nil {
			s.t.Fatal(err)
		}
		for _, slot := range answer.Shown() {
			s.become(answer, slot.Offer)
		}
	}
	return s
}

func (s *shop) request() engine.Request {
	c := s.chance
	r := engine.Request{Signals: map[string]any{
		"cart_value": float64(c.IntN(9)) * 10, "orders": float64(c.IntN(3)), "age": 20 + 40*c.Float64(),
		"device": []string{"mobile", "desktop", "fridge"}[c.IntN(3)], "member": c.IntN(2) == 0, "away": fmt.Sprintf("%dh", c.IntN(50)),
	}}
	var tastes []any
	for _, taste := range []string{"mask", "oil", "glitter"} {
		if c.IntN(3) == 0 {
			tastes = append(tastes, taste)
		}
	}
	r.Signals["tastes"] = tastes
	if c.IntN(4) == 0 {
		delete(r.Signals, "away")
	}
	if c.IntN(5) > 0 {
		r.CustomerID = fmt.Sprint("c-", c.IntN(60))
	}
	r.Trigger, r.Placement = "item_added", []string{"drawer", "drawer", "banner"}[c.IntN(3)]
	if c.IntN(3) == 0 {
		r.Trigger, r.Placement = "order_placed", "thanks"
	}
	return r
}

// become reports what became of an offer.
func (s *shop) become(a engine.Answer, offer string) {
	s.t.Helper()
	c := s.chance
	tell := func(what engine.ReportType, cents int64) {
		s.ids++
		report := engine.Report{EventID: fmt.Sprint("e-", s.ids), Type: what, DecisionID: a.ID, OfferID: offer}
		if cents > 0 {
			report.Value = &engine.Money{Amount: cents, Currency: "USD"}
		}
		if late := s.slow[what]; late > 0 {
			s.owe(report, late)
			return
		}
		s.report(report)
	}
	if c.IntN(5) > 0 {
		tell(engine.View, 0)
	}
	switch c.IntN(6) {
	case 0:
		tell(engine.Decline, 0)
	case 1, 2:
		tell(engine.Accept, 1000)
		if c.IntN(4) == 0 {
			tell(engine.Refund, []int64{0, 250}[c.IntN(2)])
		}
		if c.IntN(9) == 0 {
			tell(engine.Churn, 0)
		}
		if c.IntN(9) == 0 {
			tell(engine.SupportTicket, 0)
		}
	}
}

// owe is to hear of something late. Of every second report it then says when it was,
// of every third accept what it earned, and what can be regretted twice is.
func (s *shop) owe(r engine.Report, late time.Duration) {
	if s.ids%2 == 0 {
		r.Time = s.now
	}
	if r.Type == engine.Accept && s.ids%3 == 0 {
		earned := float64(s.ids % 7)
		r.Reward = &earned
	}
	s.owed = append(s.owed, owed{s.now.Add(late), r})
	if r.Type == engine.Refund || r.Type == engine.SupportTicket {
		r.EventID += "-again"
		s.owed = append(s.owed, owed{s.now.Add(2 * late), r})
	}
}

func (s *shop) report(r engine.Report) {
	s.t.Helper()
	results, err := s.Feedback(context.Background(), []engine.Report{r})
	if err != nil || results[0].Status != engine.Recorded {
		s.t.Fatalf("%s of %s: %v %v", r.Type, r.OfferID, results, err)
	}
}

// catchUp goes on to a time, and hears of what is known by then.
func (s *shop) catchUp(to time.Time) {
	s.t.Helper()
	slices.SortStableFunc(s.owed, func(a, b owed) int { return a.due.Compare(b.due) })
	for len(s.owed) > 0 && !s.owed[0].due.After(to) {
		s.now = s.owed[0].due
		s.report(s.owed[0].report)
		s.owed = s.owed[1:]
	}
	s.now = to
}

// exported is the log so far in a format.
func (s *shop) exported(f export.Format) func() (io.ReadCloser, error) {
	s.t.Helper()
	var out bytes.Buffer
	if _, err := export.Write(context.Background(), &out, f, s.Service, export.Window{}); err != nil {
		s.t.Fatal(err)
	}
	return seekable(out.Bytes())
}

// seekable opens a file in memory, which can be read at any place.
func seekable(text []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return closable{bytes.NewReader(text)}, nil }
}

type closable struct{ *bytes.Reader }

func (closable) Close() error { return nil }

// askShop asks an evaluation of a log of the shop, whose outcomes count as they
// stand: all that will become of a decision has been reported.
func askShop(policy string, log func() (io.ReadCloser, error), estimators ...string) *offline.Evaluation {
	e := ask(policy, log)
	e.Immature, e.Force, e.Estimators = true, true, estimators
	return e
}
