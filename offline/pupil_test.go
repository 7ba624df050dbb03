package offline_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"proffer/engine"
	"proffer/guardrails"
	"proffer/offline"
)

// learning is a catalogue for an experiment of three actions with one signal.
const learning = `version: 1
currency: USD
signals:
  x0: {type: number}
triggers:
  row: {moment: in_product}
placements:
  page: {channel: in_app, strategy: thompson, reports_views: true, none: off}
offers:
`

// learningFrom is that catalogue with offers of some ids.
func learningFrom(ids ...string) []byte {
	text := learning
	for _, id := range ids {
		text += fmt.Sprintf("  - {id: %q, kind: upsell, type: action, motivation: better_results, friction: one_click, price: 1, margin: 1, prior: {accept: 50%%, strength: 2}}\n", id)
	}
	return []byte(text)
}

// crossing is an experiment in which the sign of the context says what to do.
func crossing(rows int) *offline.Table {
	return experiment{rows: rows, actions: 3, contexts: 1, seed: 12, reward: func(chance *rand.Rand, x []float64, action int) float64 {
		good := action == 1 && x[0] > 0 || action == 2 && x[0] < 0
		if good {
			return coin(chance, .9)
		}
		return coin(chance, .1)
	}}.table()
}

// A catalogue learns from the rows of a table as they come: it earns more than any
// fixed action, and nearly what is to be had, with weights that average 1.
func TestCatalogueLearnsFromATable(t *testing.T) {
	e := ask("learn.yaml", crossing(4_000).Open)
	e.Catalogue = learningFrom("0", "1", "2")
	j := judge(t, e)
	if x := value(t, j, "snips"); j.Refused != "" || !(x.Value > .75 && x.Value < .92) || j.Policy != "learn.yaml" {
		t.Errorf("%s earns %v, refused: %q; want most of .9", j.Policy, x.Value, j.Refused)
	}
	if best := judge(t, ask("best", crossing(4_000).Open)); !(value(t, best, "snips").Value < .6) {
		t.Errorf("the best fixed action earns %v, want about .5", value(t, best, "snips").Value)
	}
}

// What a row earned is not known when the row is decided: with rewards that say
// by accident what was taken, no weight tells more of them than of others.
func TestCatalogueDoesNotLookAhead(t *testing.T) {
	e := ask("learn.yaml", experiment{rows: 4_000, actions: 3, contexts: 1, seed: 13, reward: func(chance *rand.Rand, _ []float64, _ int) float64 {
		return coin(chance, .5)
	}}.table().Open)
	e.Catalogue = learningFrom("0", "1", "2")
	x := value(t, judge(t, e), "ips")
	if off := float64(x.Value) - .5; off > 4*float64(x.StandardError) || off < -4*float64(x.StandardError) {
		t.Errorf("got %v ± %v, want .5", x.Value, x.StandardError)
	}
}

// A catalogue that cannot decide the rows of a table is refused in words.
func TestCataloguesThatDoNotFit(t *testing.T) {
	const head = "action,reward,pscore,x0\n0,1,1,2\n"
	const binary = "\xff"
	two := strings.Replace(string(learningFrom("0")), "placements:\n", "placements:\n  side: {channel: in_app}\n", 1)
	for _, c := range []struct{ what, catalogue, text, want string }{
		{"two placements", two, head, "offline: the catalogue has 2 placements, and the log has no column placement that names one"},
		{"rewards of any size", string(learningFrom("0")), "action,reward,pscore,x0\n0,7,1,2\n", "offline: the log's rewards are other than 0 and 1, so the catalogue must say learning: {target: reward}"},
		{"a signal of another type", string(learningFrom("0")), "action,reward,pscore,x0\n0,1,1,much\n", `log.csv:2: column x0: must be a number, not "much"`},
		{"a signal without a column", string(learningFrom("0")), "action,reward,pscore,x1\n0,1,1,2\n", "offline: the catalogue's signal x0 is no column of the log, did you mean \"x1\"?"},
		{"offers of other names", string(learningFrom("0", "kit", "box")), "action,reward,pscore,x0\n0,1,1,2\nsun,1,1,2\n", `offline: offers must be called as the log's actions are: no action is called "kit", "box"; no offer is called "sun"`},
		{"an action that is no text", string(learningFrom("0")), "action,reward,pscore,x0\n" + binary + ",1,1,2\n", "log.csv:2: column action: must be valid UTF-8"},
		{"what became of nothing", string(learningFrom("0")), `{"action":"0","reward":7,"pscore":1,"candidates":[{"offer":"0","p":1}]}` + "\n", "offline: the log says what choices earned and not what became of them, as dsjson does"},
		{"a placement that is not there", two, "action,reward,pscore,x0,placement\n0,1,1,2,attic\n", "log.csv:2: engine: placement: is not in the catalogue"},
	} {
		e := ask("learn.yaml", written([]byte(c.text)))
		e.Catalogue = []byte(c.catalogue)
		if _, err := e.Run(context.Background()); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.what, err, c.want)
		}
	}
	e := ask("learn.yaml", written([]byte(head)))
	e.Catalogue = []byte("version: 2\n")
	if _, err := e.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("got %v", err)
	}
}

