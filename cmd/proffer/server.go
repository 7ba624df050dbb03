package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/internal/httpapi"
	"proffer/store"
)

// A serverConfig says what a server serves, where, and how it keeps it.
type serverConfig struct {
	Catalogue []byte
	Data      string // directory of the store
	Addr      string
	Keys      *httpapi.Keyring // at first; nil: Addr must be loopback
	Store     store.Options    // its Observe and Warn are set here
	Every     uint64           // events between two snapshots; 0: the engine's default
	Limits    httpapi.Limits
	Grace     time.Duration         // how long requests may take to end when the server does
	Closing   time.Duration         // how long the state and the store may take after them; 0: 30 seconds
	Moved     func(breakers.Change) // told of every move of a breaker, and must not call back; nil: the log is
	Logger    zerolog.Logger
}

// A server is a store, a service on it, and a listener in front of them. What
// it has answered is on disk, however it ends.
type server struct {
	cfg      serverConfig
	keys     atomic.Pointer[httpapi.Keyring] // those in force
	store    *store.Badger
	service  *engine.Service
	listener net.Listener
	http     *http.Server
	abort    context.CancelFunc // cuts off the requests that are being answered
	requests sync.WaitGroup
	trouble  chan error // what the service stopped for
}

// open starts everything but the answering of requests.
func (a *app) open(ctx context.Context, cfg serverConfig) (_ *server, err error) {
	s := &server{cfg: cfg, trouble: make(chan error, 1)}
	if s.cfg.Moved == nil {
		s.cfg.Moved = s.moved
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	chance, err := newChance(a.entropy)
	if err != nil {
		return nil, err
	}
	registry := prometheus.NewRegistry()
	if cfg.Store.Observe, err = httpapi.LogMetrics(registry); err != nil {
		return nil, err
	}
	cfg.Store.Warn = func(text string) { cfg.Logger.Warn().Str("from", "badger").Msg(text) }
	if s.store, err = store.Open(cfg.Data, cfg.Store); err != nil {
		return nil, err
	}
	s.service, err = engine.Open(ctx, engine.Config{
		Log: s.store, Archive: s.store, Clock: a.now, Chance: chance.next,
		Ready: s.store.Ready, Every: cfg.Every, Trouble: func(err error) { s.trouble <- err }, // once, so it never blocks
		Moved: s.cfg.Moved,
	}, cfg.Catalogue)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.Data, err)
	}
	var keys func() *httpapi.Keyring
	if cfg.Keys != nil {
		s.keys.Store(cfg.Keys)
		keys = s.keys.Load
	}
	handler, err := httpapi.New(httpapi.Config{
		Service: s.service, Keys: keys, Registry: registry, Logger: cfg.Logger,
		Now: a.now, RequestID: chance.id, NoSpace: store.ErrNoSpace, Limits: cfg.Limits,
	})
	if err != nil {
		return nil, err
	}
	s.front(handler)
	if s.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Addr); err != nil {
		return nil, err
	}
	return s, nil
}

// front puts the HTTP server before the handler.
func (s *server) front(h http.Handler) {
	s.http = httpapi.NewServer(s.cfg.Addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		defer s.requests.Done()
		h.ServeHTTP(w, r)
	}))
	base, abort := context.WithCancel(context.Background())
	s.http.BaseContext = func(net.Listener) context.Context { return base }
	s.abort = abort
}

// url is where the server answers.
func (s *server) url() string { return "http://" + s.listener.Addr().String() }

// run answers requests until ctx ends, and then ends in order; or until
// something fails that only a restart can mend, and says what. again is called
// for whatever comes from reload, which may be nil.
func (s *server) run(ctx context.Context, reload <-chan os.Signal, again func(context.Context)) error {
	ended := make(chan error, 1)
	go func() { ended <- s.http.Serve(s.listener) }()
	seconds := time.NewTicker(time.Second)
	defer seconds.Stop()
	for {
		var failure error
		select {
		case <-seconds.C:
			s.tick()
			continue
		case <-reload:
			again(ctx)
			continue
		case <-ctx.Done():
			s.cfg.Logger.Info().Msg("ending: requests that were begun are answered")
			return s.close()
		case failure = <-ended:
		case failure = <-s.trouble:
		case <-s.store.Failed():
			failure = s.store.Err()
		}
		if err := s.close(); errors.Is(err, errStuck) { // any other error can only tell the same again
			failure = errors.Join(failure, err)
		}
		return failure
	}
}
