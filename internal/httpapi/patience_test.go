package httpapi_test

import (
	"context"
	"errors"
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

		began := time.Now()
		re, err := client.Get("http://localhost/v1/decisions/d-1?replay=true")
		if err != nil {
			t.Fatal(err)
		}
		defer re.Body.Close()
		if took := time.Since(began); re.StatusCode != http.StatusOK || took != time.Minute {
			t.Errorf("got %d after %v, want 200 after a minute", re.StatusCode, took)
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
