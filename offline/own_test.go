package offline_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proffer/engine"
	"proffer/offline"
	"proffer/offline/export"
)

// Our own log says the same in every format, to the last bit, of every policy;
// dsjson, which has no line where nothing was drawn, but for the count of those.
func TestExportsSayTheSame(t *testing.T) {
	s := openShop(t).visits(500)
	for _, policy := range []string{"uniform", "best", "fixed:kit"} {
		want := judge(t, askShop(policy, s.exported(export.JSONL)))
		if len(want.Estimates) == 0 || want.Model != "ridge" {
			t.Fatalf("%s: got %+v", policy, want)
		}
		for _, f := range []export.Format{export.CSV, export.Parquet, export.DSJSON} {
			got := judge(t, askShop(policy, s.exported(f)))
			if f == export.DSJSON {
				got.Diagnostics.LeftOut.NoChoice += want.Diagnostics.LeftOut.NoChoice
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-jsonl +%s):\n%s", policy, f, diff)
			}
		}
	}
}

// Of our own log, rows count that were drawn by chance; the others are counted apart.
func TestWhatIsLeftOut(t *testing.T) {
	s := openShop(t).visits(300)
	var want offline.LeftOut
	rows := 0
	for story, err := range s.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		switch d := story.Decision; {
		case len(d.Slots) == 0:
			want.NoChoice++
		case d.OPE == "none":
			want.NoChance += len(d.Slots)
		default:
			rows += len(d.Slots)
		}
	}
	d := judge(t, askShop("uniform", s.exported(export.Parquet))).Diagnostics
	if d.LeftOut != want || d.Rows != rows || want.NoChoice == 0 || want.NoChance == 0 {
		t.Errorf("got %d rows and %+v, want %d and %+v", d.Rows, d.LeftOut, rows, want)
	}
}

// A log ends with the first row whose outcome is open: what matured later may be
// what was not accepted. Where nothing is left, the error says so.
func TestImmatureRows(t *testing.T) {
	const open = `{"action":"a","reward":1,"pscore":1,"matured":false,"candidates":[{"offer":"a","p":1}]}`
	if _, err := ask("uniform", written([]byte(open))).Run(context.Background()); err == nil || !strings.Contains(err.Error(), "log.csv: 1 row is immature: its outcome is still open; --immature takes it as it stands") {
		t.Errorf("got %v", err)
	}
	const head = `{"action":"b","reward":1,"pscore":1,"matured":true,"candidates":[{"offer":"b","p":1}]}` + "\n"
	text := []byte(head + strings.Repeat(open+"\n", 3))
	if _, err := ask("fixed:a", written(text)).Run(context.Background()); err == nil || !strings.HasPrefix(err.Error(), "offline: 3 rows are immature: ") || !strings.HasSuffix(err.Error(), `what is left of the log has no action "a"`) {
		t.Errorf("got %v", err)
	}
	if j := judge(t, ask("uniform", written(text))); !strings.HasPrefix(j.Refused, "3 rows are immature: ") {
		t.Errorf("got the refusal %q", j.Refused)
	}
	s := openShop(t).visits(200)
	all := judge(t, askShop("uniform", s.exported(export.JSONL))).Diagnostics
	s.now = s.now.Add(60 * 24 * time.Hour)
	s.visits(100) // and all before is matured
	later := askShop("uniform", s.exported(export.JSONL))
	later.Immature = false
	d := judge(t, later).Diagnostics
	if d.Rows < all.Rows || d.LeftOut.Immature == 0 {
		t.Errorf("got %d rows and %+v, want all %d before and some of the last left out", d.Rows, d.LeftOut, all.Rows)
	}
	whole := judge(t, askShop("uniform", s.exported(export.JSONL))).Diagnostics
	if got, want := d.Rows+d.LeftOut.Immature, whole.Rows; got != want {
		t.Errorf("got %d rows and immature ones, want %d", got, want)
	}
}

