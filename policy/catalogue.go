// Package policy is the catalogue: what may be offered, where, to whom and by
// which strategy. It reads the operator's YAML, refuses what is wrong with the
// line and the column, and compiles the conditions.
//
// It knows nothing of requests, customers' histories, logs or disks. A loaded
// Catalogue never changes, so it may be shared between goroutines.
package policy

import (
	"time"

	"proffer/features"
)

// A Catalogue is one whole version of the operator's decisions. Its Version is
// the hash of its source, so two equal sources are one policy version.
type Catalogue struct {
	Version      string // policy version: hash of Source
	Source       []byte // the YAML as the operator wrote it
	Currency     Currency
	Signals      []features.Signal
	Interactions []features.Interaction
	Segments     []Segment // in order; the first that matches wins
	Triggers     []Trigger
	Placements   []Placement
	Offers       []Offer // in the order of the file
	Guardrails   []Guardrail
	Groups       Groups
	Learning     Learning
	Prior        Prior // what offers that say nothing of their own are believed to be

	places     places // for warnings, which are found later
	candidates map[meeting][]*Offer
}

// A Segment is a named group of customers.
type Segment struct {
	Name string
	When *Condition
}

// Moment is the situation that a trigger belongs to.
type Moment string

// The moments at which an offer can help.
const (
	ProductPage  Moment = "product_page"
	Cart         Moment = "cart"
	Checkout     Moment = "checkout"
	PostPurchase Moment = "post_purchase"
	InProduct    Moment = "in_product"
	Renewal      Moment = "renewal"
)

// A Trigger is a business event that asks for an offer.
type Trigger struct {
	Name   string
	Moment Moment
}

// Channel is how a placement reaches the customer.
type Channel string

// The channels. Those that reach out to the customer need consent.
const (
	Onsite Channel = "onsite"
	InApp  Channel = "in_app"
	Email  Channel = "email"
	SMS    Channel = "sms"
)

// A Placement is a surface on which an offer can appear.
type Placement struct {
	Name         string
	Channel      Channel
	Slots        int    // how many offers it can show at once; 1 when the file is silent
	Strategy     string // one of Strategies(); thompson when the file is silent
	ReportsViews bool   // only viewed offers count as shown
	None         None
}

// None is the candidate that shows nothing.
type None struct {
	Off   bool    // true: something is always shown when anything may be
	Value float64 // what showing nothing is worth, in major units; 0 when the file is silent
}

// Kind says what an offer does to the order.
type Kind string

// The kinds of offer.
const (
	Upsell    Kind = "upsell"
	CrossSell Kind = "cross_sell"
	Upgrade   Kind = "upgrade"
)

// Motivation is why a customer would want the offer.
type Motivation string

// The motivations.
const (
	SaveMoney     Motivation = "save_money"
	SaveTime      Motivation = "save_time"
	ReduceRisk    Motivation = "reduce_risk"
	BetterResults Motivation = "better_results"
)

// Friction is what accepting asks of the customer, from least to most.
type Friction string

// The frictions.
const (
	OneClick     Friction = "one_click"
	Confirm      Friction = "confirm"
	Form         Friction = "form"
	FullCheckout Friction = "checkout"
)

// An Offer is one entry of the offer library.
type Offer struct {
	ID         string
	Kind       Kind
	Type       string // the operator's own word: bundle, warranty, seats …
	Motivation Motivation
	Friction   Friction
	Triggers   []string   // empty: every trigger
	Placements []string   // empty: every placement
	When       *Condition // nil: always
	Price      int64      // minor units
	Margin     int64      // minor units; what is earned when it is accepted and kept
	Discount   float64    // share of the ordinary price, 0 when it is not a discount
	Costs      Costs
	Prior      Prior
	Priority   int     // for rules: the highest wins
	Weight     float64 // for weighted and ab_test; 1 when the file is silent
	Content    Content
}

// Costs are what goes wrong after an accept costs, in minor units.
type Costs struct {
	Refund int64
	Churn  int64
	Ticket int64
}

// Prior is what is believed of an offer before anything was seen.
type Prior struct {
	Accept   float64 // probability of an accept when shown
	Refund   float64 // of a refund after an accept
	Churn    float64 // of leaving after an accept
	Ticket   float64 // of a support ticket after an accept
	Strength float64 // how many shown offers this belief is worth
	Reward   float64 // with target reward: the mean reward believed, in its own unit
	RewardSD float64 // with target reward: its standard deviation
}

// Content is the copy that the app renders.
type Content struct {
	Title   string
	Body    string
	Accept  string
	Decline string
}

// Groups are the shares of the comparison groups.
type Groups struct {
	Holdout  float64 // of customers, for good
	Control  float64 // of visits
	Baseline float64 // of visits, served by the rules
	Salt     string  // changes who is in the holdout; "proffer" when the file is silent
}

// Target is what the linear posterior learns to predict.
type Target string

// The targets.
const (
	// NetValue: P(accept) times what an accept is worth after regret.
	NetValue Target = "net_value"
	// Reward: a number that the app reports with its feedback.
	Reward Target = "reward"
)

// Learning says how evidence becomes belief.
type Learning struct {
	Target           Target        // net_value when the file is silent
	Floor            float64       // share of every distribution that is uniform
	PosteriorScale   float64       // multiplies posterior standard deviations
	HalfLife         time.Duration // 0: nothing is forgotten
	Epsilon          float64       // of epsilon_greedy
	Width            float64       // of linucb, in standard deviations
	ContextPrecision float64       // prior precision of every weight but the bias
	Windows          Windows
	Delays           Delays
}

// Windows are how long after it feedback still counts.
type Windows struct {
	Accept     time.Duration // after the decision
	Refund     time.Duration // after the accept, as are the next two
	Churn      time.Duration
	Ticket     time.Duration
	Conversion time.Duration // after the visit's first decision
}

// Delays are the mean times from an accept to what may follow it. They say how
// much of the regret of a young accept has usually arrived.
type Delays struct {
	Refund time.Duration
	Churn  time.Duration
	Ticket time.Duration
}
