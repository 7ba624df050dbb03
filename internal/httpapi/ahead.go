package httpapi

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// aheadAtMost is by how much the log may be ahead of the clock without a word:
// clocks are set right by less all the time.
const aheadAtMost = time.Minute

// ahead is by how much the last event of the log is ahead of this clock. Time never
// goes back in the log, so one event of a clock that was wrong makes all others wait.
func (a *api) ahead() time.Duration { return max(a.service.At().Sub(a.now()), 0) }

// watchClock warns when time has come to stand still, once until it goes on.
func (a *api) watchClock() {
	ahead := a.ahead()
	if waits := ahead > aheadAtMost; a.waiting.Swap(waits) || !waits {
		return
	}
	a.log.Warn().Time("until", a.service.At()).Dur("ahead_ms", ahead).
		Msg("the log is ahead of this clock: until then no time passes for caps, windows and breakers")
}

// aheadGauge is the figure of it.
func (a *api) aheadGauge() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "proffer_log_ahead_seconds",
		Help: "By how much the last event of the log is ahead of this clock; for so long no time passes for caps, windows and breakers, and conversions with a time of their own count for no visit.",
	}, func() float64 { return a.ahead().Seconds() })
}
