package simulate

import (
	"context"
	"math"
	"math/rand/v2"
	"time"
)

// ProjectTool is the software of examples/project-tool.yaml.
func ProjectTool() World {
	return World{
		Name: "project-tool", Truth: projectToolTruth(), Converts: []string{"plan_page"},
		Words: Words{
			People: map[string]string{
				"trial": "teams in a trial", "growing_free": "growing free teams", "small_free": "small free teams",
				"paid_heavy": "paying teams with much to do", "paid": "other paying teams",
			},
			When: map[string]string{
				"invitation_accepted": "when a teammate joins", "usage_limit_near": "close to a limit",
				"trial_engaged": "while they work", "pricing_viewed": "on the pricing page",
				"plan_selected": "once they have chosen a plan", "plan_checkout": "at the payment",
				"plan_purchased": "after the payment", "renewal_near": "before a renewal",
			},
		},
		born: func(r *rand.Rand, _ time.Time) life { return newTeam(r) },
	}
}

// A team is one workspace of the tool.
type team struct {
	plan        string // free, team or business
	billing     string // monthly or annual; empty on the free plan
	trial       bool
	role        string // of who uses the tool just now
	members     int
	activeDays  int
	usage       float64
	projects    int
	automations int
	pricing     int     // views of the pricing page
	renewal     float64 // days to it
	email       bool
}

// newTeam is a trial, a small or a growing free team, or a paying one.
func newTeam(r *rand.Rand) *team {
	t := &team{
		plan: "free", members: 1 + r.IntN(2), activeDays: r.IntN(5), usage: hundredths(0.1 + 0.4*r.Float64()),
		projects: 1 + r.IntN(3), email: r.Float64() < 0.8,
	}
	switch one(r, 0.25, 0.15, 0.25, 0.35) {
	case 0:
		t.plan, t.billing, t.trial = "team", "monthly", true
		t.members, t.activeDays, t.projects = 2+r.IntN(4), 3+r.IntN(5), 2+r.IntN(4)
	case 2:
		t.members, t.activeDays = 3+r.IntN(4), 3+r.IntN(5)
	case 3:
		t.plan, t.billing = "team", []string{"monthly", "annual"}[one(r, 0.65, 0.35)]
		t.members, t.activeDays, t.usage = 4+r.IntN(16), 2+r.IntN(6), hundredths(0.2+r.Float64())
		t.automations = r.IntN(30)
	}
	return t
}

func hundredths(x float64) float64 { return math.Round(100*x) / 100 }

// segment follows the rules of the catalogue.
func (t *team) segment() string {
	switch {
	case t.trial:
		return "trial"
	case t.plan == "free" && t.members >= 3:
		return "growing_free"
	case t.plan == "free":
		return "small_free"
	case t.usage >= 0.6:
		return "paid_heavy"
	}
	return "paid"
}

func (t *team) signals(v *visit) map[string]any {
	s := map[string]any{
		"plan": t.plan, "role": t.role, "members": float64(t.members), "active_days": float64(t.activeDays),
		"usage": t.usage, "projects": float64(t.projects), "automations_used": float64(t.automations),
		"pricing_views": float64(t.pricing), "in_trial": t.trial,
		"time_in_app": v.now.Sub(v.entered).Round(time.Second).String(), "email_consent": t.email,
	}
	if t.billing != "" {
		s["billing"], s["days_to_renewal"] = t.billing, t.renewal
	}
	return s
}

// took changes the plan where the offer was one.
func (t *team) took(offer string, _ time.Time) {
	switch offer {
	case "team-plan", "trial-to-team":
		t.plan, t.billing, t.trial = "team", "monthly", false
	case "business-plan":
		t.plan = "business"
	case "annual-at-checkout", "annual-switch":
		t.billing = "annual"
	}
}

// come is a session in the tool: what happens in it depends on the plan.
func (t *team) come(v *visit) step {
	r := v.who.chance
	t.role = []string{"owner", "admin", "member"}[one(r, 0.6, 0.25, 0.15)]
	t.renewal = float64(1 + r.IntN(28))
	price := t.price(v)
	turns := []turn{{1, price}}
	switch t.segment() {
	case "trial":
		turns = []turn{{0.6, v.ask("trial_engaged", "usage_banner", v.leave)}, {0.4, price}}
	case "growing_free":
		turns = []turn{{0.5, t.invite(v)}, {0.5, price}}
	case "paid_heavy":
		turns = []turn{{0.5, t.fill(v)}, {0.25, t.renew(v)}, {0.25, price}}
	case "paid":
		turns = []turn{{0.4, t.renew(v)}, {0.6, price}}
	}
	return func(context.Context) error {
		v.in(time.Minute+after(r, 10*time.Minute), pick(r, turns))
		return nil
	}
}

// A turn is what a visit may lead to, and how often it does.
type turn struct {
	weight float64
	do     step
}

func pick(r *rand.Rand, turns []turn) step {
	weights := make([]float64, len(turns))
	for i, t := range turns {
		weights[i] = t.weight
	}
	return turns[one(r, weights...)].do
}

// invite lets one more teammate join.
func (t *team) invite(v *visit) step {
	return func(ctx context.Context) error {
		t.members++
		return v.ask("invitation_accepted", "invite_modal", v.leave)(ctx)
	}
}

// fill brings the usage close to the limit.
func (t *team) fill(v *visit) step {
	return func(ctx context.Context) error {
		t.usage = hundredths(0.8 + 0.4*v.who.chance.Float64())
		return v.ask("usage_limit_near", "usage_banner", v.leave)(ctx)
	}
}

func (t *team) renew(v *visit) step {
	return v.ask("renewal_near", "renewal_email", v.leave)
}

// price is the way from the pricing page to a plan, which some leave early.
func (t *team) price(v *visit) step {
	return func(ctx context.Context) error {
		t.pricing = 2 + v.who.chance.IntN(3)
		return v.ask("pricing_viewed", "plan_page", t.proceed(v, 0.7, "plan_selected", t.proceed(v, 0.8, "plan_checkout", t.buy(v))))(ctx)
	}
}

// proceed goes one step further to the payment, with a probability.
func (t *team) proceed(v *visit, probability float64, trigger string, next step) step {
	return func(ctx context.Context) error {
		if v.lost || !v.who.happens(probability) {
			return v.leave(ctx)
		}
		return v.ask(trigger, "plan_page", next)(ctx)
	}
}

// buy is the payment: a free team or a trial becomes a paying one, and is
// welcomed when it comes back the day after.
func (t *team) buy(v *visit) step {
	return func(ctx context.Context) error {
		if v.lost || !v.who.happens(0.85) {
			return v.leave(ctx)
		}
		if t.trial = false; t.plan == "free" {
			t.plan, t.billing = "team", "monthly"
		}
		v.in(day+after(v.who.chance, 6*time.Hour), v.ask("plan_purchased", "welcome_screen", v.leave))
		return v.buys(ctx, int64(1200*t.members))
	}
}
