package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"proffer/engine"
	"proffer/store"
)

// Requests of one customer at the same time can never both take the last
// place, before a restart and after it.
func TestCapsAreExact(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "max: 2, per: 24h", "max: 1, per: 24h", 1))
	for i := range 50 {
		customer := fmt.Sprintf("c-%d", i)
		var shown atomic.Int64
		var all sync.WaitGroup
		for range 64 {
			all.Go(func() {
				a, err := w.Rank(context.Background(), drawer(customer))
				if err != nil {
					t.Error(err)
				}
				shown.Add(int64(len(a.Shown())))
			})
		}
		all.Wait()
		if got := shown.Load(); got != 1 {
			t.Fatalf("%d offers were shown to %s, want 1", got, customer)
		}
	}
	w.restart(string(w.Catalogue().Source))
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 0 {
		t.Errorf("after a restart %s is shown to a customer who has had their one", offers(a))
	}
	w.now = w.now.Add(day - 1)
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 0 {
		t.Errorf("%s is shown a moment before the window ends", offers(a))
	}
	w.now = w.now.Add(1)
	if a := w.rank(drawer("c-7")); len(a.Shown()) != 1 {
		t.Errorf("nothing is shown when the window has ended: %+v", a.Candidates)
	}
}

// A clock that goes back does not reopen a cap.
func TestClockGoesBack(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "max: 2, per: 24h", "max: 1, per: 24h", 1))
	w.rank(drawer("c-1"))
	w.now = w.now.Add(-30 * day)
	if a := w.rank(drawer("c-1")); len(a.Shown()) != 0 {
		t.Errorf("%s is shown after the clock went back", offers(a))
	}
	state, err := engine.Restore(context.Background(), w.memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := engine.Decide(state, drawer("c-1"), w.now, 1)
	if err != nil || len(d.Shown()) != 0 || d.At.Before(began) {
		t.Errorf("asked at an earlier time, decided at %v and shows %+v, error %v", d.At, d.Shown(), err)
	}
	w.verify()
}

// Friction is judged by what the evidence promises, not by what it expects: of
// an offer that is believed in and hardly known, one click is withheld, and
// given when enough customers have accepted.
func TestFrictionNeedsProof(t *testing.T) {
	w := newWorld(t, shop+"  - {name: fits, type: friction, min_accept: 8%, max_refund: 60%}\n")
	r := drawer("c-1")
	r.Exclude = []string{"warranty", "kit"}
	a := w.rank(r)
	if c := a.Candidate("bundle"); c.Reason != "friction" || !(c.Score.Accept > 0.08) {
		t.Errorf("got %+v, want it withheld for its friction, although %v is over 8%%", c, c.Score)
	}
	changed := strings.Replace(string(w.Catalogue().Source), "min_accept: 8%, ", "", 1)
	if _, err := w.SetCatalogue(context.Background(), []byte(changed), "a test"); err != nil {
		t.Fatal(err)
	}
	w.learn()
	if _, err := w.SetCatalogue(context.Background(), []byte(strings.Replace(changed, "max_refund: 60%", "min_accept: 8%", 1)), "a test"); err != nil {
		t.Fatal(err)
	}
	r.CustomerID = "c-2"
	if a := w.rank(r); offers(a) != "bundle" {
		t.Errorf("four of ten accepted, and %+v is withheld", a.Candidate("bundle"))
	}
}

// What the first slot shows counts for the slate: two of a type never stand in
// one answer.
func TestSlateKeepsTypesApart(t *testing.T) {
	w := newWorld(t, strings.ReplaceAll(shop, "type: warranty,", "type: kit,")+"  - {name: apart, type: slate, distinct_types: true}\n")
	r := drawer("")
	r.Trigger, r.Placement = "order_placed", "thanks"
	for range 50 {
		a := w.rank(r)
		if len(a.Slots) != 1 || len(a.Slots[0].Offers) != 2 {
			t.Fatalf("of two offers of a type, %s stand in one answer: %+v", offers(a), a.Slots)
		}
	}
}

// Each scope of a switch acts on the next request, on what it names and on
// nothing else, and outlives a restart.
func TestSwitches(t *testing.T) {
	for _, c := range []struct {
		scope string
		want  engine.Reason // of a request that every scope is about
	}{
		{"all", engine.SwitchedOff}, {"trigger:item_added", engine.SwitchedOff}, {"placement:drawer", engine.SwitchedOff},
		{"segment:repeat_buyer", engine.SwitchedOff}, {"offer:bundle", engine.Split},
		{"trigger:order_placed", engine.Split}, {"placement:thanks", engine.Split}, {"segment:first_time_buyer", engine.Split},
	} {
		t.Run(c.scope, func(t *testing.T) {
			w := newWorld(t, shop)
			set := func(state string) {
				t.Helper()
				if _, err := w.SetSwitch(engine.SwitchEvent{Scope: c.scope, State: state, Reason: "a test"}); err != nil {
					t.Fatal(err)
				}
			}
			set(engine.Off)
			w.restart(shop)
			a := w.rank(drawer("c-1"))
			if a.Reason != c.want {
				t.Errorf("reason %s, want %s", a.Reason, c.want)
			}
			if bundle := a.Candidate("bundle"); c.scope == "offer:bundle" && (bundle.Stage != engine.StageSwitch || bundle.Detail != "a test") {
				t.Errorf("the bundle is off and is %+v", bundle)
			}
			set(engine.On)
			if a := w.rank(drawer("c-2")); a.Reason != engine.Split || a.Candidate("bundle").Stage != "" {
				t.Errorf("switched on again, reason %s: %+v", a.Reason, a.Candidates)
			}
		})
	}
}

