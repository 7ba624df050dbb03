package figures_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proffer/offline"
	"proffer/offline/figures"
	"proffer/offline/ope"
)

// ask is an evaluation of a log with what is usual filled in, and a trace.
func ask(policy string, log io.Reader) *offline.Evaluation {
	text, err := io.ReadAll(log)
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), err }
	return &offline.Evaluation{
		Table: &offline.Table{Name: "log.csv", Open: open}, Policy: policy, Trace: new(offline.Trace),
		Interval: ope.Normal, Alpha: .05, Bounds: ope.Bounds{MostReward: 1}, Replicates: 100, Seed: 1,
	}
}

// published reads a log of the laboratory's.
func published(t *testing.T, name string) io.Reader {
	t.Helper()
	packed, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	log, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// write evaluates and writes the page.
func write(t *testing.T, e *offline.Evaluation) (string, *offline.Judgement) {
	t.Helper()
	j, err := e.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	report := figures.Report{Log: e.Table.Name, Confidence: .95, Judgement: j, Trace: e.Trace}
	if err := report.Write(&page); err != nil {
		t.Fatal(err)
	}
	return page.String(), j
}

var (
	drawing = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	painted = regexp.MustCompile(`(?:fill|stroke):([^;"]*)`)
	colour  = regexp.MustCompile(`^(?:none|var\(--[a-z]+\)|#[0-9A-Fa-f]{6})$`)
	reaches = regexp.MustCompile(`(?i)https?:|<script|<link|<img|src=|url\(|@import|NaN|Inf\b`)
)

// sound holds every page to what a browser needs of it: drawings that are well
// formed, in colours that there are, and told in words, and nothing that is run or
// fetched.
func sound(t interface{ Errorf(string, ...any) }, page string) {
	if found := reaches.FindString(page); found != "" {
		t.Errorf("the page has %q", found)
	}
	for _, svg := range drawing.FindAllString(page, -1) {
		for _, found := range painted.FindAllStringSubmatch(svg, -1) {
			if !colour.MatchString(found[1]) {
				t.Errorf("%q is no colour", found[1])
			}
		}
		in := xml.NewDecoder(strings.NewReader(svg))
		for {
			_, err := in.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%v in %.200s", err, svg)
				break
			}
		}
		if !strings.Contains(svg, `role="img"`) || !strings.Contains(svg, "<title ") || !strings.Contains(svg, "<desc ") {
			t.Errorf("nobody reads out %.200s", svg)
		}
	}
	if heads, scopes := strings.Count(page, "<th"), strings.Count(page, "<th scope=")+strings.Count(page, "<thead"); heads != scopes {
		t.Errorf("%d of %d heads of tables say what they are the head of", scopes, heads)
	}
}

// Every number and every word of the document is on the page, as the page writes
// numbers: with four digits, or a share in hundredths.
func TestPageHoldsTheDocument(t *testing.T) {
	for _, log := range []string{"synth_fixture.csv.gz", "small_bts_random_men.csv.gz"} {
		page, j := write(t, ask("columns", published(t, log)))
		sound(t, page)
		text, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := json.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		held(t, page, document)
	}
}

// A page of slates counts slates: in words, along the log and in the weights.
func TestPageOfSlates(t *testing.T) {
	var log bytes.Buffer
	fmt.Fprintln(&log, "slate_id,position,action,reward,pscore,pe")
	for i := range 400 {
		for place := range 3 {
			fmt.Fprintf(&log, "s%d,%d,%d,%d,%v,.5\n", i, place+1, (i+place)%4, (i+place)%5/4, []float64{.25, .5}[i%2])
		}
	}
	e := ask("columns", &log)
	e.Estimators, e.Model, e.Force = []string{"sips", "iips", "rips"}, "none", true
	page, j := write(t, e)
	sound(t, page)
	if j.Unit != "slate" || !strings.Contains(page, "the 400 slates of") || !strings.Contains(page, " a slate, by sips.") {
		t.Errorf("the page does not count slates: %+v", j.Estimates)
	}
	if last := e.Trace.Course[len(e.Trace.Course)-1]; last.Rows != 400 {
		t.Errorf("the course ends at %d, want 400", last.Rows)
	}
}

// held looks for a document's leaves.
func held(t *testing.T, page string, document any) {
	t.Helper()
	has := func(forms ...string) {
		for _, form := range forms {
			if strings.Contains(page, ">"+form) || strings.Contains(page, " "+form) {
				return
			}
		}
		t.Errorf("the page does not have %q", forms[0])
	}
	switch x := document.(type) {
	case map[string]any:
		for _, value := range x {
			held(t, page, value)
		}
	case []any:
		for _, value := range x {
			held(t, page, value)
		}
	case float64:
		forms := []string{offline.Figure(x).String(), offline.Figure(math.Round(x*1e4)/1e2).String() + " %"}
		if x == math.Trunc(x) {
			forms = append(forms, fmt.Sprint(int(x)))
		}
		has(forms...)
	case string:
		has(x)
	}
}

// A log that is refused has its reasons on the page and no estimate; one that was
// forced to speak has both.
func TestPageOfARefusedLog(t *testing.T) {
	e := ask("columns", published(t, "small_bts_random_men.csv.gz"))
	for _, force := range []bool{false, true} {
		e.Force = force
		page, j := write(t, e)
		if j.Refused == "" || !strings.Contains(page, "No policy should be ranked on this log.") {
			t.Fatalf("the log is not refused: %q", j.Refused)
		}
		for _, part := range []string{"<h2>Estimates", "<h2>Along the log", "Do not decide anything"} {
			if got := strings.Contains(page, part); got != force {
				t.Errorf("by force %v: the page has %q: %v", force, part, got)
			}
		}
		if got := strings.Contains(page, "This log cannot say."); got == force {
			t.Errorf("by force %v: the answer is that there is none: %v", force, got)
		}
	}
}

