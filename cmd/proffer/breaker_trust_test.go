package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/internal/client"
	"proffer/store"
)

// An evidence is what GET /v1/guardrails says of the figures of a breaker.
type evidence struct {
	LogR           *float64 `json:"log_r"`
	LogThreshold   float64  `json:"log_threshold"`
	LogSampleRatio *float64 `json:"log_sample_ratio"`
	Treated        counted  `json:"treated"`
	Control        counted  `json:"control"`
	Waiting        int      `json:"waiting"`
}

type counted struct {
	Visits    int `json:"visits"`
	Converted int `json:"converted"`
}

// evidence reads the figures of one breaker.
func (r *running) evidence(guardrail string) evidence {
	r.t.Helper()
	var all struct {
		Breakers []struct {
			Guardrail string   `json:"guardrail"`
			Evidence  evidence `json:"evidence"`
		} `json:"breakers"`
	}
	if err := json.Unmarshal([]byte(r.guardrails()), &all); err != nil {
		r.t.Fatal(err)
	}
	for _, b := range all.Breakers {
		if b.Guardrail == guardrail {
			return b.Evidence
		}
	}
	r.t.Fatalf("no breaker is called %s", guardrail)
	return evidence{}
}

// A page asks twice in a visit: before it knows what it is about, when nothing
// fits, and again when it is ready. again says, by the group that the first
// answer names, whether the second request is sent.
type page struct {
	s      *running
	again  func(engine.Group) bool
	visits int
}

func (p *page) visit() client.RankReply {
	p.s.t.Helper()
	p.visits++
	ask := engine.Request{SessionID: fmt.Sprintf("s-%d", p.visits), Trigger: "page_viewed", Placement: "lossy"}
	reply, err := p.s.Rank(p.s.t.Context(), ask)
	if err == nil && p.again(reply.Group) {
		ask.Signals = map[string]any{"ready": true}
		reply, err = p.s.Rank(p.s.t.Context(), ask)
	}
	if err != nil {
		p.s.t.Fatal(err)
	}
	return reply
}

// until lets visits come until the breaker is in a state.
func (p *page) until(breaker, state string) {
	p.s.t.Helper()
	for p.visits < 5000 {
		p.visit()
		if p.s.breaker(breaker).State == state {
			return
		}
	}
	p.s.t.Fatalf("after %d visits the breaker is %+v, want %s", p.visits, p.s.breaker(breaker), state)
}

// An app that goes on with the control and drops treated visits is found out by
// the logged probabilities of treatment, whatever the conversions say. The
// breaker says so, tries again after its dwell with evidence of its own, and a
// person who has had the app mended lets it go.
func TestLostVisitsAreNoticed(t *testing.T) {
	t.Parallel()
	const name = "honest/placement:lossy"
	data := t.TempDir()
	s := serve(t, data, "--catalogue", guarded)
	lossy := &page{s: s, again: func(g engine.Group) bool { return g == engine.Control }}
	lossy.until(name, "open")
	s.said(`"guardrail":"honest","scope":"placement:lossy","from":"closed","to":"open","reason":"sample_ratio"`)
	opened, e := s.breaker(name), s.evidence("honest")
	if opened.Reason != "sample_ratio" || opened.By != "" || !strings.HasPrefix(opened.Detail, "visits were not assigned as logged: E is ") {
		t.Errorf("the breaker is %+v, want that visits were not assigned as logged", opened)
	}
	if e.Treated.Visits != 0 || e.Control.Visits == 0 || e.LogSampleRatio == nil || !(*e.LogSampleRatio >= -math.Log(.00001)) {
		t.Errorf("the evidence is %+v, want visits of the control alone, and more than 1/alpha against that", e)
	}
	awaits(t, "the first try", func() bool { return s.breaker(name).State == "half_open" })
	if b, e := s.breaker(name), s.evidence("honest"); b.Reason != "dwell" || b.Tries != 1 || e.Control.Visits != 0 {
		t.Errorf("the breaker is %+v with %+v, want a first try that begins without evidence", b, e)
	}
	lossy.until(name, "open")
	if b := s.breaker(name); b.Reason != "sample_ratio" || b.Tries != 1 {
		t.Errorf("after a try with the same app the breaker is %+v, want open for the same reason", b)
	}

	closed := s.override(name, "closed", "the page asks again for everybody")
	mended := &page{s: s, again: func(engine.Group) bool { return true }, visits: lossy.visits}
	offered := 0
	for range 100 {
		if _, ok := mended.visit().Shown(); ok {
			offered++
		}
	}
	if offered == 0 {
		t.Error("nobody of 100 is offered anything after a person has closed the breaker")
	}
	awaits(t, "the ends of all windows", func() bool { return s.waiting() == 0 })
	if e := s.evidence("honest"); e.Treated.Visits != offered || e.Treated.Visits+e.Control.Visits != 100 {
		t.Errorf("the evidence is %+v, want the %d visits that were offered something and the control of 100", e, offered)
	}
	if diff := cmp.Diff(closed, s.breaker(name)); diff != "" {
		t.Errorf("visits that are assigned as logged move the breaker (-closed +now):\n%s", diff)
	}
	before := s.guardrails()
	s.kill()
	s = serve(t, data, "--catalogue", guarded)
	if diff := cmp.Diff(before, s.guardrails()); diff != "" {
		t.Errorf("after the kill the guardrails are others (-before +after):\n%s", diff)
	}
	s.stop()
	verifies(t, data)
}

