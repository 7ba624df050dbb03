package httpapi

import "github.com/prometheus/client_golang/prometheus"

// folded are the figures that the state knows: they are read when they are
// asked for, and go on counting after a restart.
type folded struct{ service Librarian }

var (
	posteriorsDesc = prometheus.NewDesc("proffer_posteriors", "Offers that something is believed of, those that left the catalogue too.", nil, nil)
	eventsDesc     = prometheus.NewDesc("proffer_events_total", "Events of the log, over all restarts.", nil, nil)
	withheldDesc   = prometheus.NewDesc("proffer_withheld_total", "Offers that a guardrail withheld from a decision, over all restarts.", []string{"guardrail"}, nil)
)

// Describe names the figures.
func (folded) Describe(to chan<- *prometheus.Desc) {
	to <- posteriorsDesc
	to <- eventsDesc
	to <- withheldDesc
}

// Collect reads them, all at one moment.
func (f folded) Collect(to chan<- prometheus.Metric) {
	s := f.service.Stats()
	to <- prometheus.MustNewConstMetric(posteriorsDesc, prometheus.GaugeValue, float64(s.Posteriors))
	to <- prometheus.MustNewConstMetric(eventsDesc, prometheus.CounterValue, float64(s.Events))
	for guardrail, n := range s.Withheld {
		to <- prometheus.MustNewConstMetric(withheldDesc, prometheus.CounterValue, float64(n), guardrail)
	}
}
