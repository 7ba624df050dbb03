package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

// rankBody is a request as curl would send it.
const rankBody = `{"customer_id":"c-1","trigger":"cart_item_added","placement":"cart_drawer","signals":{"orders":2}}`

// begin opens a connection and sends a request without the last byte of its body.
func begin(t *testing.T, s *running) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "POST /v1/rank HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", len(rankBody))
	answers := bufio.NewReader(conn)
	// The server says 100 once its handler reads the body: the request has begun.
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q, %v, want 100 Continue", line, err)
	}
	if _, err := answers.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(conn, rankBody[:len(rankBody)-1])
	return conn, answers
}

// A request that was begun when the server is asked to end gets its answer, a
// new one does not, and what was answered is kept.
func TestEndLetsRequestsEnd(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data)
	conn, answers := begin(t, s)
	s.signal(syscall.SIGTERM)
	s.said("ending")
	fmt.Fprint(conn, rankBody[len(rankBody)-1:])
	reply, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != http.StatusOK || !strings.Contains(string(body), `"decision_id":"`) {
		t.Errorf("got %s %s, %v, want a decision", reply.Status, body, err)
	}
	<-s.ended
	if got := s.cmd.ProcessState.ExitCode(); got != exitDone {
		t.Errorf("got exit code %d, want %d\n%s", got, exitDone, s.log)
	}
	verifies(t, data)
}

// A second signal ends the process at once, even if a request never ends, and
// the data directory is whole all the same.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	data := t.TempDir()
	s := serve(t, data, "--shutdown-timeout", "1h")
	begin(t, s)
	s.signal(syscall.SIGTERM)
	s.said("ending")
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for gone := false; !gone; {
		_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may be gone
		select {
		case <-s.ended:
			gone = true
		case <-ticker.C:
		}
	}
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && !status.Signaled() {
		t.Errorf("got %v, want an end by the signal itself", s.cmd.ProcessState)
	}
	verifies(t, data)
}

// A request that does not end in time is cut off, and the server ends in order.
func TestEndCutsOffWhatTakesTooLong(t *testing.T) {
	s := serve(t, t.TempDir(), "--shutdown-timeout", "20ms")
	begin(t, s)
	s.stop()
	s.said("cut off requests that did not end")
}

// With keys, a caller may do what its key says, and nothing else.
func TestServeAsksForKeys(t *testing.T) {
	dir := t.TempDir()
	file, pepper := filepath.Join(dir, "keys.jsonl"), filepath.Join(dir, "pepper")
	if err := os.WriteFile(pepper, []byte("salted water\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	added := func(scope string) string {
		t.Helper()
		out, err := exec.Command("proffer", "keys", "add", "--file", file, "--pepper-file", pepper, "--scope", scope).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	rank, admin := added("rank"), added("admin:read")
	s := serve(t, t.TempDir(), "--keys", file, "--pepper-file", pepper, "--addr", "localhost:0")
	for _, c := range []struct {
		name, path, key string
		want            int
	}{
		{"nobody", "/v1/offers", "", http.StatusUnauthorized},
		{"somebody else", "/v1/offers", rank, http.StatusForbidden},
		{"an operator", "/v1/offers", admin, http.StatusOK},
		{"a probe", "/readyz", "", http.StatusOK},
	} {
		if got, body := get(t, s.url+c.path, c.key); got != c.want {
			t.Errorf("%s got %d from %s, want %d: %s", c.name, got, c.path, c.want, body)
		}
	}
}

// Trouble that only a restart can mend ends the server with that trouble, and
// leaves nothing running.
func TestTroubleEndsTheServer(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	src, err := os.ReadFile(shop)
	if err != nil {
		t.Fatal(err)
	}
	s, err := newApp().open(t.Context(), serverConfig{
		Catalogue: src, Data: t.TempDir(), Addr: "127.0.0.1:0", Grace: time.Second, Logger: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	trouble := errors.New("the disk is on fire")
	s.trouble <- trouble
	if err := s.run(t.Context(), nil, nil); !errors.Is(err, trouble) {
		t.Errorf("got %v, want %v", err, trouble)
	}
	select {
	case <-s.store.Failed():
		t.Error("the store failed, and should only have been closed")
	default:
	}
}

// A port that is taken is a failure that names it, and leaves the directory to others.
func TestTakenPort(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	data := t.TempDir()
	out, err := exec.Command("proffer", "serve", "--catalogue", shop, "--data", data, "--addr", taken.Addr().String()).CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != exitFailed || !strings.Contains(string(out), "address already in use") {
		t.Errorf("got %v, want exit code %d and why:\n%s", err, exitFailed, out)
	}
	verifies(t, data)
}
