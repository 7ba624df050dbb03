package httpapi

import (
	"github.com/prometheus/client_golang/prometheus"

	"proffer/guardrails/breakers"
)

// folded are the figures that the state knows: they are read when they are
// asked for, and go on counting after a restart.
type folded struct{ service Librarian }

var (
	posteriorsDesc = prometheus.NewDesc("proffer_posteriors", "Offers that something is believed of, those that left the catalogue too.", nil, nil)
	eventsDesc     = prometheus.NewDesc("proffer_events_total", "Events of the log, over all restarts.", nil, nil)
	breakerDesc    = prometheus.NewDesc("proffer_breaker", "State of a breaker: 0 closed, 1 suspect, 2 half open, 3 open.", []string{"guardrail", "scope"}, nil)
	budgetDesc     = prometheus.NewDesc("proffer_budget_spent_ratio", "Share of a budget that was taken, held for an answer or accepted.", []string{"guardrail", "pot"}, nil)
	withheldDesc   = prometheus.NewDesc("proffer_withheld_total", "Offers that a guardrail withheld from a decision, over all restarts.", []string{"guardrail"}, nil)
)

// Describe names the figures.
func (folded) Describe(to chan<- *prometheus.Desc) {
	to <- posteriorsDesc
	to <- eventsDesc
	to <- withheldDesc
	to <- breakerDesc
	to <- budgetDesc
}

// Collect reads them, all at one moment.
func (f folded) Collect(to chan<- prometheus.Metric) {
	s := f.service.Stats()
	to <- prometheus.MustNewConstMetric(posteriorsDesc, prometheus.GaugeValue, float64(s.Posteriors))
	to <- prometheus.MustNewConstMetric(eventsDesc, prometheus.CounterValue, float64(s.Events))
	for guardrail, n := range s.Withheld {
		to <- prometheus.MustNewConstMetric(withheldDesc, prometheus.CounterValue, float64(n), guardrail)
	}
	for _, b := range s.Breakers {
		to <- prometheus.MustNewConstMetric(breakerDesc, prometheus.GaugeValue, levels[b.Breaker.State], b.Rule, b.Scope)
	}
	for _, b := range s.Budgets {
		to <- prometheus.MustNewConstMetric(budgetDesc, prometheus.GaugeValue, float64(b.Spent)/float64(max(b.Max, 1)), b.Guardrail, b.Pot)
	}
}

// levels are the states in the order of what they withhold.
var levels = map[breakers.State]float64{breakers.Closed: 0, breakers.Suspect: 1, breakers.HalfOpen: 2, breakers.Open: 3}
