package policy

import "time"

const day = 24 * time.Hour

// What a catalogue means where it is silent.
const (
	defaultStrategy = "thompson" // it explores only as long as there is something to learn
	defaultSlots    = 1          // one good offer beats a choice of three
	defaultWeight   = 1
	defaultSalt     = "proffer"
)

// defaultPrior is what is believed of an offer before its first view: that it is
// an ordinary one. Acceptance of 5% is usual for a relevant offer on a cart or
// checkout page. 2% come back even when nothing is wrong. Churn and tickets are
// believed in only once they are seen, since most shops never report them. All
// this weighs as much as 20 views: a day's traffic overrules it.
func defaultPrior() Prior {
	return Prior{Accept: 0.05, Refund: 0.02, Strength: 20, RewardSD: 1}
}

// defaultLearning is a cautious start that forgets nothing.
func defaultLearning() Learning {
	return Learning{
		Target: NetValue,
		// Every survivor keeps a little chance, so that each can be evaluated
		// offline and none is given up on for good.
		Floor: 0.01,
		// The model's own deviations explore longer than real streams reward; much
		// less of them gives up the best offer for good after an unlucky start.
		PosteriorScale: 0.6,
		// Forgetting costs evidence, so an operator asks for it.
		HalfLife: 0,
		Epsilon:  0.10,
		Width:    1,
		// A weight is believed to be within about a tenth of a deviation of the noise:
		// what a customer's context changes is less than what chance does.
		ContextPrecision: 100,
		Windows:          defaultWindows(),
		Delays:           defaultDelays(),
	}
}

// defaultWindows are how long feedback counts. An e-mail is opened within a
// month; money-back promises run 30 to 60 days; who leaves within a quarter may
// have left because of it; a ticket about an offer comes soon or is about
// something else; a visit is over after a day.
func defaultWindows() Windows {
	return Windows{Accept: 30 * day, Refund: 60 * day, Churn: 90 * day, Ticket: 30 * day, Conversion: day}
}

// defaultDelays are mean times: parcels take days to come back, subscriptions
// end with their month, and questions are asked at once.
func defaultDelays() Delays {
	return Delays{Refund: 7 * day, Churn: 30 * day, Ticket: 3 * day}
}
