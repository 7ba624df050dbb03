package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/internal/client"
)

// long makes kills and stampedes go on for minutes instead of seconds.
var long = flag.Bool("long", false, "more kills and more stampedes")

const (
	crushed   = 64 // ask at once
	killEvery = 20 // stampedes
)

// Of those who ask at the same moment, one gets the last place: of a cap, where
// one customer has many pages open, and of a budget, where there are many
// customers. So it is also when the process is killed among them and all ask
// again: whoever was answered gets that answer, and there is one offer in all.
func TestOnePlaceLeft(t *testing.T) {
	rounds := 60
	switch {
	case testing.Short():
		rounds = 20
	case *long:
		rounds = 1000
	}
	for _, c := range []struct {
		name, placement string
		customer        func(round, n int) string
		leave           func(p *stampede, round int) // one place
	}{
		{"of a customer's cap", "capped", oneCustomer, func(p *stampede, round int) { p.takes(1, oneCustomer(round, 0)) }},
		{"of a budget", "scarce", manyCustomers, (*stampede).leaveOneOfBudget},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(1, 2))
			p := &stampede{t: t, data: t.TempDir(), placement: c.placement, customer: c.customer}
			p.restart()
			for round := range rounds {
				c.leave(p, round)
				if round%killEvery == killEvery/2 {
					p.crash(round, 1+chance.IntN(crushed/4)) // early: answers come in few batches
				} else {
					p.winner = p.onlyOne(p.rush(round, crushed+1))
				}
			}
			t.Logf("%d stampedes of %d, %d kills, of which %d before all were answered", rounds, crushed, p.kills, p.torn)
			p.s.stop()
			verifies(t, p.data)
		})
	}
}

func oneCustomer(round, _ int) string   { return fmt.Sprintf("c-%d", round) }
func manyCustomers(round, n int) string { return fmt.Sprintf("c-%d-%d", round, n) }

// A stampede asks for the last place, over and over.
type stampede struct {
	t           *testing.T
	s           *running
	data        string
	placement   string
	customer    func(round, n int) string
	winner      client.RankReply // of the round before
	taken       int              // requests that took a place in advance
	kills, torn int
}

func (p *stampede) restart() {
	p.s = serve(p.t, p.data, "--catalogue", guarded, "--snapshot-every", "500")
}

// takes so many places for a customer, who visits until they have them: some visits
// are shown nothing, for comparison.
func (p *stampede) takes(places int, customer string) {
	p.t.Helper()
	for visits := 0; places > 0; visits++ {
		if visits == 1_000 {
			p.t.Fatalf("%s has %d places too few after %d visits", customer, places, visits)
		}
		p.taken++
		r := views(p.placement, fmt.Sprintf("first-%d", p.taken))
		r.CustomerID = customer
		reply, err := p.s.Rank(p.t.Context(), r)
		if err != nil {
			p.t.Fatal(err)
		}
		switch {
		case len(reply.Offers) > 0:
			places--
		case reply.Group == engine.Treatment:
			p.t.Fatalf("there is no place to take in advance: %+v", reply)
		}
	}
}

// leaveOneOfBudget takes all places but one, and later has the one given back.
func (p *stampede) leaveOneOfBudget(round int) {
	p.t.Helper()
	if round == 0 {
		p.takes(2, "early")
		return
	}
	offer, _ := p.winner.Shown()
	results, err := p.s.Feedback(p.t.Context(), []engine.Report{{
		EventID: fmt.Sprintf("no-%d", round), Type: engine.Decline, DecisionID: p.winner.DecisionID, OfferID: offer.OfferID,
	}})
	wants(p.t, results, err, engine.Recorded)
}

// rush lets all ask at once, and kills the server when so many are answered.
func (p *stampede) rush(round, kill int) map[int]client.RankReply {
	p.t.Helper()
	replies, faults := make([]client.RankReply, crushed), make([]error, crushed)
	var all sync.WaitGroup
	var answered atomic.Int64
	start := make(chan struct{})
	for n := range crushed {
		all.Go(func() {
			r := views(p.placement, fmt.Sprintf("%d-%d", round, n))
			r.CustomerID = p.customer(round, n)
			<-start
			if replies[n], faults[n] = p.s.Rank(p.t.Context(), r); faults[n] == nil && answered.Add(1) == int64(kill) {
				p.s.kill()
			}
		})
	}
	close(start)
	all.Wait()
	got := map[int]client.RankReply{}
	for n, err := range faults {
		if err == nil {
			got[n] = replies[n]
		} else if kill > crushed {
			p.t.Fatal(err)
		}
	}
	return got
}

// crash kills the server among the requests, and sends them all again.
func (p *stampede) crash(round, kill int) {
	p.t.Helper()
	before := p.rush(round, kill)
	p.restart()
	after := p.rush(round, crushed+1)
	for n, want := range before {
		if diff := cmp.Diff(want, after[n]); diff != "" {
			p.t.Fatalf("request %d of round %d was answered, and gets another answer after the kill (-first +again):\n%s", n, round, diff)
		}
	}
	p.winner = p.onlyOne(after)
	p.kills++
	if len(before) < crushed {
		p.torn++
	}
}

// onlyOne wants one offer among all answers, and returns the answer that has it.
func (p *stampede) onlyOne(all map[int]client.RankReply) (winner client.RankReply) {
	p.t.Helper()
	offers := 0
	for _, r := range all {
		if len(r.Offers) > 0 {
			offers, winner = offers+len(r.Offers), r
		}
	}
	if offers != 1 || len(all) != crushed {
		p.t.Fatalf("%d of %d requests were answered with %d offers in all, want one offer", len(all), crushed, offers)
	}
	return winner
}
