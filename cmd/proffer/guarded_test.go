package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"proffer/engine"
	"proffer/internal/client"
)

// guarded is a catalogue whose breakers and budgets decide within seconds.
const guarded = "testdata/guarded.yaml"

// A breaker is what a test reads of one.
type breaker struct {
	State  string    `json:"state"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason"`
	Detail string    `json:"detail"`
	By     string    `json:"by"`
	Tries  int       `json:"tries"`
}

// breaker reads how one stands.
func (r *running) breaker(name string) (b breaker) {
	r.t.Helper()
	status, body := get(r.t, r.url+"/v1/breakers/"+name, "")
	return read(r.t, status, body)
}

func read(t *testing.T, status int, body []byte) (b breaker) {
	t.Helper()
	if status != http.StatusOK {
		t.Fatalf("got status %d, want 200: %s", status, body)
	}
	if err := json.Unmarshal(body, &b); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return b
}

// views is the request of somebody's visit to a placement of the guarded shop.
func views(placement, id string) engine.Request {
	return engine.Request{RequestID: id, CustomerID: "c-" + id, SessionID: "s-" + id, Trigger: "page_viewed", Placement: placement}
}

// A crowd are the visitors of a placement, who come until it is dispersed.
type crowd struct {
	s         *running
	placement string
	became    func(*crowd, client.RankReply) error // reports what became of a visit
	stop      chan struct{}
	done      sync.WaitGroup

	mu      sync.Mutex
	visits  int
	shown   time.Time // when the last visitor who was shown an offer asked for it
	asked   time.Time // when the last visitor asked
	offered int
	err     error
}

const visitors = 8

// gather lets visitors come, several at once.
func gather(s *running, placement string, became func(*crowd, client.RankReply) error) *crowd {
	c := &crowd{s: s, placement: placement, became: became, stop: make(chan struct{})}
	for range visitors {
		c.done.Go(func() {
			for c.visit() {
				select {
				case <-c.stop:
					return
				default:
				}
			}
		})
	}
	s.t.Cleanup(c.disperse)
	return c
}

// visit is one visit, and says whether there may be another.
func (c *crowd) visit() bool {
	c.mu.Lock()
	c.visits++
	id := fmt.Sprintf("%s-%d", c.placement, c.visits)
	c.mu.Unlock()
	asked := time.Now()
	reply, err := c.s.Rank(c.s.t.Context(), views(c.placement, id))
	if err == nil {
		err = c.became(c, reply)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		c.err = err
		return false
	}
	if asked.After(c.asked) {
		c.asked = asked
	}
	if _, ok := reply.Shown(); ok {
		c.offered++
		if asked.After(c.shown) {
			c.shown = asked
		}
	}
	return true
}

// report says what became of a visit.
func (c *crowd) report(reports ...engine.Report) error {
	results, err := c.s.Feedback(c.s.t.Context(), reports)
	for _, r := range results {
		if r.Status != engine.Recorded {
			return fmt.Errorf("%s is %s: %s", r.EventID, r.Status, r.Detail)
		}
	}
	return err
}

// until waits for visitors who asked after a moment.
func (c *crowd) until(moment time.Time) {
	c.s.t.Helper()
	awaits(c.s.t, "a visitor after the moment", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.err != nil || c.asked.After(moment)
	})
}

// awaits waits until something is so.
func awaits(t *testing.T, what string, is func() bool) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for range tooLong / (10 * time.Millisecond) {
		if is() {
			return
		}
		<-ticker.C
	}
	t.Fatalf("waited %v in vain for %s", tooLong, what)
}

// disperse lets nobody come any more, and waits for those who are there.
func (c *crowd) disperse() {
	select {
	case <-c.stop:
	default:
		close(c.stop)
	}
	c.done.Wait()
}