// A breaker that cannot go on with its figures, here because the snapshot has
// none that fit, opens with the next visit that it looks at: what cannot be
// watched is not shown. It says why, outlives a kill, and begins afresh by the
// word of a person. A verification says that the log did not call for it.
func TestFiguresThatCannotBeHad(t *testing.T) {
	t.Parallel()
	const name = "protect/placement:drawer"
	data := t.TempDir()
	serve(t, data, "--catalogue", guarded).stop()
	spoil(t, data)
	s := serve(t, data, "--catalogue", guarded)
	anybody := &crowd{s: s, placement: "drawer", became: func(*crowd, client.RankReply) error { return nil }}
	anybody.visit()
	s.said(`"to":"open","reason":"fault"`)
	opened := s.breaker(name)
	if opened.Reason != "fault" || !strings.HasPrefix(opened.Detail, "the figures cannot be had: ") {
		t.Errorf("the breaker is %+v, want that its figures cannot be had", opened)
	}
	anybody.visit() // answered when the move in front of it is on disk
	s.kill()
	stopped := serve(t, data, "--catalogue", guarded)
	if diff := cmp.Diff(opened, stopped.breaker(name)); diff != "" {
		t.Errorf("after the kill the breaker is another (-opened +now):\n%s", diff)
	}
	withheld := &crowd{s: stopped, placement: "drawer", visits: anybody.visits, became: anybody.became}
	for range 20 {
		withheld.visit()
	}
	if withheld.err != nil || withheld.offered > 0 {
		t.Errorf("%d of 20 are offered what cannot be watched: %v", withheld.offered, withheld.err)
	}
	stopped.override(name, "closed", "the snapshot was mended")
	for range 20 {
		withheld.visit()
	}
	awaits(t, "the ends of all windows", func() bool { return stopped.waiting() == 0 })
	if b, e := stopped.breaker(name), stopped.evidence("protect"); b.State != "closed" || e.Treated.Visits != withheld.offered || withheld.offered == 0 {
		t.Errorf("after a person closed it the breaker is %+v with %+v, and %d of 20 were offered something", b, e, withheld.offered)
	}
	stopped.stop()
	out, err := exec.Command("proffer", "verify", "--data", data).CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != exitWanting || !strings.Contains(string(out), "and the evidence calls for nothing") {
		t.Errorf("verify: got %v, want exit code %d for the move that the log does not call for:\n%s", err, exitWanting, out)
	}
}

// spoil gives the first breaker of the snapshot the evidence of a single bet,
// where the catalogue's has several.
func spoil(t *testing.T, data string) {
	t.Helper()
	st, err := store.Open(data, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	spoilt := map[string][]byte{}
	err = st.Each("", func(key string, value []byte) error {
		if worse := bytes.Replace(value, []byte(`"detector":{"day":0,"days":0}`), []byte(`"detector":{"day":0,"days":1,"logs":[0]}`), 1); !bytes.Equal(worse, value) {
			spoilt[key] = worse
		}
		return nil
	})
	if err != nil || len(spoilt) != 1 {
		t.Fatalf("%d records have the figures of breakers, want the snapshot: %v", len(spoilt), err)
	}
	if err := st.Save(maps.All(spoilt)); err != nil {
		t.Fatal(err)
	}
}
