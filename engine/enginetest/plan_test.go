package enginetest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const day = 24 * time.Hour

// A plan is a generated catalogue: what it means, beside the YAML that says it.
type plan struct {
	source   string
	offers   []*offer
	places   []*place
	segments []segment
	guards   []*guard
	groups   groups
	learning learning
}

type offer struct {
	id, kind         string // kind is the operator's type
	price, margin    int64  // minor units
	discount         float64
	when             *condition
	triggers, places []string
	priority         int
	weight           float64
}

type place struct {
	name, channel string
	slots         int
	strategy      string
	reportsViews  bool
	noneOff       bool
	none          float64
}

type segment struct {
	name string
	when *condition
}

type groups struct{ holdout, control, baseline float64 }

type learning struct {
	floor, scale, epsilon, width float64
	halfLife                     time.Duration
	target                       string
}

// The windows and delays of every plan. They are short, so that histories of a
// few weeks see the end of each.
const (
	acceptWindow     = 2 * day
	refundWindow     = 5 * day
	churnWindow      = 5 * day
	ticketWindow     = 3 * day
	conversionWindow = 12 * time.Hour
	regretDelay      = day // the mean one, of refunds, churn and tickets alike
)

var triggers = []string{"added", "placed"}

func (p *plan) offer(id string) *offer {
	return find(p.offers, func(o *offer) bool { return o.id == id })
}

func (p *plan) place(name string) *place {
	return find(p.places, func(l *place) bool { return l.name == name })
}

func find[T any](all []*T, is func(*T) bool) *T {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i]
	}
	return nil
}

// saving is what a discounted offer takes off its ordinary price.
func (o *offer) saving() int64 {
	if o.discount == 0 {
		return 0
	}
	ordinary := float64(o.price) / (1 - o.discount)
	return int64(ordinary - float64(o.price) + 0.5)
}

// appears reports whether the catalogue has the offer at a trigger and a placement.
func (o *offer) appears(trigger, placement string) bool {
	return among(o.triggers, trigger) && among(o.places, placement)
}

// among reports whether a list that narrows when it is not empty lets name pass.
func among(list []string, name string) bool { return len(list) == 0 || slices.Contains(list, name) }

// A reach is what a guardrail is narrowed to.
type reach struct{ places, offers, kinds []string }

func (r reach) covers(placement string, o *offer) bool {
	return among(r.places, placement) && among(r.offers, o.id) && among(r.kinds, o.kind)
}

// write renders the plan as the YAML of a catalogue.
func (p *plan) write() {
	var b strings.Builder
	b.WriteString(heading)
	section(&b, "segments", len(p.segments))
	for _, s := range p.segments {
		fmt.Fprintf(&b, "  - {name: %s, when: '%s'}\n", s.name, s.when.text)
	}
	b.WriteString("triggers:\n  added: {moment: cart}\n  placed: {moment: post_purchase}\nplacements:\n")
	for _, l := range p.places {
		none := fmt.Sprintf("{value: %v}", l.none)
		if l.noneOff {
			none = "off"
		}
		fmt.Fprintf(&b, "  %s: {channel: %s, slots: %d, strategy: %s, reports_views: %v, none: %s}\n",
			l.name, l.channel, l.slots, l.strategy, l.reportsViews, none)
	}
	b.WriteString("offers:\n")
	for _, o := range p.offers {
		o.write(&b)
	}
	section(&b, "guardrails", len(p.guards))
	for _, g := range p.guards {
		fmt.Fprintf(&b, "  - {name: %s, type: %s%s%s}\n", g.name, g.kind, g.fields, g.reach)
	}
	fmt.Fprintf(&b, "groups: {holdout: %v, control: %v, baseline: %v}\n", p.groups.holdout, p.groups.control, p.groups.baseline)
	l := p.learning
	fmt.Fprintf(&b, "learning: {floor: %v, posterior_scale: %v, epsilon: %v, width: %v, half_life: %s, target: %s, %s}\n",
		l.floor, l.scale, l.epsilon, l.width, span(l.halfLife), l.target, windowsAndDelays)
	p.source = b.String()
}

// section begins a list that is left out when it is empty.
func section(b *strings.Builder, name string, entries int) {
	if entries > 0 {
		b.WriteString(name + ":\n")
	}
}

const heading = `version: 1
currency: USD
signals:
  cart_value: {type: number}
  orders:     {type: count}
  consent:    {type: boolean}
  device:     {type: category, values: [mobile, desktop]}
  tags:       {type: set}
  ahead:      {type: number}
`

var windowsAndDelays = fmt.Sprintf("windows: {accept: %s, refund: %s, churn: %s, ticket: %s, conversion: %s}, delays: {refund: %[6]s, churn: %[6]s, ticket: %[6]s}",
	span(acceptWindow), span(refundWindow), span(churnWindow), span(ticketWindow), span(conversionWindow), span(regretDelay))

func (o *offer) write(b *strings.Builder) {
	fmt.Fprintf(b, "  - {id: %s, kind: cross_sell, type: %s, price: %s, margin: %s, discount: %v, priority: %d, weight: %v%s%s",
		o.id, o.kind, money(o.price), money(o.margin), o.discount, o.priority, o.weight,
		listed("triggers", o.triggers), listed("placements", o.places))
	if o.when != nil {
		fmt.Fprintf(b, ", when: '%s'", o.when.text)
	}
	b.WriteString(", costs: {refund: 2.00, churn: 5.00, ticket: 1.00}}\n")
}

func (r reach) String() string {
	return listed("placements", r.places) + listed("offers", r.offers) + listed("types", r.kinds)
}

func listed(name string, all []string) string {
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf(", %s: [%s]", name, strings.Join(all, ", "))
}

func money(minor int64) string { return fmt.Sprintf("%d.%02d", minor/100, minor%100) }

// span writes a duration in minutes, which is all that plans need.
func span(d time.Duration) string { return fmt.Sprintf("%dm", d/time.Minute) }
