package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"proffer/engine"
	"proffer/internal/httpapi"
	"proffer/policy"
	"proffer/store"
)

const serveHelp = `Serve decisions over HTTP from a catalogue and a data directory.

The data directory is made when it is not there, and is whole whatever happens to
the process: an answered request is on disk. Without --keys only a loopback
address is accepted, because whoever reaches the server may do everything.

SIGINT and SIGTERM end the server in order: requests that were begun are
answered, the state is saved, the store is closed. A second one ends it at once,
and the next start folds what was not saved; so does half a minute in which the
store could not be closed, with exit code 1. SIGHUP reads the catalogue file
and the key file again; of a bad one nothing is changed, and the log says why.

A catalogue that was put into force over the API stays until the file changes.`

// A serving is one run of the command.
type serving struct {
	app *app

	catalogue, data, addr, addrFile string
	keys, pepper                    string
	durability                      string
	freeSpaceMiB, snapshotEvery     uint64
	limits                          httpapi.Limits
	grace                           time.Duration
	logging                         logging
}

func newServe(a *app) *cobra.Command {
	s := &serving{app: a}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve decisions over HTTP",
		Long:  serveHelp,
		Example: `  proffer serve --catalogue examples/skincare.yaml --data ./data
  proffer serve --catalogue shop.yaml --data /var/lib/proffer --addr :8080 --keys keys.jsonl
  PROFFER_LOG_FORMAT=json proffer serve --catalogue shop.yaml --data ./data --addr 127.0.0.1:0 --addr-file addr`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return s.run(c.Context()) },
	}
	s.flags(c)
	s.logging.flags(c)
	return c
}

func (s *serving) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&s.catalogue, "catalogue", "", "catalogue file (required)")
	f.StringVar(&s.data, "data", "", "data directory, made when it is not there (required)")
	f.StringVar(&s.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	f.StringVar(&s.addrFile, "addr-file", "", "file to write the address to when the server listens, for port 0")
	f.StringVar(&s.keys, "keys", "", "key file, as proffer keys writes it; without one only loopback is served")
	f.StringVar(&s.pepper, "pepper-file", "", "file whose content went into the hashes of the keys")
	f.StringVar(&s.durability, "durability", string(store.Sync), "what an answer survives: sync, a power cut; os, only the end of the process")
	f.Uint64Var(&s.freeSpaceMiB, "free-space-floor-mib", 256, "below so much free space nothing new is taken on")
	f.Uint64Var(&s.snapshotEvery, "snapshot-every", 20_000, "events between two snapshots, which is what a start has to fold at most")
	f.IntVar(&s.limits.Concurrency, "max-requests", 0, "requests worked on at once, 0 for the default of 256")
	f.Float64Var(&s.limits.Rate, "rate-limit", 0, "requests a second for each key, 0 for no limit")
	f.DurationVar(&s.grace, "shutdown-timeout", 20*time.Second, "how long requests may take to end when the server does")
	must(c.MarkFlagRequired("catalogue"))
	must(c.MarkFlagRequired("data"))
}

func (s *serving) run(ctx context.Context) error {
	logger, err := s.app.logger(s.logging)
	if err != nil {
		return err
	}
	cfg, err := s.config(logger)
	if err != nil {
		return err
	}
	if cfg.Catalogue, err = s.app.readCatalogue(s.catalogue); err != nil {
		return err
	}
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	if err := s.lookAround(logger); err != nil {
		return err
	}
	srv, err := s.app.open(ctx, cfg)
	if errors.Is(err, store.ErrNoSpace) {
		return fmt.Errorf("%w; --free-space-floor-mib says how much must be", err)
	}
	if err != nil {
		return err
	}
	if err := s.announce(srv); err != nil {
		return errors.Join(err, srv.close())
	}
	err = srv.run(ctx, hangups, func(ctx context.Context) { s.reload(ctx, srv) })
	if s.addrFile != "" {
		err = errors.Join(err, os.Remove(s.addrFile))
	}
	if err == nil {
		logger.Info().Msg("ended in order")
	}
	return err
}

// lookAround warns of a new store among other things: a mistaken directory is
// cheap to leave now, and not any more when it has a log.
func (s *serving) lookAround(log zerolog.Logger) error {
	held, foreign, err := store.Look(s.data)
	if !held && len(foreign) > 0 {
		log.Warn().Str("data", s.data).Strs("others", foreign).Msg("a new store is made in a directory that holds other things as well")
	}
	return err
}

// config reads the flags, and refuses what would serve everything to everybody.
func (s *serving) config(logger zerolog.Logger) (serverConfig, error) {
	if s.limits.Concurrency < 0 {
		return serverConfig{}, misused("--max-requests %d: must not be negative", s.limits.Concurrency)
	}
	if !(s.limits.Rate >= 0) {
		return serverConfig{}, misused("--rate-limit %v: must not be negative", s.limits.Rate)
	}
	keys, err := readKeyring(s.keys, s.pepper)
	if err == nil && keys != nil && !usable(keys) {
		err = noKey(s.keys)
	}
	if err != nil {
		return serverConfig{}, err
	}
	addr, err := net.ResolveTCPAddr("tcp", s.addr)
	if err != nil {
		return serverConfig{}, misused("--addr %s: %w", s.addr, err)
	}
	if keys == nil && !addr.IP.IsLoopback() {
		return serverConfig{}, misused("--addr %s can be reached from other machines, and without --keys whoever reaches it may do everything: "+
			"make keys with proffer keys add, or listen on 127.0.0.1", s.addr)
	}
	options := store.Options{Durability: store.Durability(s.durability), FreeSpaceFloor: s.freeSpaceMiB << 20}
	if d := options.Durability; d != store.Sync && d != store.OS {
		return serverConfig{}, misused("--durability %q: must be %s or %s", d, store.Sync, store.OS)
	}
	return serverConfig{
		Data: s.data, Addr: s.addr, Keys: keys, Store: options, Every: s.snapshotEvery,
		Limits: s.limits, Grace: s.grace, Logger: logger,
	}, nil
}

// readCatalogue reads a catalogue that can serve, and shows what is wrong with
// any other.
func (a *app) readCatalogue(file string) ([]byte, error) {
	src, err := a.read(file)
	if err != nil {
		return nil, err
	}
	_, err = engine.Compile(src)
	var faults policy.Faults
	if errors.As(err, &faults) {
		fmt.Fprint(a.err, faults.Render(file, src))
		return nil, wanting("%s cannot serve: it has %s", file, count(len(faults), "fault"))
	}
	return src, err
}

// aheadAtMost is by how much the log may be ahead of the clock without a word:
// clocks are set right by less all the time.
const aheadAtMost = time.Second

// announce says where the server listens and what an operator should know of
// what it serves.
func (s *serving) announce(srv *server) error {
	log, p := srv.cfg.Logger, srv.service.Catalogue()
	if filed, err := engine.Compile(srv.cfg.Catalogue); err != nil {
		return err
	} else if filed.Version != p.Version {
		log.Warn().Str("policy_version", p.Version).Str("file_version", filed.Version).Msg(unchanged(srv.service, filed))
	}
	if until := srv.service.At(); until.Sub(s.app.now()) > aheadAtMost {
		log.Warn().Time("until", until).Msg("the log is ahead of this clock: until then no time passes for caps, windows and breakers")
	}
	if s.addrFile != "" {
		if err := writeWhole(s.addrFile, srv.listener.Addr().String()); err != nil {
			return err
		}
	}
	log.Info().Str("url", srv.url()).Str("policy_version", p.Version).Uint64("events", srv.service.Stats().Events).Msg("listening")
	return nil
}
