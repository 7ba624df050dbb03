package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"proffer/features"
)

// scope is what the catalogue has declared so far, which what is read after it
// may refer to.
type scope struct {
	currency   Currency
	conditions *conditions
	segments   []string
	triggers   []string
	placements []string
	offers     []string
	types      []string
}

// Load reads a catalogue. The error is Faults: everything that is wrong with it,
// in the order of the lines.
func Load(text []byte) (*Catalogue, error) { return whole(Draft(text)) }

// Recall reads a catalogue that has served. It was found good when it came, so
// what only a rule of today refuses, such as a number that is out of range, is
// read as it stands. What cannot be read at all is a fault as ever.
func Recall(text []byte) (*Catalogue, error) { return whole(build(text, true)) }

// Draft reads a catalogue as far as it can be read, so that those who know the
// types of its guardrails can name their faults beside the others. It serves
// nobody. It is nil when the text is no YAML.
func Draft(text []byte) (*Catalogue, Faults) { return build(text, false) }

// whole is a catalogue without faults, or its faults alone.
func whole(c *Catalogue, faults Faults) (*Catalogue, error) {
	if err := faults.err(); err != nil {
		return nil, err
	}
	return c, nil
}

func build(text []byte, served bool) (*Catalogue, Faults) {
	src, faults := parse(text)
	if len(faults) > 0 {
		return nil, faults
	}
	b := &builder{
		c: &Catalogue{Version: version(text), Source: slices.Clone(text)},
		r: &reading{src: src, places: make(places), scope: newScope(), served: served},
	}
	s := b.r.open("", src.root)
	b.catalogue(s)
	s.close()
	b.c.places = b.r.places
	if len(b.r.faults) == 0 {
		b.c.index()
	}
	return b.c, b.r.faults.sorted()
}

func version(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func newScope() *scope {
	usd := Currency{Code: "USD", Exponent: 2} // until the file says which
	return &scope{currency: usd, conditions: newConditions(nil, nil)}
}

// A builder fills a catalogue while its source is read. What is declared comes
// before what refers to it, whatever the order of the file.
type builder struct {
	c *Catalogue
	r *reading
}

func (b *builder) catalogue(s *Settings) {
	s.Count("version", Required, AtLeast(1), AtMost(1), says("The version of this format, which is 1."))
	b.currency(s)
	b.signals(s)
	b.segments(s)
	b.interactions(s)
	b.checkSchema(b.r.scope.conditions.doubted)
	b.triggers(s)
	b.placements(s)
	b.groups(s)
	b.learning(s)
	b.c.Prior = b.prior(s, "prior", defaultPrior(), says("What is believed of an offer that says nothing of its own; change it to what your offers usually do."))
	b.offers(s)
	b.guardrails(s)
}

func (b *builder) currency(s *Settings) {
	before := len(b.r.faults)
	code := s.Text("currency", Required,
		says("The ISO 4217 code of every amount of the file, such as USD; amounts are in major units, with no more decimals than the currency has."))
	if len(b.r.faults) > before || !s.Has("currency") {
		return
	}
	c, err := ParseCurrency(code)
	if err != nil {
		s.Fault("currency", "must be a currency of ISO 4217 such as USD", "")
		return
	}
	b.c.Currency, b.r.scope.currency = c, c
}

// Schema is how the signals are encoded.
func (c *Catalogue) Schema() features.Schema {
	names := make([]string, len(c.Segments))
	for i, s := range c.Segments {
		names[i] = s.Name
	}
	return features.Schema{Signals: c.Signals, Segments: names, Interactions: c.Interactions}
}
