package httpapi

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"os"
	"strings"
)

// A body is what a route takes: nothing when limit is 0.
type body struct {
	limit int64
	json  bool // else any media type
}

func jsonUpTo(limit int64) body     { return body{limit: limit, json: true} }
func anythingUpTo(limit int64) body { return body{limit: limit} }

// maxTrusted is how much memory is set aside on the word of a header alone.
const maxTrusted = 64 << 10

// read takes in the whole body, which is as fast as streaming it and lets the
// decoder say where something is wrong.
func (b body) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if b.limit == 0 {
		return nil, nil
	}
	if err := b.check(r.Header); err != nil {
		return nil, err
	}
	if r.ContentLength > b.limit {
		return nil, &http.MaxBytesError{Limit: b.limit}
	}
	var text bytes.Buffer
	text.Grow(int(min(max(r.ContentLength, 0), maxTrusted)) + bytes.MinRead)
	if _, err := text.ReadFrom(http.MaxBytesReader(w, r.Body, b.limit)); err != nil {
		return nil, unread(err)
	}
	return text.Bytes(), nil
}

// mediaForm is what curl -d says when it is not told otherwise. A page of
// another origin could say so as well, which is why writes across origins are
// refused before this.
const mediaForm = "application/x-www-form-urlencoded"

// check refuses another format than the route's. A caller that names none, or
// a form as curl does, means the right one.
func (b body) check(h http.Header) error {
	if coding := h.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return refuse(unsupported, "Send the body without a content coding.")
	}
	media := h.Get("Content-Type")
	if !b.json || media == "" {
		return nil
	}
	media, _, err := mime.ParseMediaType(media)
	if err != nil || media != mediaJSON && media != mediaForm && !(strings.HasPrefix(media, "application/") && strings.HasSuffix(media, "+json")) {
		return refuse(unsupported, "Send application/json.")
	}
	return nil
}

// unread keeps the errors that have a row of their own; any other is a body
// that ended before its time.
func unread(err error) error {
	if as[*http.MaxBytesError](err) || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return refuse(malformed, "It ends before its time.")
}
