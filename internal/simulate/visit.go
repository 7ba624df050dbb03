package simulate

import (
	"context"
	"fmt"
	"slices"
	"time"

	"proffer/engine"
)

// A visit is one person's way through the shop or the app.
type visit struct {
	*Simulation
	who     *person
	session string
	order   string // its order id, once there may be one
	taken   int64  // price of what was accepted for that order, in minor units
	entered time.Time
	groups  map[string]engine.Group // by placement, as the first request there was answered
	lost    bool                    // an offer was in the way, and there will be no order
}

// in goes on after a while.
func (v *visit) in(d time.Duration, do step) { v.agenda.put(v.now.Add(d), do) }

// leave ends the visit.
func (v *visit) leave(context.Context) error {
	v.who.here = false
	return nil
}

// ask lets the app ask for offers; the person meets what it gets, and the visit
// goes on a little later.
func (v *visit) ask(trigger, placement string, next step) step {
	return func(ctx context.Context) error {
		r := engine.Request{
			RequestID: v.id("r"), CustomerID: v.who.id, SessionID: v.session,
			Trigger: trigger, Placement: placement, Signals: v.who.life.signals(v),
		}
		reply, err := v.rank(ctx, r)
		if err != nil {
			return err
		}
		segment := v.who.life.segment()
		if reply.Segment != segment {
			return fmt.Errorf("%s is in segment %q, and the server says %q", v.who.id, segment, reply.Segment)
		}
		v.asked(segment, r, reply)
		for _, offer := range reply.Shown {
			v.meet(encounter{visit: v, decision: reply.Decision, offer: offer, segment: segment, placement: placement, signals: r.Signals})
		}
		v.in(30*time.Second, next)
		return nil
	}
}

// rank asks, and sometimes asks the same again, which must not be another question.
func (v *visit) rank(ctx context.Context, r engine.Request) (Reply, error) {
	reply, err := v.server.Rank(ctx, r)
	if err != nil || v.noise.Float64() >= v.Mishaps.Retried {
		return reply, err
	}
	again, err := v.server.Rank(ctx, r)
	if err == nil && again.Decision != reply.Decision {
		return reply, fmt.Errorf("request %s was answered by decision %s and then by %s", r.RequestID, reply.Decision, again.Decision)
	}
	return reply, err
}

// buys ends the visit with an order for the cart and what was accepted by then.
func (v *visit) buys(ctx context.Context, cents int64) error {
	v.tally.convert(v.groups)
	return v.report(ctx, engine.Report{
		EventID: v.id("e"), Type: engine.Conversion, CustomerID: v.who.id, SessionID: v.session,
		OrderID: v.orderID(), Value: v.money(cents + v.taken), Time: v.now,
	})
}

func (v *visit) orderID() string {
	if v.order == "" {
		v.order = v.id("o")
	}
	return v.order
}

func (v *visit) money(minor int64) *engine.Money {
	return &engine.Money{Amount: minor, Currency: v.Policy.Currency.Code}
}

// asked counts the reply for the comparison with the truth.
func (v *visit) asked(segment string, r engine.Request, reply Reply) {
	t := v.tally
	t.decisions++
	if first := v.groups[r.Placement] == ""; first && slices.Contains(v.World.Converts, r.Placement) {
		t.enter(r.Placement, reply.Group)
		v.groups[r.Placement] = reply.Group
	}
	t.answer(Question{Segment: segment, Trigger: r.Trigger, Placement: r.Placement}, reply)
	if reply.Reason != engine.Split {
		return
	}
	for _, slot := range reply.Draws {
		t.draws = append(t.draws, v.judge(slot, segment, r))
	}
}
