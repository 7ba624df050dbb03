package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Harm that can be known is noticed within a second, also by a server that
// nobody asks any more.
func TestHarmIsNoticedInSilence(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir(), "--catalogue", guarded)
	few := &crowd{s: s, placement: "drawer", became: convertsUnoffered}
	for range 300 {
		few.visit()
	}
	if few.err != nil {
		t.Fatal(few.err)
	}
	s.said(`"to":"open"`)
	opened := s.breaker("protect/placement:drawer").Since
	const window, busy = time.Second, time.Second // busy: for a machine that has other things to do
	if got := opened.Sub(few.asked); got > window+time.Second+busy {
		t.Errorf("the breaker opened %v after the last visit, whose window is %v", got, window)
	}
}

// A suspicion outlives a kill with all of its evidence, and with what it does
// to visits: half of them are in the control.
func TestSuspicionOutlivesAKill(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	s := serve(t, data, "--catalogue", guarded)
	few := &crowd{s: s, placement: "slow", became: convertsUnoffered}
	pace := time.NewTicker(50 * time.Millisecond) // a quarter of the window, so that few visits wait for its end
	defer pace.Stop()
	for s.breaker("suspect/placement:slow").State == "closed" && few.visits < 600 && few.visit() {
		<-pace.C
	}
	if few.err != nil {
		t.Fatal(few.err)
	}
	awaits(t, "the ends of all windows", func() bool { return s.waiting() == 0 })
	before := s.guardrails()
	if got := s.breaker("suspect/placement:slow"); got.State != "suspect" {
		t.Fatalf("the breaker is %+v, want suspect", got)
	}
	s.kill()

	s = serve(t, data, "--catalogue", guarded)
	if diff := cmp.Diff(before, s.guardrails()); diff != "" {
		t.Errorf("after the kill the guardrails are others (-before +after):\n%s", diff)
	}
	reply, err := s.Rank(t.Context(), views("slow", "again"))
	if err != nil {
		t.Fatal(err)
	}
	story, err := s.Decision(t.Context(), reply.DecisionID)
	if err != nil || !strings.Contains(string(story), `"treated":0.5`) {
		t.Errorf("got %s, %v, want a visit that is treated with a probability of 0.5", story, err)
	}
}

// guardrails is all that is said of them.
func (r *running) guardrails() string {
	r.t.Helper()
	text, err := r.Guardrails(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

// waiting counts what waits for the end of a window.
func (r *running) waiting() (n int) {
	r.t.Helper()
	var all struct {
		Breakers []struct{ Evidence struct{ Waiting int } }
	}
	if err := json.Unmarshal([]byte(r.guardrails()), &all); err != nil {
		r.t.Fatal(err)
	}
	for _, b := range all.Breakers {
		n += b.Evidence.Waiting
	}
	return n
}

// A person's word on a breaker holds for the next request, outlives a kill right
// after it was answered, and is only taken back by another.
func TestOverrideOutlivesAKill(t *testing.T) {
	t.Parallel()
	data, name := t.TempDir(), "regret/offer:in-thanks"
	s := serve(t, data, "--catalogue", guarded)
	opened := s.override(name, "open", "the supplier calls it back")
	s.said(`"reason":"person","detail":"the supplier calls it back","by":"local"`)
	s.kill()
	if opened.State != "open" || opened.Detail != "the supplier calls it back" || opened.By != "local" {
		t.Errorf("the breaker is %+v, want it as it was asked for", opened)
	}
	stopped(t, data, "thanks", name, opened)

	s = serve(t, data, "--catalogue", guarded)
	closed := s.override(name, "closed", "it was another batch")
	s.kill()
	s = serve(t, data, "--catalogue", guarded)
	if diff := cmp.Diff(closed, s.breaker(name)); diff != "" {
		t.Errorf("after the kill the breaker is another (-closed +now):\n%s", diff)
	}
	anybody := &crowd{s: s, placement: "thanks", became: sendsBack}
	for anybody.offered == 0 && anybody.visits < 50 {
		anybody.visit()
	}
	if anybody.offered == 0 {
		t.Errorf("nobody of %d is offered what a person has let back: %v", anybody.visits, anybody.err)
	}
}

// override moves one by the word of a person.
func (r *running) override(name, state, reason string) breaker {
	r.t.Helper()
	body := fmt.Sprintf(`{"state":%q,"reason":%q}`, state, reason)
	request, err := http.NewRequestWithContext(r.t.Context(), http.MethodPut, r.url+"/v1/breakers/"+name, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	return read(r.t, reply.StatusCode, text)
}
