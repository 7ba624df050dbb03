package httpapi_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"proffer/engine"
	"proffer/internal/httpapi"
	"proffer/offline/export"
)

// What is served is what the log is exported to, in every format, with the
// media type and the name of the format; HEAD says so without reading the log.
func TestExport(t *testing.T) {
	w := newWorld(t, nil)
	for _, customer := range []string{"c-1", "c-2", "c-3"} {
		w.ok("POST", "/v1/rank", rankBody("", customer), nil)
	}
	for format, media := range map[export.Format]string{
		export.JSONL: "application/x-ndjson", export.CSV: "text/csv; charset=utf-8; header=present",
		export.Parquet: "application/vnd.apache.parquet", export.DSJSON: "application/x-ndjson",
	} {
		var want bytes.Buffer
		if _, err := export.Write(context.Background(), &want, format, w.service, export.Window{}); err != nil {
			t.Fatal(err)
		}
		got := w.do("GET", "/v1/export?format="+string(format), "")
		if got.Code != http.StatusOK || !bytes.Equal(got.Body.Bytes(), want.Bytes()) {
			t.Errorf("%s: got %d with %d bytes, want 200 with %d", format, got.Code, got.Body.Len(), want.Len())
		}
		head := w.do("HEAD", "/v1/export?format="+string(format), "")
		if head.Body.Len() > 0 {
			t.Errorf("%s: HEAD was answered %d bytes", format, head.Body.Len())
		}
		for _, h := range []http.Header{got.Header(), head.Header()} {
			if h.Get("Content-Type") != media || !strings.HasSuffix(h.Get("Content-Disposition"), `"decisions.`+string(format)+`"`) {
				t.Errorf("%s: the headers are %v", format, h)
			}
		}
	}
}

// A window is taken as it is asked for, and what is wrong is named, all of it.
func TestExportWindow(t *testing.T) {
	w := newWorld(t, nil)
	w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
	w.now = w.now.Add(48 * time.Hour)
	w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
	for query, want := range map[string]int{"": 2, "?from=2026-01-03": 1, "?to=2026-01-02T03:04:05Z": 0, "?from=2026-01-02&to=2026-01-03": 1} {
		if got := strings.Count(w.do("GET", "/v1/export"+query, "").Body.String(), "\n"); got != want {
			t.Errorf("%q: got %d rows, want %d", query, got, want)
		}
	}
	got := w.refused(422, "invalid", "GET", "/v1/export?format=xlsx&from=yesterday", "")
	for _, field := range []string{`"field":"format"`, `"field":"from"`} {
		if !strings.Contains(got.Body.String(), field) {
			t.Errorf("got %s, want %s in it", got.Body, field)
		}
	}
	w.refused(422, "invalid", "GET", "/v1/export?from=2026-01-03&to=2026-01-02", "")
}

// A log that cannot be read is an error as any other before the first byte.
// After it the connection is cut, so that nobody takes a part for the whole.
func TestExportThatFails(t *testing.T) {
	for _, c := range []struct {
		readable int // stories before the failure
		cut      bool
	}{{0, false}, {500, true}} {
		w := newWorld(t, func(cfg *httpapi.Config) { cfg.Service = &failing{Service: cfg.Service, readable: c.readable} })
		w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
		got := httptest.NewRecorder()
		cut := exports(t, w, got)
		if cut != c.cut {
			t.Errorf("after %d stories: got a cut connection %v, want %v", c.readable, cut, c.cut)
		}
		if !cut && (got.Code != http.StatusInternalServerError || got.Header().Get("Content-Disposition") != "") {
			t.Errorf("after %d stories: got %d with %v", c.readable, got.Code, got.Header())
		}
		if !strings.Contains(w.log.String(), errUnreadable.Error()) {
			t.Errorf("after %d stories: the log does not say why: %s", c.readable, &w.log)
		}
	}
}

// exports asks for the log, and reports whether the handler cut the connection
// in the way that net/http has for it.
func exports(t *testing.T, h http.Handler, w http.ResponseWriter) (cut bool) {
	t.Helper()
	defer func() {
		cause := recover()
		err, _ := cause.(error)
		if cut = errors.Is(err, http.ErrAbortHandler); cause != nil && !cut {
			panic(cause)
		}
	}()
	r := httptest.NewRequest(http.MethodGet, "/v1/export", http.NoBody)
	r.Host = "localhost"
	h.ServeHTTP(w, r)
	return false
}

var errUnreadable = errors.New("the log cannot be read any further")

// A failing service tells its only story so many times, and then fails.
type failing struct {
	httpapi.Service
	readable int
}

func (f *failing) Stories(from, to time.Time) iter.Seq2[engine.Story, error] {
	return func(yield func(engine.Story, error) bool) {
		for s, err := range f.Service.Stories(from, to) {
			if err != nil {
				yield(s, err)
				return
			}
			for range f.readable {
				if !yield(s, nil) {
					return
				}
			}
		}
		yield(engine.Story{}, errUnreadable)
	}
}
