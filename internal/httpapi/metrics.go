package httpapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"proffer/engine"
)

// metrics are the figures of the routes. They may be shared.
type metrics struct {
	registry  *prometheus.Registry
	duration  *prometheus.HistogramVec
	decisions *prometheus.CounterVec
	offers    prometheus.Histogram
	feedback  *prometheus.CounterVec
}

func newMetrics(registry *prometheus.Registry, service Librarian, ahead prometheus.Collector) (*metrics, error) {
	m := &metrics{
		registry: registry,
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "proffer_http_request_duration_seconds", Help: "Time from the request's header to the reply's last byte.",
			Buckets: []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route", "method", "status"}),
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "proffer_decisions_total", Help: "Rank requests answered, by the reason of the decision.",
		}, []string{"reason"}),
		offers: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "proffer_decision_offers", Help: "Offers in a reply to a rank request.", Buckets: []float64{0, 1, 2, 3, 5, 10, 20},
		}),
		feedback: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "proffer_feedback_total", Help: "Feedback events answered, by type and by what became of them.",
		}, []string{"type", "status"}),
	}
	return m, m.register(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), folded{service}, ahead)
}

// register tells the registry of all figures. Go's own and the process's may be
// there already.
func (m *metrics) register(others ...prometheus.Collector) error {
	for _, c := range append(others, m.duration, m.decisions, m.offers, m.feedback) {
		err := m.registry.Register(c)
		if err != nil && !as[prometheus.AlreadyRegisteredError](err) {
			return fmt.Errorf("httpapi: metrics: %w", err)
		}
	}
	return nil
}

func (a *api) figures(*call) (reply, error) {
	return reply{from: promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{})}, nil
}

func (m *metrics) answered(route, method string, status int, took time.Duration) {
	m.duration.WithLabelValues(route, methodLabel(method), strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

func (m *metrics) decided(reason string, offers int) {
	m.decisions.WithLabelValues(reason).Inc()
	m.offers.Observe(float64(offers))
}

var reportTypes = []engine.ReportType{engine.View, engine.Accept, engine.Decline, engine.Refund, engine.Churn, engine.SupportTicket, engine.Conversion}

// reported counts one event. Labels are bounded: a type that a caller made up is one of them.
func (m *metrics) reported(t engine.ReportType, s engine.Status) {
	if !slices.Contains(reportTypes, t) {
		t = "unknown"
	}
	m.feedback.WithLabelValues(string(t), string(s)).Inc()
}

func methodLabel(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "OTHER"
}
