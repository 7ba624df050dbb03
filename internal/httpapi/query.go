package httpapi

import (
	"errors"
	"net/url"
	"strconv"
	"time"

	"proffer/offline/export"
)

// A query is the parameters of a request, and what is wrong with them.
type query struct {
	url.Values
	faults []fault
}

// wrong notes an error of a parameter, if it is one.
func (q *query) wrong(field string, err error) {
	if err != nil {
		q.faults = append(q.faults, fault{Field: field, Detail: err.Error()})
	}
}

// moment reads a bound of a period; without one it is the zero time.
func (q *query) moment(field string) time.Time {
	t, err := export.ParseMoment(q.Get(field))
	q.wrong(field, err)
	return t
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
