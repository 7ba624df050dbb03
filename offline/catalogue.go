package offline

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"proffer/engine"
	"proffer/features"
	"proffer/policy"
)

// A Run is one policy on its way through a table.
type Run struct {
	Name     string // of its placement, and the beginning of its offers' ids
	Strategy string
	Shuffle  int // 0: the table's own order
}

// trigger is the business event that every row of a table is.
const trigger = "row"

// Catalogue writes the catalogue of a table for some runs, as an operator would:
// one trigger, a placement for each run and an offer for each action. Where it
// is silent the engine's defaults hold, since they are what is measured.
//
// The prior knows what the rewards of the whole table are like, and nothing of
// how they differ between actions. Rewards that are all 0 or 1 are accepts; any
// others are learned as numbers.
func (s *Survey) Catalogue(runs ...Run) []byte { return s.write(s.offers, runs...) }

// OwnCatalogue is the catalogue of a run by itself, with the table's own names: its
// offers are called as the actions are and its signals as the columns, so that an
// Evaluation of the table takes it. Where one of them is no name that a catalogue
// can have, it is what Catalogue has.
func (s *Survey) OwnCatalogue(r Run) []byte {
	text, _ := s.ownCatalogue(r)
	return text
}

// ownCatalogue says besides what the catalogue calls otherwise than the table does.
func (s *Survey) ownCatalogue(r Run) ([]byte, *nicknames) {
	own, proper := *s, true
	own.Signals = slices.Clone(s.Signals)
	for i := range own.Signals {
		g := &own.Signals[i]
		proper = proper && g.Name == signalPrefix+g.Column // it was neither changed nor cut
		g.Name = g.Column
	}
	names := func(Run) (ids []string) {
		for _, a := range s.Actions {
			ids = append(ids, a.Name)
		}
		return ids
	}
	text := own.write(names, r)
	if _, err := engine.Compile(text); proper && err == nil {
		return text, nil
	}
	return s.Catalogue(r), s.nicknames(r)
}

// write writes the catalogue of runs whose offers have such ids.
func (s *Survey) write(offers func(Run) []string, runs ...Run) []byte {
	var y yaml
	y.line("version: 1")
	y.line("currency: %s", cmp.Or(s.Currency, "USD"))
	y.line("learning: {target: %s}", s.target())
	y.line("prior: %s", s.prior())
	if len(s.Signals) > 0 {
		y.line("signals:")
	}
	for i := range s.Signals {
		y.line("  %s: %s", s.Signals[i].Name, s.Signals[i].declaration())
	}
	y.line("triggers:")
	y.line("  %s: {moment: in_product}", trigger)
	y.line("placements:")
	for _, r := range runs {
		y.line("  %s: {channel: in_app, strategy: %s, reports_views: true, none: off}", quote(r.Name), r.Strategy)
	}
	y.line("offers:")
	for _, r := range runs {
		for i, id := range offers(r) {
			y.line("  - {id: %s, placements: [%s], kind: upsell, type: action, motivation: better_results, friction: one_click, price: 1, margin: 1, content: {title: %s}}",
				quote(id), quote(r.Name), quote(s.Actions[i].Name))
		}
	}
	return []byte(y.text.String())
}

func (s *Survey) target() policy.Target {
	if s.Binary {
		return policy.NetValue
	}
	return policy.Reward
}

// strength is how many rows the belief is worth that an action is like the
// table. The table's mean is known well, so it may be strong: an action that is
// unlucky in its first rows is then not given up for the rest of them.
const strength = 100

// prior is what is believed of every action: that it is like the table.
func (s *Survey) prior() string {
	if s.Binary { // half a row of each kind keeps the share inside of 0 and 1
		n := float64(s.Rows)
		return fmt.Sprintf("{accept: %s, refund: 0, strength: %d}", decimal((s.Reward.Mean()*n+0.5)/(n+1)), strength)
	}
	r := scaleOf(s.Reward)
	return fmt.Sprintf("{reward: %s, reward_sd: %s, strength: %d}", decimal(r.mean), decimal(r.sd), strength)
}

// declaration says how a signal is encoded.
func (g *Signal) declaration() string {
	if g.Numeric {
		c := scaleOf(g.Numbers)
		return fmt.Sprintf("{type: number, scale: standard, mean: %s, sd: %s}", decimal(c.mean), decimal(c.sd))
	}
	if len(g.Values) == 0 {
		return "{type: category}"
	}
	values := make([]string, len(g.Values))
	for i, v := range g.Values {
		values[i] = quote(v)
	}
	return "{type: category, values: [" + strings.Join(values, ", ") + "]}"
}

// maxID is the length of a name of the catalogue.
const maxID = features.MaxNameLength

// offers are the ids of the actions in one run, each of its own.
func (s *Survey) offers(r Run) []string {
	ids, taken := make([]string, len(s.Actions)), map[string]bool{}
	for i, a := range s.Actions {
		plain := strings.Map(func(c rune) rune {
			if c == '_' || c == '-' || c == '.' || c < 0x80 && isWord(byte(c)) {
				return c
			}
			return '_'
		}, a.Name)
		ids[i] = unique(r.Name+"-"+plain, maxID, taken)
	}
	return ids
}

// yaml is a document in the making.
type yaml struct{ text strings.Builder }

func (y *yaml) line(format string, args ...any) { fmt.Fprintf(&y.text, format+"\n", args...) }

// quote writes a text between double quotes; Go's escapes are YAML's too.
func quote(text string) string { return strconv.Quote(text) }

// decimal writes a number without an exponent, to nine digits: more than any
// table is sure of, and fewer than rounding spoils.
func decimal(x float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 9, 64), 64)
	if err != nil { // beyond the largest number by rounding alone
		rounded = x
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}
