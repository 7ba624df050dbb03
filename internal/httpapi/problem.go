package httpapi

import "net/http"

// A problem is an error as RFC 9457 has it: the reply of everything that is not
// answered as it was asked.
type problem struct {
	Type     string  `json:"type"`
	Title    string  `json:"title"`
	Status   int     `json:"status"`
	Detail   string  `json:"detail,omitzero"`
	Instance string  `json:"instance"` // id of the request
	Errors   []fault `json:"errors,omitzero"`
	Rendered string  `json:"rendered,omitzero"` // a catalogue's faults, each under its line
}

// A fault is one bad field, or one bad place of a catalogue.
type fault struct {
	Line   int    `json:"line,omitzero"`
	Column int    `json:"column,omitzero"`
	Field  string `json:"field,omitzero"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitzero"`
}

// A kind is what problems of one type have in common. Its code is stable:
// clients may branch on it.
type kind struct {
	code   string
	status int
	title  string
}

// The kinds of problems.
var (
	malformed          = kind{"malformed", http.StatusBadRequest, "The body cannot be read"}
	unauthorized       = kind{"unauthorized", http.StatusUnauthorized, "A key is needed"}
	forbidden          = kind{"forbidden", http.StatusForbidden, "This is not allowed"}
	notFound           = kind{"not_found", http.StatusNotFound, "There is no such thing"}
	methodNotAllowed   = kind{"method_not_allowed", http.StatusMethodNotAllowed, "Not with this method"}
	tooSlow            = kind{"timeout", http.StatusRequestTimeout, "The body took too long"}
	tooFar             = kind{"too_far", http.StatusConflict, "Too far back to be made again now"}
	preconditionFailed = kind{"precondition_failed", http.StatusPreconditionFailed, "Something changed in between"}
	tooLarge           = kind{"too_large", http.StatusRequestEntityTooLarge, "The body is too large"}
	unsupported        = kind{"unsupported_media_type", http.StatusUnsupportedMediaType, "The body has another format"}
	invalid            = kind{"invalid", http.StatusUnprocessableEntity, "The input is not valid"}
	invalidCatalogue   = kind{"invalid_catalogue", http.StatusUnprocessableEntity, "The catalogue is not valid"}
	tooMany            = kind{"too_many_requests", http.StatusTooManyRequests, "Too many requests"}
	gone               = kind{"client_closed_request", statusGone, "The client went away"}
	internal           = kind{"internal", http.StatusInternalServerError, "Something went wrong here"}
	overloaded         = kind{"overloaded", http.StatusServiceUnavailable, "Too much at once"}
	unavailable        = kind{"unavailable", http.StatusServiceUnavailable, "Not possible now"}
	noSpace            = kind{"no_space", http.StatusInsufficientStorage, "The disk is full"}
)

// statusGone is for the log alone: nobody is left to read it.
const statusGone = 499

// typePrefix makes a code the URI that RFC 9457 wants.
const typePrefix = "urn:proffer:problem:"

// problem is one of its kind.
func (k kind) problem(detail string) problem {
	return problem{Type: typePrefix + k.code, Title: k.title, Status: k.status, Detail: detail}
}

// A refusal is an error of this package: what was refused, in the words that
// the client reads.
type refusal struct {
	kind   kind
	detail string
	faults []fault
	header http.Header // what the reply carries besides
	cause  error       // for the log alone; nil: the refusal says it all
}

func (e *refusal) Error() string {
	text := "httpapi: " + e.kind.code + ": " + e.detail
	for _, f := range e.faults {
		text += ": " + f.Field + " " + f.Detail
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

func (e *refusal) Unwrap() error { return e.cause }

func refuse(k kind, detail string, faults ...fault) *refusal {
	return &refusal{kind: k, detail: detail, faults: faults}
}

// with adds a header to the reply.
func (e *refusal) with(name, value string) *refusal {
	if e.header == nil {
		e.header = http.Header{}
	}
	e.header.Set(name, value)
	return e
}
