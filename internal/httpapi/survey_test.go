package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
)

// What is wrong with a body of each kind, field by field.
func TestDecodeNamesEveryField(t *testing.T) {
	for _, c := range []struct {
		text string
		v    any
		want []string
	}{
		{`{"trigger":1,"placement":2,"foo":3,"bar":4}`, &rankRequest{}, []string{"trigger must be a string", "placement must be a string", "foo is not known here", "bar is not known here"}},
		{`{"customerId":"c-1","signal":{},"explian":true}`, &rankRequest{}, []string{
			"customerId is not known here (did you mean customer_id?)", "signal is not known here (did you mean signals?)", "explian is not known here (did you mean explain?)"}},
		{`{"exclude":[1,"kit",{}],"signals":{"a":1e999,"b":[1e999]}}`, &rankRequest{}, []string{
			"exclude[0] must be a string", "exclude[2] must be a string", "signals.a must be a number that fits 64 bits", "signals.b[0] must be a number that fits 64 bits"}},
		{`{"events":[{"type":1,"tipe":2},7,{"value":{"amount":"x","currency":1,"unit":0}},{"time":{}}]}`, &feedbackRequest{}, []string{
			"events[0].type must be a string", "events[0].tipe is not known here (did you mean type?)", "events[1] must be an object",
			"events[2].value.amount must be a whole number that fits 64 bits", "events[2].value.currency must be a string", "events[2].value.unit is not known here",
			`events[3].time must be a time as in RFC 3339, such as "2026-01-02T03:04:05Z"`}},
		{" \r\n\t{ \"state\" : true , \"why\":\"x\" } ", &switchRequest{}, []string{"state must be a string", "why is not known here"}},
	} {
		var e *refusal
		if err := decode([]byte(c.text), c.v); !errors.As(err, &e) {
			t.Errorf("%s: got %v, want a refusal", c.text, err)
			continue
		}
		var got []string
		for _, f := range e.faults {
			got = append(got, f.Field+" "+f.Detail)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || e.detail != counted(len(got), "field") {
			t.Errorf("%s: %s (-want +got):\n%s", c.text, e.detail, diff)
		}
	}
}

// What fits is read field by field as it is at once, and nothing is said of it;
// with a field more that is not known, that one is all that is said.
func TestSurveyReadsWhatFits(t *testing.T) {
	text := rapid.StringMatching(`[a-z]{0,3}`)
	rapid.Check(t, func(rt *rapid.T) {
		q := feedbackRequest{}
		for range rapid.IntRange(0, 3).Draw(rt, "events") {
			r := engine.Report{EventID: text.Draw(rt, "event_id"), Type: engine.ReportType(text.Draw(rt, "type")), OrderID: text.Draw(rt, "order_id")}
			if rapid.Bool().Draw(rt, "worth") {
				reward := rapid.Float64Range(-9, 9).Draw(rt, "reward")
				r.Value, r.Reward = &engine.Money{Amount: rapid.Int64().Draw(rt, "amount"), Currency: "USD"}, &reward
				r.Time = time.Unix(rapid.Int64Range(1, 1<<32).Draw(rt, "time"), 0).UTC()
			}
			q.Events = append(q.Events, r)
		}
		said, err := json.Marshal(q)
		if err != nil {
			rt.Fatal(err)
		}
		var at, by feedbackRequest
		if err := decode(said, &at); err != nil {
			rt.Fatal(err)
		}
		var e *refusal
		err = decode(slices.Concat([]byte(`{"strange":1,`), said[1:]), &by)
		if !errors.As(err, &e) || len(e.faults) != 1 || e.faults[0].Field != "strange" {
			rt.Fatalf("got %v, want one fault", err)
		}
		if diff := cmp.Diff(at, by); diff != "" {
			rt.Errorf("%s (-at once +field by field):\n%s", said, diff)
		}
	})
}

// What stands behind the first misfit is still read: text that is no JSON is none.
func TestNotJSONBehindAMisfit(t *testing.T) {
	for text, want := range map[string]string{
		`{"trigger":1`:                      "httpapi: malformed: It is not JSON at byte 12.",
		`{"trigger":1}}`:                    "httpapi: malformed: It is not JSON at byte 13.",
		`{"trigger":1,"limit":1,"limit":2}`: "httpapi: malformed: A name stands twice in one object at byte 23, in limit.",
	} {
		if err := decode([]byte(text), &rankRequest{}); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// Text in another encoding than JSON's is told from text that is no JSON.
func TestEncodings(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeff{}":                    "It begins with a byte order mark (EF BB BF); send UTF-8 without one.",
		"{\"trigger\":\"caf\xe9\"}":   "It is not UTF-8 at byte 15.",
		"\xff\xfe{\x00}\x00":          "It is not UTF-8 at byte 0.",
		"{\"customer_id\":\"\xc3\x28": "It is not UTF-8 at byte 16.",
	} {
		var e *refusal
		if err := decode([]byte(text), &rankRequest{}); !errors.As(err, &e) || e.detail != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// A body made of nothing but faults is answered with so many of them.
func TestFaultsAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range 2 * maxFaults {
		fmt.Fprintf(&text, `,"n%d":0`, i)
	}
	var e *refusal
	if err := decode([]byte("{"+text.String()[1:]+"}"), &rankRequest{}); !errors.As(err, &e) || len(e.faults) != maxFaults {
		t.Fatalf("got %v, want %d faults", err, maxFaults)
	}
	if want := "at least 1000 fields are wrong"; e.detail != want {
		t.Errorf("got %s, want %s", e.detail, want)
	}
}

// A field that could not be read is not held against the catalogue as well, nor
// what it is a part of; a name that only begins like its own is another.
func TestComplete(t *testing.T) {
	e := refuseFields([]fault{{Field: "trigger", Detail: "must be a string"}, {Field: "exclude[0]", Detail: "must be a string"}})
	e.complete("", &engine.Invalid{Fields: []engine.FieldError{
		{Field: "trigger", Problem: "is required"}, {Field: "exclude", Problem: "is long"}, {Field: "triggers", Problem: "is new"}, {Field: "signals.a", Problem: "is low"},
	}})
	var got []string
	for _, f := range e.faults {
		got = append(got, f.Field)
	}
	if diff := cmp.Diff([]string{"trigger", "exclude[0]", "triggers", "signals.a"}, got); diff != "" || e.detail != "4 fields are wrong" {
		t.Errorf("%s (-want +got):\n%s", e.detail, diff)
	}
}
