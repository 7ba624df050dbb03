package httpapi

import (
	"net/http"
	"strconv"
)

// A recorder remembers what was written through it.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	torn   bool // what was begun did not end
}

func (w *recorder) begun() bool { return w.status != 0 }

// WriteHeader remembers the final status.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *recorder) Write(text []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(text)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// reply writes re whole. A client that is gone cannot be told so.
func (w *recorder) reply(re reply) {
	w.head(re)
	if re.status == 0 {
		re.status = http.StatusOK
	}
	if re.status != http.StatusNotModified {
		w.Header().Set("Content-Length", strconv.Itoa(len(re.body)))
	}
	w.WriteHeader(re.status)
	_, _ = w.Write(re.body)
}

// head sets the headers of a reply.
func (w *recorder) head(re reply) {
	h := w.Header()
	for name, values := range re.header {
		h[name] = values
	}
	if re.media != "" {
		h.Set("Content-Type", re.media)
	}
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
}

// A streamed reply begins with its first byte, so that what goes wrong before
// it is answered as any other error.
type streamed struct {
	*recorder
	reply reply
}

func (s *streamed) Write(text []byte) (int, error) {
	if !s.begun() {
		s.head(s.reply)
	}
	return s.recorder.Write(text)
}
