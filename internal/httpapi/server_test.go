package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"proffer/internal/httpapi"
)

// listen serves a handler on a port of this machine until the returned
// function has shut it down.
func listen(t testing.TB, h http.Handler) (url string, shutdown func()) {
	t.Helper()
	server := httpapi.NewServer("127.0.0.1:0", h)
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	return "http://" + l.Addr().String(), sync.OnceFunc(func() {
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

// quiet is a log that many may write to.
func quiet(c *httpapi.Config) { c.Logger = zerolog.Nop() }

// A server that is shut down under load has kept every decision that it
// answered.
func TestShutdownLosesNothing(t *testing.T) {
	w := newWorld(t, quiet)
	url, shutdown := listen(t, w)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	var acknowledged sync.Map
	var n atomic.Int64
	enough := make(chan struct{})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			for k := 0; ; k++ {
				id, err := rankOver(client, url, fmt.Sprintf("c-%d-%d", i, k))
				if err != nil {
					return // the server is gone
				}
				acknowledged.Store(id, true)
				if n.Add(1) == 500 {
					close(enough)
				}
			}
		})
	}
	<-enough
	shutdown()
	all.Wait()
	client.CloseIdleConnections()

	for e, err := range w.memory.Events(1) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Decision != nil {
			acknowledged.Delete(e.Decision.ID)
		}
	}
	acknowledged.Range(func(id, _ any) bool {
		t.Errorf("%s was answered and is not in the log", id)
		return true
	})
}

func rankOver(client *http.Client, url, customer string) (decision string, err error) {
	re, err := client.Post(url+"/v1/rank", "application/json", strings.NewReader(rankBody("", customer)))
	if err != nil {
		return "", err
	}
	defer re.Body.Close()
	var d decided
	if err := json.NewDecoder(re.Body).Decode(&d); err != nil {
		return "", err
	}
	return d.DecisionID, nil
}

// A body whose length nobody said is refused when it turns out too large.
func TestChunkedBodyIsBounded(t *testing.T) {
	url, shutdown := listen(t, newWorld(t, quiet))
	defer shutdown()
	endless := io.MultiReader(strings.NewReader(`{"trigger":"`), bytes.NewReader(make([]byte, 1<<20)))
	re, err := http.Post(url+"/v1/rank", "application/json", endless)
	if err != nil {
		t.Fatal(err)
	}
	defer re.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if re.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d, want 413", re.StatusCode)
	}
}

// A server waits for nobody for ever.
func TestServerIsBounded(t *testing.T) {
	s := httpapi.NewServer("", nil)
	for what, got := range map[string]time.Duration{"header": s.ReadHeaderTimeout, "body": s.ReadTimeout, "reply": s.WriteTimeout, "idling": s.IdleTimeout} {
		if !(got > 0 && got <= time.Minute) {
			t.Errorf("%s: got %v, want a bound of at most a minute", what, got)
		}
	}
	if s.MaxHeaderBytes != 16<<10 {
		t.Errorf("got headers of %d bytes, want 16 KB", s.MaxHeaderBytes)
	}
}

// The docs are readable where there is no way to the internet: what they load
// is served here.
func TestDocsAreWhole(t *testing.T) {
	w := newWorld(t, nil)
	for _, page := range []string{"/docs", "/docs/"} {
		got := httptest.NewRecorder()
		w.ServeHTTP(got, httptest.NewRequest(http.MethodGet, page, http.NoBody))
		html := got.Body.String()
		n := 0
		for _, piece := range strings.Split(html, `="`)[1:] {
			file, _, _ := strings.Cut(piece, `"`)
			if strings.Contains(file, "//") {
				t.Errorf("%s loads %s from elsewhere", page, file)
			}
			if strings.HasPrefix(file, "/docs/") {
				n++
				w.ok("GET", file, "", nil)
			}
		}
		if n < 4 {
			t.Errorf("%s loads %d files, want the styles, the scripts and the icons", page, n)
		}
	}
}

// What is asked with HEAD is answered as GET, without the body.
func TestHead(t *testing.T) {
	w := newWorld(t, nil)
	url, shutdown := listen(t, w)
	defer shutdown()
	re, err := http.Head(url + "/v1/catalogue")
	if err != nil {
		t.Fatal(err)
	}
	defer re.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if re.StatusCode != http.StatusOK || re.ContentLength != int64(len(shop)) || re.Header.Get("ETag") == "" {
		t.Errorf("got %d, %d bytes, ETag %s", re.StatusCode, re.ContentLength, re.Header.Get("ETag"))
	}
}

// A catalogue that the caller has is not sent again.
func TestCatalogueIsCached(t *testing.T) {
	w := newWorld(t, nil)
	tag := w.do("GET", "/v1/catalogue", "").Header().Get("ETag")
	for given, want := range map[string]int{tag: 304, "W/" + tag: 304, `"a", ` + tag: 304, "*": 304, `"a"`: 200, "": 200} {
		if got := w.do("GET", "/v1/catalogue", "", "If-None-Match", given).Code; got != want {
			t.Errorf("If-None-Match %s: got %d, want %d", given, got, want)
		}
	}
	w.ok("PUT", "/v1/catalogue", shop+"\n# seen\n", nil, "If-Match", tag, "Content-Type", "text/yaml")
	for _, other := range []string{tag, "W/" + w.do("GET", "/v1/catalogue", "").Header().Get("ETag")} {
		w.refused(412, "precondition_failed", "PUT", "/v1/catalogue", shop, "If-Match", other, "Content-Type", "text/yaml")
	}
}
