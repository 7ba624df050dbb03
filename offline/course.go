package offline

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strconv"
	"time"

	"proffer/engine"
)

// A course is one run on its way: who decides, and what came of it so far.
type course struct {
	run     Run
	survey  *Survey
	player  Player
	ids     []string         // of the offers, as Survey.Actions
	actions map[string]int32 // the way back
	units   []scale          // of the signals
	reward  scale
	coin    *rand.Rand
	late    int // how many rows come before the last 30 %

	near    block // rows that come next, when the order is not the block's own
	tally   tally
	events  int
	signals map[string]any // of the row; the engine keeps what it encodes, not this
}

// lastShare is the part of the rows that shows what was learned by then.
const lastShare = 0.3

func (s *Survey) newCourse(run Run, seed uint64, player Player) *course {
	c := &course{
		run: run, survey: s, player: player, ids: s.offers(run), actions: map[string]int32{},
		units: make([]scale, len(s.Signals)), reward: scale{unit: 1},
		coin:    rand.New(stream(seed, run, "coin")),
		late:    s.Rows - int(lastShare*float64(s.Rows)),
		tally:   tally{chosen: make([]int, len(s.Actions))},
		signals: make(map[string]any, len(s.Signals)),
	}
	for i, id := range c.ids {
		c.actions[id] = int32(i)
	}
	for i := range s.Signals {
		c.units[i] = scaleOf(s.Signals[i].Numbers)
	}
	if !s.Binary {
		c.reward = scaleOf(s.Reward)
	}
	return c
}

// stream is a source of chance that belongs to one purpose of one run. Equal
// shuffles of two strategies are equal orders.
func stream(seed uint64, run Run, purpose string) *rand.PCG {
	h := fnv.New64a()
	if purpose != "order" {
		fmt.Fprintf(h, "%s/", run.Strategy)
	}
	fmt.Fprintf(h, "%d/%s", run.Shuffle, purpose)
	return rand.NewPCG(seed, h.Sum64())
}

// row lets the policy choose, and tells it what happened if the table has it.
func (c *course) row(ctx context.Context, b *block, i int) error {
	decision, offer, err := c.player.Choose(ctx, c.request(b, i))
	if err != nil {
		return err
	}
	chosen, known := c.actions[offer]
	if !known {
		return fmt.Errorf("offline: offer %q is none of the table's", offer)
	}
	kept := chosen == b.action[i] && c.accepts(b.propensity[i])
	c.tally.count(int(chosen), kept, b.reward[i], c.tally.rows >= c.late)
	if !kept {
		return nil
	}
	return c.player.Learn(ctx, c.reports(decision, offer, b.reward[i]))
}

// accepts is the coin that makes up for uneven propensities: whatever the
// action's propensity was, a row is kept with the least of them.
func (c *course) accepts(propensity float64) bool {
	return c.coin.Float64()*propensity < c.survey.MinPropensity
}

func (c *course) request(b *block, i int) engine.Request {
	for k, x := range b.cells[i*len(c.units) : (i+1)*len(c.units)] {
		switch signal := &c.survey.Signals[k]; {
		case math.IsNaN(x):
			delete(c.signals, signal.Name)
		case signal.Numeric:
			c.signals[signal.Name] = c.units[k].in(x)
		default:
			c.signals[signal.Name] = b.texts[k].texts[int(x)]
		}
	}
	return engine.Request{Trigger: trigger, Placement: c.run.Name, Signals: c.signals}
}

// reports are what an app would have sent: the offer was seen, and taken if it
// earned something. A choice that the table does not have was never seen.
func (c *course) reports(decision, offer string, reward float64) []engine.Report {
	view := engine.Report{EventID: c.eventID(), Type: engine.View, DecisionID: decision, OfferID: offer}
	if c.survey.Binary && reward == 0 {
		return []engine.Report{view}
	}
	accept := engine.Report{EventID: c.eventID(), Type: engine.Accept, DecisionID: decision, OfferID: offer}
	if !c.survey.Binary {
		r := c.reward.in(reward)
		accept.Reward = &r
	}
	return []engine.Report{view, accept}
}

func (c *course) eventID() string {
	c.events++
	return c.run.Name + "-" + strconv.Itoa(c.events)
}

// walk takes the rows of a block in an order, nil for its own, and measures how
// long that took.
func (c *course) walk(ctx context.Context, b *block, order []int, clock func() time.Time, progress func(rows int)) error {
	for from := 0; from < b.rows(); from += chunk {
		if err := ctx.Err(); err != nil {
			return err
		}
		upto, began := min(from+chunk, b.rows()), clock()
		some, first := b, from
		if order != nil {
			c.near.gather(b, order[from:upto])
			some, first = &c.near, 0
		}
		for i := range upto - from {
			if err := c.row(ctx, some, first+i); err != nil {
				return err
			}
		}
		c.tally.busy += clock().Sub(began)
		progress(upto - from)
	}
	return nil
}
