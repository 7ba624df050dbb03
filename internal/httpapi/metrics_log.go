package httpapi

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// LogMetrics registers the figures of the log, and returns what observes one
// commit: of how many events, and how long it took until they were durable.
func LogMetrics(registry prometheus.Registerer) (observe func(batch int, took time.Duration), err error) {
	commit := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "proffer_log_commit_seconds", Help: "Time until a batch of events was on disk.",
		Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1},
	})
	batch := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "proffer_log_batch_events", Help: "Events that one commit made durable.",
		Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024},
	})
	for _, c := range []prometheus.Collector{commit, batch} {
		if err := registry.Register(c); err != nil {
			return nil, fmt.Errorf("httpapi: metrics of the log: %w", err)
		}
	}
	return func(n int, took time.Duration) {
		batch.Observe(float64(n))
		commit.Observe(took.Seconds())
	}, nil
}