// A visit keeps the group of its first decision, and ρ with it; the next visit
// draws its own.
func TestVisitKeepsItsGroup(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "max: 2, per: 24h", "max: 500, per: 24h", 1)+"groups: {control: 50%}\n")
	controls := 0
	for visit := range 40 {
		r := drawer("c-1")
		r.SessionID = fmt.Sprintf("s-%d", visit)
		first := w.rank(r)
		if !first.FirstOfVisit || first.Treated != 0.5 {
			t.Fatalf("the first decision of a visit is %+v", first.Decision)
		}
		if first.Group == engine.Control {
			controls++
		}
		for range 5 {
			if again := w.rank(r); again.Group != first.Group || again.FirstOfVisit {
				t.Fatalf("the visit was in the %s and is in the %s", first.Group, again.Group)
			}
		}
	}
	if controls < 8 || controls > 32 { // 20 ± 12 is over 3.7 standard errors
		t.Errorf("%d of 40 visits were in the control, want about half", controls)
	}
}

// Who logs in goes on with the visit, what was seen in it and what was said; the
// purchase is that visit's. The holdout is never shown anything from then on.
func TestLoggingIn(t *testing.T) {
	w := newWorld(t, strings.Replace(shop, "two-a-day, type: frequency, max: 2, per: 24h", "single, type: frequency, max: 1, per: 24h, scope: session", 1)+"groups: {control: 30%, holdout: 20%}\n")
	seen := map[engine.Group]int{}
	for i := range 60 {
		before, after := drawer(""), drawer(fmt.Sprintf("c-%d", i))
		before.SessionID = fmt.Sprintf("s-%d", i)
		after.SessionID = before.SessionID
		nobodys, theirs := w.rank(before), w.rank(after)
		seen[theirs.Group]++
		if len(nobodys.Shown())+len(theirs.Shown()) > 1 {
			t.Errorf("%s and %s are shown in one session, want one offer", offers(nobodys), offers(theirs))
		}
		if theirs.Group == engine.Holdout {
			continue
		}
		if theirs.Group != nobodys.Group || theirs.FirstOfVisit {
			t.Errorf("the visit was in the %s and is in the %s after logging in", nobodys.Group, theirs.Group)
		}
		w.tell(engine.Report{EventID: before.SessionID, Type: engine.Conversion, CustomerID: after.CustomerID, SessionID: after.SessionID})
		if story, err := w.Story(nobodys.ID); err != nil || story.Outcome.Converted.IsZero() {
			t.Errorf("the visit of %s did not convert (error %v)", nobodys.ID, err)
		}
	}
	for _, g := range []engine.Group{engine.Treatment, engine.Control, engine.Holdout} {
		if seen[g] == 0 {
			t.Errorf("nobody of 60 was in the %s", g)
		}
	}
	w.verify()
}

// A broken archive gives up nothing that it holds.
type broken struct{ *store.Memory }

func (broken) Load(key string) ([]byte, error) {
	if strings.HasSuffix(key, "state") {
		return nil, nil
	}
	return nil, errors.New("the disk is broken")
}

// Where the history of a customer or of a visit cannot be read, nothing is
// shown, nothing is logged and no lot is drawn anew.
func TestBrokenArchive(t *testing.T) {
	w := newWorld(t, shop)
	last := w.memory.Last()
	s, err := engine.Open(context.Background(), engine.Config{
		Log: w.memory, Archive: broken{w.memory}, Clock: func() time.Time { return w.now }, Chance: func() (string, uint64) { return "d", 1 },
	}, []byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []engine.Request{
		{CustomerID: "c-1", Trigger: "item_added", Placement: "drawer"},
		{SessionID: "s-1", Trigger: "item_added", Placement: "drawer"},
	} {
		a, err := s.Rank(context.Background(), r)
		if err == nil || a.Reason != engine.Fallback || len(a.Shown()) != 0 {
			t.Errorf("%+v: got %s with %q, error %v; want a fallback and the error", r, a.Reason, offers(a), err)
		}
	}
	if w.memory.Last() != last {
		t.Errorf("something was logged")
	}
}

// An answer that an app tells from ahead of our clock silences no longer than one
// of now.
func TestCooldownFromAhead(t *testing.T) {
	w := newWorld(t, shop+"  - {name: rest, type: cooldown, after: accept, wait: 5s, by: all}\n")
	a := w.show("c-1", "bundle")
	w.tell(engine.Report{EventID: "1", Type: engine.Accept, DecisionID: a.ID, Time: w.now.Add(engine.MaxAhead)})
	for _, c := range []struct {
		after time.Duration
		want  string
	}{{time.Second, "accept of bundle 1 seconds ago, within the wait of 5 seconds"}, {5 * time.Second, ""}} {
		w.now = a.At.Add(c.after)
		again := w.rank(thanks("c-1"))
		if got := again.Candidate("kit").Detail; got != c.want {
			t.Errorf("%v after the accept: %q, want %q", c.after, got, c.want)
		}
	}
	w.verify()
}
