package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/internal/client"
)

// asks is the request of one customer of the shop, in the middle of filling a cart.
func asks(n int) engine.Request {
	return engine.Request{
		RequestID: fmt.Sprintf("r-%d", n), CustomerID: fmt.Sprintf("c-%d", n), SessionID: fmt.Sprintf("s-%d", n),
		Trigger: "cart_item_added", Placement: "cart_drawer",
		Signals: map[string]any{"cart_value": 31.5, "cart_categories": []string{"cleanser"}, "orders": 1 + n%3},
	}
}

// answer asks, until somebody is shown something, and says who that was.
func answer(t *testing.T, s *running) (engine.Request, client.RankReply) {
	t.Helper()
	for n := range 100 {
		reply, err := s.Rank(t.Context(), asks(n))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := reply.Shown(); ok {
			return asks(n), reply
		}
	}
	t.Fatal("nobody of a hundred was shown an offer")
	return engine.Request{}, client.RankReply{}
}

// A server that was ended in order goes on where it was: a repeated request
// gets its first answer, a repeated report changes nothing, and a decision can
// be made again and comes out the same.
func TestRestart(t *testing.T) {
	data := t.TempDir()
	first := serve(t, data)
	request, reply := answer(t, first)
	offer, _ := reply.Shown()
	reports := []engine.Report{
		{EventID: "e-1", Type: engine.View, DecisionID: reply.DecisionID, OfferID: offer.OfferID},
		{EventID: "e-2", Type: engine.Accept, DecisionID: reply.DecisionID, OfferID: offer.OfferID, OrderID: "o-1"},
	}
	results, err := first.Feedback(t.Context(), reports)
	wants(t, results, err, engine.Recorded)
	first.stop()

	second := serve(t, data)
	again, err := second.Rank(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reply, again); diff != "" {
		t.Errorf("the repeated request got another answer (-first +again):\n%s", diff)
	}
	results, err = second.Feedback(t.Context(), reports)
	wants(t, results, err, engine.Duplicate)
	story := tells(t, second, reply.DecisionID)
	if !story.Replay.Identical || len(story.Replay.Differences) > 0 {
		t.Errorf("the decision comes out otherwise when it is made again: %q", story.Replay.Differences)
	}
	second.stop()
	verifies(t, data)
}

func wants(t *testing.T, got []engine.Result, err error, status engine.Status) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range got {
		if r.Status != status {
			t.Errorf("got %s %s %q, want %s", r.EventID, r.Status, r.Detail, status)
		}
	}
}

// A told is what a test reads of a decision's story.
type told struct {
	Replay struct {
		Identical   bool     `json:"identical"`
		Differences []string `json:"differences"`
	} `json:"replay"`
}

// tells reads a decision, made again.
func tells(t *testing.T, s *running, decision string) (story told) {
	t.Helper()
	status, body := get(t, s.url+"/v1/decisions/"+decision+"?replay=true", "")
	if status != http.StatusOK {
		t.Fatalf("got status %d, want 200: %s", status, body)
	}
	if err := json.Unmarshal(body, &story); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return story
}

// get fetches a page, with a key unless it is empty.
func get(t *testing.T, url, key string) (status int, body []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err = io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply.StatusCode, body
}

// Whatever was answered when the process was killed in the middle of traffic
// is there after the restart, and the log is whole.
func TestKill(t *testing.T) {
	cycles, enough := 3, 200
	switch {
	case testing.Short():
		cycles = 1
	case *long:
		cycles = 12
	}
	data, ledger := t.TempDir(), &ledger{answers: map[int]client.RankReply{}}
	for range cycles {
		s := serve(t, data)
		ledger.holds(t, s)
		before := len(ledger.answers)
		ledger.traffic(t, s, enough)
		if got := len(ledger.answers) - before; got < enough {
			t.Fatalf("only %d requests were answered before the kill: nothing was tested", got)
		}
	}
	s := serve(t, data)
	ledger.holds(t, s)
	s.stop()
	verifies(t, data)
}

// A ledger is what was acknowledged: the answers, and the customers whose
// report was recorded.
type ledger struct {
	mu       sync.Mutex
	next     int
	answers  map[int]client.RankReply
	reported []int
}

// traffic asks and reports with several callers at once, and kills the server
// when so many more requests were answered.
func (l *ledger) traffic(t *testing.T, s *running, enough int) {
	var callers sync.WaitGroup
	enough += len(l.answers)
	for range 8 {
		callers.Go(func() {
			for l.one(t, s) {
				if l.answered() >= enough {
					s.kill()
				}
			}
		})
	}
	callers.Wait()
	s.kill()
}

func (l *ledger) answered() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.answers)
}

// one asks for one customer and reports, and says whether the server was there.
func (l *ledger) one(t *testing.T, s *running) bool {
	l.mu.Lock()
	n := l.next
	l.next++
	l.mu.Unlock()
	reply, err := s.Rank(t.Context(), asks(n))
	if err != nil {
		return false
	}
	if reply.DecisionID == "" {
		t.Errorf("request %d got a fallback", n)
		return false
	}
	l.mu.Lock()
	l.answers[n] = reply
	l.mu.Unlock()
	results, err := s.Feedback(t.Context(), []engine.Report{reports(n)})
	if err != nil {
		return false
	}
	wants(t, results, nil, engine.Recorded)
	l.mu.Lock()
	l.reported = append(l.reported, n)
	l.mu.Unlock()
	return true
}

// reports is what became of the visit of asks(n).
func reports(n int) engine.Report {
	return engine.Report{
		EventID: fmt.Sprintf("e-%d", n), Type: engine.Conversion, CustomerID: fmt.Sprintf("c-%d", n), SessionID: fmt.Sprintf("s-%d", n),
		OrderID: fmt.Sprintf("o-%d", n), Value: &engine.Money{Amount: 4350, Currency: "USD"},
	}
}

// holds wants everything that was acknowledged to be known.
func (l *ledger) holds(t *testing.T, s *running) {
	t.Helper()
	for n, want := range l.answers {
		got, err := s.Rank(t.Context(), asks(n))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("request %d was answered, and now gets another answer (-first +again):\n%s", n, diff)
		}
	}
	for _, n := range l.reported {
		results, err := s.Feedback(t.Context(), []engine.Report{reports(n)})
		wants(t, results, err, engine.Duplicate)
	}
}