// An action that a row could not take is none of its gaps or empty cells, but a
// policy that wants it there is in the gap for all it wants.
func TestSupportOfCandidates(t *testing.T) {
	const head = `{"action":"a","reward":1,"pscore":0.5,"placement":"left","candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}
{"action":"b","reward":0,"pscore":0.5,"placement":"left","candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}
{"action":"c","reward":0,"pscore":1,"placement":"right","candidates":[{"offer":"c","p":1}]}
`
	e := ask("uniform", written([]byte(strings.Repeat(head, 200))))
	e.Model = "none"
	if d := judge(t, e).Diagnostics; d.SupportGap != 0 || d.EmptyCells != 0 || d.MeanWeight != 1 || math.Abs(d.Calibration[2].Ratio-1) > 1e-12 {
		t.Errorf("got %+v", d)
	}
	e = askShop("testdata/shop.yaml", openShop(t).visits(300).exported(export.JSONL), "ips")
	e.Catalogue = []byte(strings.Replace(string(shopCatalogue(t)), "id: sample,", "id: treasure,", 1))
	e.Catalogue = []byte(strings.Replace(string(e.Catalogue), "margin: 1.00", "margin: 1000.00", 1))
	if d := judge(t, e).Diagnostics; d.SupportGap < .8 || d.MeanWeight > .3 {
		t.Errorf("of an offer that the log never had: got a gap of %v and a mean weight of %v", d.SupportGap, d.MeanWeight)
	}
}

// A fixed action is taken where it can be; elsewhere the log's own policy goes on.
func TestFixedAmongCandidates(t *testing.T) {
	const text = `{"action":"a","reward":6,"pscore":0.5,"candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}
{"action":"b","reward":0,"pscore":0.5,"candidates":[{"offer":"a","p":0.5},{"offer":"b","p":0.5}]}
{"action":"c","reward":2,"pscore":0.25,"candidates":[{"offer":"c","p":0.25}],"p_none":0.75}
`
	e := askShop("fixed:a", written([]byte(text)), "ips", "replay")
	e.Model = "none"
	if got := float64(value(t, judge(t, e), "ips").Value); math.Abs(got-(12+0+2)/3.) > 1e-12 {
		t.Errorf("got %v, want 14/3", got)
	}
}

// What is no list of candidates is refused with its place.
func TestBadCandidates(t *testing.T) {
	const row = `{"action":"a","reward":1,"pscore":0.5,"candidates":`
	for _, c := range []struct{ what, text, want string }{
		{"another action", `[{"offer":"b","p":0.5}]`, `column candidates: does not have the action "a"`},
		{"the same twice", `[{"offer":"a","p":0.5},{"offer":"a","p":0.5}]`, `column candidates: has "a" twice`},
		{"no name", `[{"offer":"a","p":0.5},{"p":0.5}]`, "column candidates: has one without a name"},
		{"an unlikely probability", `[{"offer":"a","p":1.5}]`, `column candidates: gives "a" the probability 1.5`},
		{"another propensity", `[{"offer":"a","p":0.6}]`, "column candidates: gives the action the probability 0.6, and its propensity is 0.5"},
		{"a text", `"a"`, "column candidates: invalid character"},
	} {
		_, err := ask("uniform", written([]byte(row+c.text+"}\n"))).Run(context.Background())
		if err == nil || !strings.HasPrefix(err.Error(), "log.csv:1: "+c.want) {
			t.Errorf("%s:\n got %v\nwant log.csv:1: %s", c.what, err, c.want)
		}
	}
}

// A catalogue on its own log, all of whose outcomes were known before the next
// row, is the policy that logged: every weight is 1, whatever the strategy, the
// conditions, the caps and the place in a slate.
func TestCatalogueOnItsOwnLog(t *testing.T) {
	s := openShop(t).visits(600)
	for _, f := range []export.Format{export.JSONL, export.CSV, export.Parquet} {
		e := askShop("testdata/shop.yaml", s.exported(f), "ips", "snips")
		e.Catalogue = shopCatalogue(t)
		d := judge(t, e).Diagnostics
		if math.Abs(d.MeanWeight-1) > 1e-6 || d.MaxWeight > 1+1e-6 || d.SupportGap > 1e-6 || d.Rows < 400 {
			t.Errorf("%s: got weights of mean %v and at most %v in %d rows, and a gap of %v", f, d.MeanWeight, d.MaxWeight, d.Rows, d.SupportGap)
		}
		e.Estimators = []string{"sips", "rips", "iips"}
		j := judge(t, e)
		if d := j.Diagnostics; math.Abs(d.MeanWeight-1) > 1e-6 || d.MaxWeight > 1+1e-6 || j.Unit != "slate" || d.Rows < 300 {
			t.Errorf("%s: got weights of mean %v and at most %v in %d %ss", f, d.MeanWeight, d.MaxWeight, d.Rows, j.Unit)
		}
		if got, want := float64(value(t, j, "sips").Value), meanOfSlates(t, s); math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: sips gives %v, the slates earned %v", f, got, want)
		}
	}
}

