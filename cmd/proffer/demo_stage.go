package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"time"

	"proffer/engine"
	"proffer/examples"
	"proffer/internal/client"
	"proffer/internal/simulate"
	"proffer/store"
)

// A stage is one world of the demo: its server, and the customers before it.
type stage struct {
	demo       *demonstrating
	world      simulate.World
	server     *server
	simulation *simulate.Simulation
	narrator   *simulate.Narrator
	haste      haste
	tell       time.Time // when there is something to say again
	told       int
}

// neighbours are n loopback addresses: the one asked for and the ports behind it.
func neighbours(addr string, n int) ([]string, error) {
	first, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, misused("--addr %s: %w", addr, err)
	}
	if !first.IP.IsLoopback() {
		return nil, misused("--addr %s can be reached from other machines, and the demo lets everybody do everything: use 127.0.0.1", addr)
	}
	if first.Port > 65536-n {
		return nil, misused("--addr %s: the demo needs the next port as well", addr)
	}
	all := make([]string, n)
	for i := range all {
		port := first.Port
		if port != 0 {
			port += i
		}
		all[i] = net.JoinHostPort(first.IP.String(), strconv.Itoa(port))
	}
	return all, nil
}

// set builds a stage, whose server does not answer yet.
func (d *demonstrating) set(ctx context.Context, w simulate.World, addr, data string) (*stage, error) {
	logger, err := d.app.logger(d.log)
	if err != nil {
		return nil, err
	}
	catalogue, err := examples.Catalogue(w.Name)
	if err != nil {
		return nil, err
	}
	s := &stage{demo: d, world: w, haste: haste{begin: d.app.now()}}
	s.server, err = d.app.open(ctx, serverConfig{
		Catalogue: simulate.Hasten(catalogue, demoTimes), Data: data, Addr: addr, Logger: logger,
		Store: store.Options{Durability: store.OS}, Grace: 5 * time.Second, Moved: s.moved,
	})
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is taken: choose another place with --addr, such as --addr 127.0.0.1:9080, or port 0 for free ones", addr)
	}
	if err != nil {
		return nil, err
	}
	s.haste.begin = d.app.now() // what the store held has been read
	s.tell = s.haste.begin.Add(tellEvery)
	s.simulation, err = simulate.New(simulate.Config{
		World: w, Policy: s.server.service.Catalogue(), Seed: d.seed, Start: s.haste.begin, Visits: d.visits,
		Span: time.Duration(float64(d.span) * demoTimes), Mishaps: simulate.UsualMishaps(), Pace: s.pace,
	})
	if err != nil {
		return nil, errors.Join(err, s.server.close())
	}
	s.narrator = simulate.NewNarrator(s.simulation)
	return s, nil
}

// errOver ends the customers of a machine that is too slow for all of them.
var errOver = errors.New("the time is over")

func (s *stage) play(ctx context.Context) error {
	c := client.New(s.server.url(), "")
	defer c.Close()
	err := s.simulation.Run(ctx, overHTTP{client: c, haste: s.haste})
	if errors.Is(err, errOver) {
		return nil
	}
	return err
}

// pace waits until a moment of the customers' time has come, and speaks
// whenever it is time to.
func (s *stage) pace(ctx context.Context, at time.Time) error {
	now := s.demo.app.now()
	if !now.Before(s.tell) {
		s.tell = now.Add(tellEvery)
		s.report(now.Sub(s.haste.begin))
	}
	if now.Sub(s.haste.begin) > s.demo.span {
		return errOver
	}
	wait := s.haste.real(at).Sub(now)
	if wait < time.Millisecond {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// A haste maps the time of customers who live fast to the real one. Both begin
// at the same moment.
type haste struct{ begin time.Time }

func (h haste) real(at time.Time) time.Time {
	return h.begin.Add(time.Duration(float64(at.Sub(h.begin)) / demoTimes))
}

// overHTTP is a server as its customers' app reaches it.
type overHTTP struct {
	client *client.Client
	haste  haste
}

// Rank asks over HTTP.
func (o overHTTP) Rank(ctx context.Context, r engine.Request) (simulate.Reply, error) {
	answer, err := o.client.Rank(ctx, r)
	if err != nil {
		return simulate.Reply{}, err
	}
	if answer.Reason == engine.Fallback {
		return simulate.Reply{}, errors.New("the server cannot log decisions, and showed nothing")
	}
	reply := simulate.Reply{Decision: answer.DecisionID, Group: answer.Group, Reason: answer.Reason, Segment: answer.Segment}
	for _, offer := range answer.Offers {
		reply.Shown = append(reply.Shown, offer.OfferID)
	}
	return reply, nil
}

// Feedback reports over HTTP, in real time.
func (o overHTTP) Feedback(ctx context.Context, reports []engine.Report) ([]engine.Result, error) {
	sent := make([]engine.Report, len(reports))
	for i, r := range reports {
		r.Time = o.haste.real(r.Time)
		sent[i] = r
	}
	return o.client.Feedback(ctx, sent)
}
