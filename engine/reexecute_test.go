package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
)

// A logged decision that says anything else than what is decided again differs
// in that, by name, and in nothing else.
func TestDifferencesNameTheField(t *testing.T) {
	w := newWorld(t, shop)
	logged := w.rank(drawer("c-1")).Decision
	for _, c := range []struct {
		name   string
		change func(d *engine.Decision)
		want   []string
	}{
		{"nothing", func(*engine.Decision) {}, nil},
		{"policy_version", func(d *engine.Decision) { d.PolicyVersion = "v" }, []string{"policy_version was v and is " + logged.PolicyVersion}},
		{"encoding", func(d *engine.Decision) { d.Encoding = "e" }, []string{"encoding was e and is " + logged.Encoding}},
		{"group", func(d *engine.Decision) { d.Group = engine.Baseline }, []string{"group was baseline and is treatment"}},
		{"treated", func(d *engine.Decision) { d.Treated = .25 }, []string{"treated was 0.25 and is 1"}},
		{"first_of_visit", func(d *engine.Decision) { d.FirstOfVisit = false }, []string{"first_of_visit was false and is true"}},
		{"segment", func(d *engine.Decision) { d.Segment = "others" }, []string{"segment was others and is " + logged.Segment}},
		{"strategy", func(d *engine.Decision) { d.Strategy = "dice" }, []string{"strategy was dice and is " + logged.Strategy}},
		{"ope", func(d *engine.Decision) { d.OPE = "none" }, []string{"ope was none and is exact"}},
		{"reason", func(d *engine.Decision) { d.Reason = engine.Withheld }, []string{"reason was WITHHELD and is SPLIT"}},
		{"showable", func(d *engine.Decision) { d.Showable = false }, []string{"showable was false and is true"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			was := *logged
			c.change(&was)
			got, err := was.Differences(w.before(engine.Answer{Decision: logged}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
