package lab

import "math"

// A Report is what an experiment found.
type Report struct {
	Task   string   `json:"task"`
	Steps  int      `json:"steps"`
	Seeds  int      `json:"seeds"`
	Seed   uint64   `json:"seed"`
	Models []Result `json:"models"`
}

// A Result is what one model did.
type Result struct {
	Model string `json:"model"`
	// RegretPercent is the regret as a share of what choosing uniformly has on
	// the same rounds, in percent, averaged over seeds.
	RegretPercent float64 `json:"regret_percent"`
	// StandardError of that average; nil with one seed, which cannot tell.
	StandardError *float64 `json:"standard_error"`
	// StepsPerSecond is 0 when there is no clock.
	StepsPerSecond float64 `json:"steps_per_second"`
	// BySeed is the regret in percent of each seed, in order.
	BySeed []float64 `json:"by_seed"`
}

// summarise returns the mean, and its standard error where there are two or more.
func summarise(values []float64) (mean float64, standardError *float64) {
	n := float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	if len(values) < 2 {
		return mean, nil
	}
	square := 0.0
	for _, v := range values {
		square += (v - mean) * (v - mean)
	}
	deviation := math.Sqrt(square / (n - 1) / n)
	return mean, &deviation
}