// Late news are learned when they came: a catalogue on its own log weighs every row
// with 1 although each kind of report came days after others, refunds before their
// accept or in parts, and about times long before; although beliefs fade, which they
// do with every event, also with those that teach nothing; and whatever it learns.
func TestCatalogueHearsWhatCameLate(t *testing.T) {
	for _, learning := range []string{"half_life: 64h", "target: reward"} {
		t.Run(learning, func(t *testing.T) { hearsWhatCameLate(t, learning) })
	}
}

func hearsWhatCameLate(t *testing.T, learning string) {
	t.Helper()
	catalogue := []byte(strings.Replace(string(shopCatalogue(t)), "learning: {", "learning: {"+learning+", ", 1))
	s := openShopWith(t, catalogue)
	const day = 24 * time.Hour
	s.slow = map[engine.ReportType]time.Duration{
		engine.View: 3 * time.Hour, engine.Decline: 30 * time.Hour, engine.Accept: 40 * time.Hour,
		engine.Refund: day, engine.SupportTicket: 3 * day, engine.Churn: 5 * day,
	}
	s.visits(600)
	s.catchUp(s.now.Add(10 * day))
	for _, f := range []export.Format{export.JSONL, export.CSV, export.Parquet} {
		e := askShop("testdata/shop.yaml", s.exported(f), "ips")
		e.Catalogue = catalogue
		if d := judge(t, e).Diagnostics; math.Abs(d.MeanWeight-1) > 1e-6 || d.MaxWeight > 1+1e-6 || d.Rows < 400 {
			t.Errorf("%s: got weights of mean %v and at most %v in %d rows", f, d.MeanWeight, d.MaxWeight, d.Rows)
		}
	}
}

// A log that says what became of choices and not when it was heard teaches nothing:
// a catalogue would learn what nobody knew yet. One that says it badly is refused.
func TestBadHearings(t *testing.T) {
	row := func(heard string) []byte {
		return []byte(`{"action":"kit","reward":1,"pscore":1,"accepted":true,"value":10,"trigger":"item_added","placement":"drawer","candidates":[{"offer":"kit","p":1}]` + heard + "}\n")
	}
	for _, c := range []struct{ heard, want string }{
		{"", "offline: the log says what became of choices and not when it came to be known"},
		{`,"heard":"accept"`, `log.csv:1: column heard: "accept" must have a time, as accept@2026-03-01T12:00:00Z has`},
		{`,"heard":"accept@2026-03-01T12:00:00Z/now"`, `log.csv:1: column heard: "accept@2026-03-01T12:00:00Z/now" must have a time`},
		{`,"heard":"refund=much@2026-03-01T12:00:00Z"`, `log.csv:1: column heard: "refund=much@2026-03-01T12:00:00Z" has an amount that is no number`},
		{`,"heard":"joy@2026-03-01T12:00:00Z"`, `log.csv:1: column heard: "joy@2026-03-01T12:00:00Z" is no report of a choice`},
	} {
		e := askShop("testdata/shop.yaml", written(row(c.heard)), "ips")
		e.Catalogue = shopCatalogue(t)
		if _, err := e.Run(context.Background()); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.heard, err, c.want)
		}
	}
}

// meanOfSlates is what the decisions by chance earned.
func meanOfSlates(t *testing.T, s *shop) float64 {
	t.Helper()
	var sum, n float64
	for story, err := range s.Stories(time.Time{}, time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if d := story.Decision; len(d.Slots) == 0 || d.OPE == "none" {
			continue
		}
		n++
		sum += earned(&story)
	}
	return sum / n
}

func earned(story *engine.Story) (sum float64) {
	for i, slot := range story.Decision.Slots {
		if slot.Offer == "" {
			place, _ := story.Policy.Placement(story.Decision.Request.Placement)
			sum += place.None.Value
			continue
		}
		sum += story.Policy.Reward(&story.Outcome.Slots[i])
	}
	return sum
}
