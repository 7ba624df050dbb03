package httpapi

import (
	"io"
	"net/http"

	"github.com/gorilla/mux"
)

// A call is one request on its way: what was found out about it so far. It
// belongs to one goroutine.
type call struct {
	*http.Request
	route  *route
	id     string // of the request
	key    string // id of the caller's key; empty on open routes
	text   []byte // the body
	reason string // of a decision, for the log
}

// named is a variable of the path.
func (c *call) named(variable string) string { return mux.Vars(c.Request)[variable] }

// A reply is what goes back, whole: nothing is written before all is known,
// unless it is streamed.
type reply struct {
	from   http.Handler          // writes the reply instead, when it is another's
	stream func(io.Writer) error // writes the body instead, which is too large to be known
	status int                   // 0: 200
	media  string
	header http.Header
	body   []byte
}

// The media types of replies.
const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaYAML    = "application/yaml"
)

// replyJSON encodes v.
func replyJSON(v any) (reply, error) {
	text, err := encode(v)
	return reply{media: mediaJSON, body: text}, err
}
