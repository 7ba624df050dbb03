package client

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Problem is how the server says no (RFC 9457).
type Problem struct {
	Status     int           `json:"status"`
	Title      string        `json:"title"`
	Detail     string        `json:"detail"`
	Errors     []FieldError  `json:"errors"`
	RetryAfter time.Duration `json:"-"` // how long to wait before the next try; 0: the server did not say
}

// A FieldError names one bad field, or one place of a catalogue.
type FieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Error is one line: the status, what is wrong, and each bad field.
func (p *Problem) Error() string {
	text := strconv.Itoa(p.Status) + " " + p.Title
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	for i, e := range p.Errors {
		text += [2]string{": ", "; "}[min(i, 1)] + e.String()
	}
	return text
}

// String is the field, or the place, and what is wrong there.
func (e FieldError) String() string {
	where := e.Field
	if e.Line > 0 {
		where = strings.TrimSpace("line " + strconv.Itoa(e.Line) + " " + e.Field)
	}
	return strings.TrimSpace(where + " " + e.Detail)
}

// problemOf reads a refusal. A body that is none of ours, as from a proxy in
// between, leaves the status to speak for itself.
func problemOf(response *http.Response, body []byte) *Problem {
	p := &Problem{}
	if kind := response.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") || decode(body, p) != nil {
		p = &Problem{}
	}
	p.Status = response.StatusCode
	if p.Title == "" {
		p.Title = http.StatusText(p.Status)
	}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
		p.RetryAfter = time.Duration(seconds) * time.Second
	}
	return p
}
