package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"proffer/internal/client"
)

// A running is the command as a process of its own, serving over HTTP.
type running struct {
	*client.Client
	t     *testing.T
	url   string
	cmd   *exec.Cmd
	log   *lines
	ended chan struct{} // closed when the process is gone
}

// serve starts a server on a free port and waits until it listens. args come
// behind those that it needs, so they have the last word.
func serve(t *testing.T, data string, args ...string) *running {
	t.Helper()
	addr := filepath.Join(t.TempDir(), "addr")
	args = append([]string{
		"serve", "--catalogue", shop, "--data", data, "--addr", "127.0.0.1:0", "--addr-file", addr, "--log-format", "json",
	}, args...)
	r := &running{t: t, cmd: exec.Command("proffer", args...), log: newLines(), ended: make(chan struct{})}
	stderr, err := r.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(r.ended)
		r.log.read(stderr)
		_ = r.cmd.Wait() // the test asks for the state
	}()
	t.Cleanup(r.kill)
	r.said("listening")
	at, err := os.ReadFile(addr)
	if err != nil {
		t.Fatalf("no address: %v\n%s", err, r.log)
	}
	r.url = "http://" + string(at)
	r.Client = client.New(r.url, "")
	t.Cleanup(r.Client.Close)
	return r
}

// shop is the catalogue that is served unless a test brings its own.
const shop = "../../examples/skincare.yaml"

// said waits for a line of the log.
func (r *running) said(text string) {
	r.t.Helper()
	if !r.log.await(text) {
		r.t.Fatalf("the server did not say %q:\n%s", text, r.log)
	}
}

func (r *running) signal(s os.Signal) {
	r.t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		r.t.Fatal(err)
	}
}

// stop asks the server to end, and wants it to end in order.
func (r *running) stop() {
	r.t.Helper()
	r.signal(syscall.SIGTERM)
	<-r.ended
	if got := r.cmd.ProcessState.ExitCode(); got != exitDone {
		r.t.Errorf("got exit code %d after SIGTERM, want %d\n%s", got, exitDone, r.log)
	}
}

// kill takes the process away, as a crash does. One that is gone stays gone.
func (r *running) kill() {
	_ = r.cmd.Process.Kill() // it may be gone
	<-r.ended
}

// verifies wants a data directory to be whole and to fold to what is believed.
func verifies(t *testing.T, data string) {
	t.Helper()
	out, err := exec.Command("proffer", "verify", "--data", data).CombinedOutput()
	if err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

// Lines are what a process has written so far.
type lines struct {
	mu    sync.Mutex
	all   []string
	ended bool
	more  chan struct{} // closed and replaced with every change
}

func newLines() *lines { return &lines{more: make(chan struct{})} }

func (l *lines) read(r io.Reader) {
	for scanner := bufio.NewScanner(r); scanner.Scan(); {
		l.change(func() { l.all = append(l.all, scanner.Text()) })
	}
	l.change(func() { l.ended = true })
}

func (l *lines) change(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
	close(l.more)
	l.more = make(chan struct{})
}

// await waits for a line that contains text, and says whether one came.
func (l *lines) await(text string) bool {
	for seen, timeout := 0, time.After(tooLong); ; {
		l.mu.Lock()
		news, ended, more := l.all[seen:], l.ended, l.more
		seen = len(l.all)
		l.mu.Unlock()
		for _, line := range news {
			if strings.Contains(line, text) {
				return true
			}
		}
		if ended {
			return false
		}
		select {
		case <-more:
		case <-timeout:
			return false
		}
	}
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.all, "\n")
}