// guarded has a guardrail of every type.
const guarded = `groups: {control: 5%}
guardrails:
  - {name: a, type: first_time_buyer, when: 'x0 > 9', max_price: 50.00}
  - {name: b, type: frequency, max: 512, per: 24h}
  - {name: c, type: cooldown, after: decline, wait: 1h, by: offer}
  - {name: d, type: owned, by: offer, offers: ["2"]}
  - {name: e, type: consent, channels: [email], signal: consents}
  - {name: f, type: quiet, when: 'known("x0") and x0 > 9'}
  - {name: g, type: quiet_hours, from: '21:00', until: '08:00', zone: Europe/Berlin}
  - {name: h, type: discount_share, max: 50%, per: 90d}
  - {name: i, type: friction, frictions: [form], min_accept: 1%, level: 90%}
  - {name: j, type: slate, distinct_types: true}
  - {name: k, type: budget, max: 1000, offers: ["1"]}
  - {name: l, type: conversion_drop, placements: [page], margin: 5%, window: 1h}
  - {name: m, type: refund_rate, max: 1%, window: 1d}
  - {name: n, type: churn_rate, max: 1%, window: 1d}
  - {name: o, type: ticket_rate, max: 1%, window: 1d}
  - {name: p, type: acceptance_floor, min: 90%, window: 1h}
`

// A catalogue of every guardrail decides a table from end to end, and each row is
// a decision of its own: a budget counts the rows that took its offer, and gives
// out no more than it has.
func TestGuardrailsOnATable(t *testing.T) {
	file, err := crossing(4_000).Open()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	consenting := strings.ReplaceAll(strings.TrimSpace(string(text)), "\n", ",true\n") + ",true"
	e := ask("learn.yaml", written([]byte(strings.Replace(consenting, ",true", ",consents", 1))))
	source := strings.Replace(string(learningFrom("0", "1", "2")), "  x0: {type: number}\n", "  x0: {type: number}\n  consents: {type: boolean}\n", 1)
	e.Catalogue = []byte(source + guarded)
	compiled, err := engine.Compile(e.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, g := range compiled.Guardrails() {
		declared[g.Type] = true
	}
	if got, want := slices.Sorted(maps.Keys(declared)), guardrails.Types(); !slices.Equal(got, want) {
		t.Fatalf("the catalogue has %v, want one of each of %v", got, want)
	}
	withheld := judge(t, e)
	e.Catalogue = []byte(source)
	free := judge(t, e)
	if a, b := value(t, withheld, "snips").Value, value(t, free, "snips").Value; !(a < b-.02) {
		t.Errorf("with a budget of 1,000 for action 1 it earns %v, want less than %v without", a, b)
	}
}

// Rewards of any size are learned as numbers, where the catalogue says so.
func TestCatalogueOfRewards(t *testing.T) {
	table := experiment{rows: 3_000, actions: 3, contexts: 1, seed: 14, reward: func(chance *rand.Rand, _ []float64, action int) float64 {
		return 10*float64(action) + chance.NormFloat64()
	}}.table()
	e := ask("learn.yaml", table.Open)
	e.Catalogue = []byte(strings.Replace(string(learningFrom("0", "1", "2")), "triggers:\n", "learning: {target: reward}\nprior: {reward: 10, reward_sd: 9, strength: 2}\ntriggers:\n", 1))
	if x := value(t, judge(t, e), "snips"); !(x.Value > 18 && x.Value < 20.1) {
		t.Errorf("got %v, want nearly 20", x.Value)
	}
}
