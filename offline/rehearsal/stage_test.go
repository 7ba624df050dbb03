package rehearsal

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/store"
)

// staged rehearses a log, and hands over every decision beside its logged one.
func staged(t testing.TB, log *store.Memory, source string, history History, fn func(was, is *engine.Decision)) {
	t.Helper()
	r := Rehearsal{Log: log, Policy: compiled(t, source), History: history}
	p, err := r.newPass()
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range log.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Decision != nil {
			is, err := p.stage.decide(e.Decision)
			if err != nil {
				t.Fatal(err)
			}
			fn(e.Decision, is)
		}
		if err := p.step(&e); err != nil {
			t.Fatal(err)
		}
	}
}

// Nobody sees more than a tighter cap allows: within any span of the cap, no
// customer is shown more than its maximum by the rehearsal, counted by hand. The
// log, which had no such cap, shows more.
func TestTighterCapHolds(t *testing.T) {
	const most, per = 2, 5 * day
	log := lived(t, life{example: "skincare", seed: 5, visits: 400})
	source := guarded(catalogueOf(t, "skincare"), fmt.Sprintf("{name: scarce, type: frequency, max: %d, per: %s}", most, "5d"))
	shown := [2]map[string][]time.Time{{}, {}}
	over := [2]int{}
	staged(t, log, source, Own, func(was, is *engine.Decision) {
		for side, d := range []*engine.Decision{was, is} {
			times := shown[side][d.Request.CustomerID]
			for range d.Shown() {
				times = append(times, d.At)
			}
			shown[side][d.Request.CustomerID] = times
			if n := len(times); n > most && d.Request.CustomerID != "" && times[n-1].Sub(times[n-1-most]) < per {
				over[side]++
			}
		}
	})
	if over[0] == 0 || over[1] != 0 {
		t.Errorf("the cap is passed %d times in the log and %d times in the rehearsal, want some and never", over[0], over[1])
	}
}

// What is shown does not change what is believed: under guardrails that withhold
// nearly everything, every candidate still has the score that it had in the log.
// An offer that the log did not show would else count as refused.
func TestWithheldOffersTeachNothing(t *testing.T) {
	log := lived(t, life{example: "project-tool", seed: 6, visits: 300})
	source := guarded(catalogueOf(t, "project-tool"), "{name: scarce, type: frequency, max: 1, per: 30d}")
	compared, changed := 0, 0
	staged(t, log, source, Own, func(was, is *engine.Decision) {
		if len(was.Shown()) != len(is.Shown()) {
			changed++
		}
		for _, c := range was.Candidates {
			again := is.Candidate(c.Offer).Score
			if c.Score == nil || again == nil {
				continue
			}
			compared++
			if !(math.Abs(c.Score.Mean-again.Mean) <= near && math.Abs(c.Score.SD-again.SD) <= near) {
				t.Fatalf("decision %s: %s scores %+v in the log and %+v", was.ID, c.Offer, *c.Score, *again)
			}
		}
	})
	if compared == 0 || changed == 0 {
		t.Errorf("%d scores were compared and %d decisions changed, want some of both", compared, changed)
	}
}

// Chance is shared: where the same offers can be shown with the same
// probabilities, the same one is drawn.
func TestChanceIsShared(t *testing.T) {
	log := lived(t, life{example: "skincare", seed: 7, visits: 200})
	source := strings.Replace(catalogueOf(t, "skincare"), "type: frequency, max: 1", "type: frequency, max: 3", 1)
	alike := 0
	staged(t, log, source, Own, func(was, is *engine.Decision) {
		if len(was.Slots) == 0 || len(is.Slots) == 0 {
			return
		}
		a, b := was.Slots[0], is.Slots[0]
		if fmt.Sprint(a.Offers) != fmt.Sprint(b.Offers) {
			return
		}
		alike++
		if a.Offer != b.Offer {
			t.Errorf("decision %s showed %q and shows %q, of the same offers", was.ID, a.Offer, b.Offer)
		}
	})
	if alike == 0 {
		t.Error("no decision had the same offers")
	}
}