// However many actions a log has, the figure of their calibration has the worst
// of them, and the table has all.
func TestPageOfManyActions(t *testing.T) {
	var log bytes.Buffer
	fmt.Fprintln(&log, "action,reward,pscore")
	for i := range 6_000 {
		fmt.Fprintf(&log, "product-%d,%d,%v\n", i%120, i%7/6, 1./120)
	}
	e := ask("uniform", &log)
	e.Model = "none"
	page, _ := write(t, e)
	svgs := drawing.FindAllString(page, -1)
	if got := strings.Count(svgs[2], ">product-"); got != 30 {
		t.Errorf("the figure has %d actions, want 30", got)
	}
	if got := strings.Count(page, `<th scope="row">product-`); got != 120 || !strings.Contains(page, "Of 120 actions, the figure has the 30") {
		t.Errorf("the table has %d actions, want 120", got)
	}
	sound(t, page)
}

// Names from a log are text, whatever is in them.
func TestPageOfHostileNames(t *testing.T) {
	var log bytes.Buffer
	fmt.Fprintln(&log, "action,reward,pscore")
	for i := range 400 {
		fmt.Fprintf(&log, "%s,1,.5\n", []string{`<script>&'`, "a\x01b\u202e" + strings.Repeat("x", 50)}[i%2])
	}
	e := ask("uniform", &log)
	e.Table.Name = `<img src=x>.csv`
	page, _ := write(t, e)
	if strings.Contains(page, "<img") || strings.Contains(page, "<script") {
		t.Error("a name is more than text")
	}
	sound(t, strings.ReplaceAll(page, "src=x&gt;", ""))
}

// Whatever the interval, the page says what it trusts, and of those alone that may
// be read at any time that they may.
func TestPageWarnsOfStopping(t *testing.T) {
	e := ask("columns", published(t, "synth_fixture.csv.gz"))
	for _, m := range ope.Methods() {
		e.Interval = m
		e.Bounds.LeastPropensity = .05
		page, _ := write(t, e)
		want := m != ope.Anytime && m != ope.AnytimeExact
		if got := strings.Contains(page, "Not for stopping"); got != want {
			t.Errorf("%s: warned %v, want %v", m, got, want)
		}
		if !strings.Contains(page, "<p>These intervals ") {
			t.Errorf("%s: nothing is said of what it trusts", m)
		}
		sound(t, page)
	}
}

// Whatever figures a log has, there is a page.
func TestPageOfAnyLog(t *testing.T) {
	number := rapid.SampledFrom([]string{"0", "1", "0.5", "-3", "1e75", "-1e75", "1e-75", "1.0000000000000002"})
	action := rapid.SampledFrom([]string{"0", "1"})
	propensity := rapid.SampledFrom([]string{"1", "0.5", "0.01", "1e-70"})
	policy := rapid.SampledFrom([]string{"0,1", "1,0", "0.5,0.5", "0.01,0.99", "1,1e-70"})
	rapid.Check(t, func(rt *rapid.T) {
		var log bytes.Buffer
		fmt.Fprintln(&log, "action,reward,pscore,pe0,pe1,q0,q1")
		for range rapid.IntRange(1, 9).Draw(rt, "rows") {
			fmt.Fprintln(&log, strings.Join([]string{
				action.Draw(rt, "action"), number.Draw(rt, "reward"), propensity.Draw(rt, "propensity"),
				policy.Draw(rt, "policy"), number.Draw(rt, "q0"), number.Draw(rt, "q1"),
			}, ","))
		}
		e := ask(rapid.SampledFrom([]string{"uniform", "best", "columns"}).Draw(rt, "name"), &log)
		e.Interval = rapid.SampledFrom(ope.Methods()).Draw(rt, "interval")
		e.Bounds, e.Force = ope.Bounds{LeastReward: -1e75, MostReward: 1e75}, true
		page, _ := write(t, e)
		sound(rt, page)
	})
}

// The answer says more or less only where the interval of the difference does.
func TestPageComparesWithTheLog(t *testing.T) {
	log := func(rewards ...float64) *bytes.Buffer {
		var text bytes.Buffer
		fmt.Fprintln(&text, "action,reward,pscore")
		for i := range 2_000 {
			fmt.Fprintf(&text, "%d,%v,.5\n", i%2, rewards[i%len(rewards)])
		}
		return &text
	}
	for _, c := range []struct {
		rewards []float64
		want    string
	}{
		{[]float64{1, 0}, "the policy earns more."},
		{[]float64{0, 1}, "the policy earns less."},
		{[]float64{1, 0, 0, 1}, "which of the two is better cannot be told."},
	} {
		e := ask("fixed:0", log(c.rewards...))
		e.Model = "none"
		page, j := write(t, e)
		if d := j.Differences[0]; !strings.Contains(page, fmt.Sprintf("the difference is %s, from %s to %s by snips (delta): %s", d.Value, d.Lower, d.Upper, c.want)) {
			t.Errorf("rewards %v: the page does not say that %s", c.rewards, c.want)
		}
	}
}
