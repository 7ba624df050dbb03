package httpapi

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"proffer/offline/export"
	"proffer/words"
)

// A query is the parameters of a request, and what is wrong with them.
type query struct {
	url.Values
	faults []fault
}

// asked are the parameters of a request. One that is none of known is at fault:
// a mistyped bound would make another period of the answer.
func asked(c *call, known ...string) *query {
	q := &query{Values: c.URL.Query()}
	for _, name := range slices.Sorted(maps.Keys(q.Values)) {
		if slices.Contains(known, name) {
			continue
		}
		f := fault{Field: name, Detail: "is no parameter of this path, which has " + strings.Join(known, ", ")}
		if near := words.Nearest(name, known); near != "" {
			f.Hint = "did you mean " + strconv.Quote(near) + "?"
		}
		q.faults = append(q.faults, f)
	}
	return q
}

// wrong notes an error of a parameter, if it is one. The package that an error
// begins with is for programmers.
func (q *query) wrong(field string, err error) {
	if err == nil {
		return
	}
	detail := err.Error()
	if of, rest, ok := strings.Cut(detail, ": "); ok && (of == "measure" || of == "export") {
		detail = rest
	}
	q.faults = append(q.faults, fault{Field: field, Detail: detail})
}

// moment reads a bound of a period; without one it is the zero time.
func (q *query) moment(field string) time.Time {
	t, err := export.ParseMoment(q.Get(field))
	q.wrong(field, err)
	return t
}

// list reads a parameter that may be given several times, or once with commas.
func (q *query) list(field string) []string {
	if !q.Has(field) {
		return nil
	}
	return strings.Split(strings.Join(q.Values[field], ","), ",")
}

// positive reads a whole number, 0 when there is none.
func (q *query) positive(field string) int {
	text := q.Get(field)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		q.faults = append(q.faults, fault{Field: field, Detail: "must be a whole number from 1 up"})
	}
	return n
}

// period notes that the bounds do not fit each other, if both are good.
func (q *query) period(validate func() error) {
	if len(q.faults) == 0 {
		q.wrong("to", validate())
	}
}

// yes reads true or false, and no word as false.
func (q *query) yes(field string) bool {
	switch text := q.Get(field); text {
	case "true":
		return true
	case "", "false":
	default:
		q.faults = append(q.faults, fault{Field: field, Detail: "must be true or false"})
	}
	return false
}

// errNoPeriod is about a period that nothing is counted in.
var errNoPeriod = errors.New("must be true for from and to to mean anything")

// err names every parameter that is wrong.
func (q *query) err() error {
	if len(q.faults) == 0 {
		return nil
	}
	return refuse(invalid, counted(len(q.faults), "field"), q.faults...)
}
