package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"proffer/internal/httpapi"
	"proffer/measure"
)

// A report counts the decisions of the period asked for, by what was asked, and
// an empty one is answered with zeros and nulls.
func TestReport(t *testing.T) {
	w := newWorld(t, nil)
	for i := range 40 {
		var d decided
		w.ok("POST", "/v1/rank", rankBody("", fmt.Sprintf("c-%d", i)), &d)
		if len(d.Offers) > 0 {
			w.ok("POST", "/v1/feedback", fmt.Sprintf(`{"events":[{"event_id":"e-%d","type":"accept","decision_id":%q,"offer_id":%q}]}`,
				i, d.DecisionID, d.Offers[0].OfferID), nil)
		}
		w.now = w.now.Add(time.Hour)
	}
	for query, want := range map[string]struct{ decisions, rows int }{
		"":                            {40, 0},
		"?by=placement":               {40, 1},
		"?by=day":                     {40, 2},
		"?by=day&by=placement":        {40, 2},
		"?from=2026-01-03&by=segment": {19, 1},
		"?to=2026-01-03":              {21, 0},
		"?from=2027-01-01&by=offer":   {0, 0},
	} {
		var got measure.Report
		w.ok("GET", "/v1/report"+query, "", &got)
		if got.Total.Decisions != want.decisions || len(got.Rows) != want.rows {
			t.Errorf("%q: got %d decisions in %d rows, want %d in %d", query, got.Total.Decisions, len(got.Rows), want.decisions, want.rows)
		}
		if sum := got.Total.Gross.Amount - got.Total.Refunded.Amount; got.Total.Net.Amount != sum || (sum > 0) != (got.Total.Accepted > 0) {
			t.Errorf("%q: got %d net of %d accepts, want %d", query, got.Total.Net.Amount, got.Total.Accepted, sum)
		}
	}
	if head := w.do("HEAD", "/v1/report", ""); head.Body.Len() > 0 {
		t.Errorf("HEAD was answered %d bytes", head.Body.Len())
	}
}

// Whatever is wrong with a question is named, all of it.
func TestReportThatCannotBe(t *testing.T) {
	w := newWorld(t, nil)
	got := w.refused(422, "invalid", "GET", "/v1/report?from=yesterday&to=now&by=colour&planned_customers=0", "")
	for _, field := range []string{"from", "to", "by", "planned_customers"} {
		if want := fmt.Sprintf(`"field":%q`, field); !strings.Contains(got.Body.String(), want) {
			t.Errorf("got %s, want %s in it", got.Body, want)
		}
	}
	for _, query := range []string{"from=2026-01-03&to=2026-01-03", "by=day&by=day", "by=day&by=offer&by=segment", "planned_customers=many"} {
		w.refused(422, "invalid", "GET", "/v1/report?"+query, "")
	}
}

// A parameter that a path does not have is refused with the one that was meant,
// and no sentence names a package.
func TestQueriesAreExact(t *testing.T) {
	w := newWorld(t, nil)
	for query, want := range map[string]string{
		"/v1/report?form=2026-01-03":                 `{"field":"form","detail":"is no parameter of this path, which has from, to, by, planned_customers","hint":"did you mean \"from\"?"}`,
		"/v1/guardrails?costs=true":                  `"hint":"did you mean \"cost\"?"`,
		"/v1/export?weather=fair":                    `{"field":"weather","detail":"is no parameter of this path, which has format, from, to"}`,
		"/v1/report?from=2026-01-03&to=2026-01-02":   `{"field":"to","detail":"nothing is from 2026-01-03`,
		"/v1/report?planned_customers=0&by=day&By=x": `"field":"By"`,
		"/v1/export?from=2026-01-03&to=2026-01-02":   `{"field":"to","detail":"nothing is from`,
		"/v1/export?format=pdf":                      `{"field":"format","detail":"format \"pdf\": must be`,
	} {
		if got := w.refused(422, "invalid", "GET", query, "").Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s in it", query, got, want)
		}
	}
}

// What guardrails cost is told of the period asked for, on the account of each.
func TestGuardrailCosts(t *testing.T) {
	w := newWorld(t, nil)
	withheld := 0
	for range 3 {
		var d struct{ Excluded []struct{ Stage string } }
		w.ok("POST", "/v1/rank", strings.Replace(rankBody("", "c-1"), "{", `{"explain":true,`, 1), &d)
		for _, e := range d.Excluded {
			if e.Stage == "guardrail" {
				withheld++
			}
		}
	}
	costs := func(query string) (got measure.Costs) {
		var re struct{ Costs *measure.Costs }
		w.ok("GET", "/v1/guardrails"+query, "", &re)
		if re.Costs == nil {
			t.Fatalf("no costs for %s", query)
		}
		return *re.Costs
	}
	got := costs("?cost=true&from=2026-01-01")
	if got.Decisions != 3 || got.Total.Withheld != withheld || withheld == 0 || got.Total.Forgone == nil || len(got.Guardrails) == 0 {
		t.Errorf("got %+v, want 3 decisions that withheld %d", got, withheld)
	}
	got = costs("?cost=true&to=2026-01-01")
	if got.Decisions != 0 {
		t.Errorf("got %d decisions before the first", got.Decisions)
	}
	for _, bad := range []string{"?cost=true&from=soon", "?cost=perhaps", "?from=2026-01-01"} {
		w.refused(422, "invalid", "GET", "/v1/guardrails"+bad, "")
	}
}

// A log that cannot be read is an error, and no part of an answer.
func TestReportThatFails(t *testing.T) {
	w := newWorld(t, func(c *httpapi.Config) { c.Service = &failing{Service: c.Service, readable: 1} })
	w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
	for _, path := range []string{"/v1/report", "/v1/guardrails?cost=true"} {
		w.refused(500, "internal", "GET", path, "")
	}
}

// Two reports are made at once and no third, and who asks for offers is answered
// meanwhile.
func TestReportsKeepToTheirLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(c *httpapi.Config) { c.Service, c.Logger = slow{c.Service}, zerolog.Nop() })
		reports := make(chan int)
		for range 2 {
			go func() { reports <- w.do("GET", "/v1/report", "").Code }()
		}
		synctest.Wait() // both places are taken
		w.refused(503, "overloaded", "GET", "/v1/report", "")
		w.ok("POST", "/v1/rank", rankBody("", "c-1"), nil)
		for range 2 {
			if code := <-reports; code != http.StatusOK {
				t.Errorf("a report that waited was answered %d", code)
			}
		}
	})
}
