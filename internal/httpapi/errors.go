package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"

	"proffer/engine"
	"proffer/policy"
)

// A row says what kind of problem an error is, and what more its reply says.
type row struct {
	when func(error) bool
	kind kind
	tell func(error, *problem) // nil: the kind says it all
}

// errorTable is the only place where errors become statuses. The first row
// that fits counts; what fits none is internal, and the reply says nothing.
func errorTable(full error) []row {
	return []row{
		{as[*refusal], kind{}, tellRefusal},
		{as[*engine.Invalid], invalid, tellInvalid},
		{as[policy.Faults], invalidCatalogue, tellFaults},
		{as[*http.MaxBytesError], tooLarge, tellSize},
		{is(engine.ErrNotFound), notFound, nil},
		{is(engine.ErrTooFar), tooFar, say("The decision lies too deep in the log to be made again while you wait; proffer verify makes all of them again.")},
		{is(full), noSpace, say("The disk has no room for what would have to be kept. Try again later with the same ids.")},
		{is(engine.ErrUnavailable), unavailable, say("The log cannot take events now. Try again later with the same ids.")},
		{is(os.ErrDeadlineExceeded), tooSlow, nil},
		{is(context.Canceled), gone, nil},
	}
}

// is matches errors that wrap target, and none if there is no target.
func is(target error) func(error) bool {
	return func(err error) bool { return target != nil && errors.Is(err, target) }
}

func as[T error](err error) bool {
	var e T
	return errors.As(err, &e)
}

func say(sentence string) func(error, *problem) {
	return func(_ error, p *problem) { p.Detail = sentence }
}

// problemOf finds an error in the table.
func problemOf(table []row, err error) problem {
	for _, r := range table {
		if r.when(err) {
			p := r.kind.problem("")
			if r.tell != nil {
				r.tell(err, &p)
			}
			return p
		}
	}
	return internal.problem("")
}

func tellRefusal(err error, p *problem) {
	var e *refusal
	errors.As(err, &e)
	*p = e.kind.problem(e.detail)
	p.Errors = e.faults
}

func tellInvalid(err error, p *problem) {
	var e *engine.Invalid
	errors.As(err, &e)
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, fault{Field: f.Field, Detail: f.Problem})
	}
	p.Detail = counted(len(e.Fields), "field")
}

func tellFaults(err error, p *problem) {
	var faults policy.Faults
	errors.As(err, &faults)
	p.Errors = faultsOf(faults)
	p.Detail = counted(len(faults), "place") + "; nothing was changed"
	var whole *badCatalogue
	if errors.As(err, &whole) {
		p.Rendered = faults.Render("catalogue", whole.source)
		if oneLine(whole.source) {
			p.Detail += ". The body is one line: curl -d takes the line breaks out of a file, and --data-binary @FILE keeps them"
		}
	}
}

// oneLine reports whether a text has a line and no second one, as no catalogue of
// use does.
func oneLine(text []byte) bool {
	text = bytes.TrimSpace(text)
	return len(text) > 0 && !bytes.ContainsRune(text, '\n')
}

func faultsOf(found []policy.Fault) []fault {
	faults := make([]fault, len(found))
	for i, f := range found {
		faults[i] = fault{Line: f.Line, Column: f.Column, Field: f.Path, Detail: f.Problem, Hint: f.Hint}
	}
	return faults
}

func tellSize(err error, p *problem) {
	var e *http.MaxBytesError
	errors.As(err, &e)
	p.Detail = fmt.Sprintf("It has more than %d bytes.", e.Limit)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is wrong"
	}
	return strconv.Itoa(n) + " " + what + "s are wrong"
}

// headerOf is what the reply to an error carries besides its body.
func headerOf(err error, status int) http.Header {
	var e *refusal
	if errors.As(err, &e) && e.header != nil {
		return e.header
	}
	if status == http.StatusServiceUnavailable || status == http.StatusInsufficientStorage {
		return http.Header{"Retry-After": {"1"}}
	}
	return nil
}
