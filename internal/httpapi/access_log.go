package httpapi

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// maxRequestID is the longest id that is taken from a caller.
const maxRequestID = 64

// identify takes the id that the caller gave the request, if it is one that can
// stand in a log and in a URI, and else makes one.
func (a *api) identify(r *http.Request) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	id := r.Header.Get("X-Request-Id")
	if id == "" || len(id) > maxRequestID || strings.Trim(id, plain) != "" {
		return a.requestID()
	}
	return id
}

// record writes the request's line and measures it. What went wrong is in the
// same line: a warning when it lies outside of this process, an error when it
// is ours. The path is the route's, because a real one may name a customer.
func (a *api) record(c *call, out *recorder, err error, took time.Duration) {
	a.metrics.answered(c.route.path, c.Method, out.status, took)
	line := a.log.WithLevel(a.level(err))
	line.Str("request_id", c.id).Str("method", methodLabel(c.Method)).Str("route", c.route.path).
		Int("status", out.status).Float64("duration_ms", took.Seconds()*1e3).Int64("bytes", out.bytes)
	if c.key != "" {
		line.Str("key", c.key)
	}
	if c.reason != "" {
		line.Str("reason", c.reason)
	}
	if err != nil {
		a.blame(line, err)
	}
	line.Msg("request")
}

// level is how much an error is worth: those of the caller are nobody's here.
func (a *api) level(err error) zerolog.Level {
	if err == nil {
		return zerolog.InfoLevel
	}
	switch status := problemOf(a.errors, err).Status; {
	case status < http.StatusInternalServerError:
		return zerolog.InfoLevel
	case status == http.StatusInternalServerError:
		return zerolog.ErrorLevel
	}
	return zerolog.WarnLevel
}

// blame adds what went wrong: for the caller's errors the code alone, because
// their text may repeat what the caller sent.
func (a *api) blame(line *zerolog.Event, err error) {
	p := problemOf(a.errors, err)
	line.Str("problem", strings.TrimPrefix(p.Type, typePrefix))
	if p.Status < http.StatusInternalServerError {
		return
	}
	line.Err(err)
	var bug *panicked
	if errors.As(err, &bug) {
		line.Str("stack", string(bug.stack))
	}
}
