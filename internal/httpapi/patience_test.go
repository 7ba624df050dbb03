package httpapi_test

import (
	"context"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"proffer/engine"
	"proffer/internal/httpapi"
)

// A slow service takes a minute to make a decision again.
type slow struct{ httpapi.Service }

func (s slow) Reexecute(ctx context.Context, _ *engine.Decision) ([]string, error) {
	select {
	case <-time.After(time.Minute):
		return nil, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Stories take a minute to find.
func (s slow) Stories(from, to time.Time) iter.Seq2[engine.Story, error] {
	<-time.After(time.Minute)
	return s.Service.Stories(from, to)
}

// What takes longer than the server's write timeout, because it reads the log,
// is answered all the same.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(c *httpapi.Config) { c.Service = slow{c.Service}; c.Now = time.Now })
		w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
		server := httpapi.NewServer("", w)
		pipes := &pipes{accepted: make(chan net.Conn), closed: make(chan struct{})}
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(pipes) }()
		client := &http.Client{Transport: &http.Transport{DialContext: pipes.dial}}
		defer func() {
			client.CloseIdleConnections()
			if err := server.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
			if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		}()

		for _, path := range []string{"/v1/decisions/d-1?replay=true", "/v1/export", "/v1/report"} {
			began := time.Now()
			re, err := client.Get("http://localhost" + path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = io.Copy(io.Discard, re.Body)
			if took := time.Since(began); errors.Join(err, re.Body.Close()) != nil || re.StatusCode != http.StatusOK || took < time.Minute {
				t.Errorf("%s: got %d and %v after %v, want 200 after a minute", path, re.StatusCode, err, took)
			}
		}
	})
}

// Pipes are a network of one process, on which time is the test's.
type pipes struct {
	accepted chan net.Conn
	closed   chan struct{}
}

func (p *pipes) dial(context.Context, string, string) (net.Conn, error) {
	client, server := net.Pipe()
	p.accepted <- server
	return client, nil
}

// Accept waits for somebody who dials.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accepted:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (p *pipes) Close() error {
	close(p.closed)
	return nil
}

// Addr is nowhere.
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes", Net: "unix"} }
