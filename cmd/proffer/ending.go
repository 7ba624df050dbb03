package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// errStuck ends a server whose store cannot be closed: Badger tries for ever to
// write to files that are gone.
var errStuck = errors.New("the store could not be closed")

// usualClosing is long for a busy disk, and short for whoever waits for a restart.
const usualClosing = 30 * time.Second

// close ends in order, unless that takes too long. Then the process is to end
// all the same: a store that was not closed is as one whose process was killed,
// and holds what was answered.
func (s *server) close() error {
	patience := s.cfg.Grace + cmp.Or(s.cfg.Closing, usualClosing)
	ended := make(chan error, 1)
	go func() { ended <- s.end() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-ended:
		return err
	case <-timer.C:
		return fmt.Errorf("%s: %w within %v", s.cfg.Data, errStuck, patience)
	}
}

// end does it in the order in which nothing acknowledged can be lost: no new
// requests, answers to those that were begun, the snapshot, the store.
func (s *server) end() error {
	var faults []error
	if s.listener != nil {
		_ = s.listener.Close() // Serve, if it was called, closes it too
		faults = append(faults, s.drain())
	}
	if s.service != nil {
		faults = append(faults, s.service.Close())
	}
	if s.store != nil {
		faults = append(faults, s.store.Close())
	}
	return errors.Join(faults...)
}

// drain lets the requests that were begun end, and cuts them off when that
// takes longer than they may.
func (s *server) drain() error {
	defer s.abort()
	ctx, cancel := context.WithTimeout(context.Background(), s.cfg.Grace)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		s.cfg.Logger.Warn().Dur("after", s.cfg.Grace).Msg("cut off requests that did not end")
		s.abort()
		err = s.http.Close()
	}
	s.requests.Wait()
	if errors.Is(err, net.ErrClosed) { // by close, before Serve had taken it up
		return nil
	}
	return err
}
