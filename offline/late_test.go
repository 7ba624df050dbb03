package offline_test

import (
	"strings"
	"testing"

	"proffer/offline"
)

// late is a log in JSON lines whose first and last rows have members of their own.
func late(first, last string) []byte {
	line := func(action, members string) string {
		return `{"action":` + action + `,"reward":1,"pscore":0.5,"pe0":1,"pe1":0` + members + "}\n"
	}
	return []byte(line("0", first) + strings.Repeat(line("0", "")+line("1", ""), 1000) + line("0", last))
}

// A column that would play a part is on the lines that tell the columns, or its first
// line is refused: without it the figures would be others. What plays none may come
// when it likes.
func TestLateColumns(t *testing.T) {
	for _, c := range []struct{ what, first, members, wrong string }{
		{"nothing", "", "", ""},
		{"what is passed over", "", `,"note":"x","q1":1`, ""},
		{"a model that is early", `,"q0":1,"q1":1`, `,"q0":1,"q1":1`, "log.jsonl:2: column q0: is empty"},
		{"a model", "", `,"q1":1,"q0":1`, "log.jsonl:2002: column q0 is here for the first time, after the first 64 KiB, which tell the columns: the first line must have it, be it as null"},
		{"the policy of the action taken", "", `,"pe":0.5`, "log.jsonl:2002: column pe is here for the first time, after the first 64 KiB"},
		{"a customer", "", `,"customer":"c"`, "log.jsonl:2002: column customer is here for the first time, after the first 64 KiB"},
		{"a customer that was null", `,"customer":null`, `,"customer":"c"`, ""},
		{"a signal", "", `,"x3":1`, "log.jsonl:2002: column x3 is here for the first time, after the first 64 KiB"},
	} {
		e := ask("columns", written(late(c.first, c.members)))
		e.Table = &offline.Table{Name: "log.jsonl", Open: e.Table.Open}
		_, err := e.Run(t.Context())
		if c.wrong == "" && err != nil || c.wrong != "" && (err == nil || !strings.HasPrefix(err.Error(), c.wrong)) {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.wrong)
		}
	}
}
