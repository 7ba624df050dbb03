package eprocess

import (
	"fmt"
	"math"
)

// Evidence is what a breaker looks at, gathered since it began afresh (see
// [Breaker.Epoch]). All are natural logarithms, and −Inf where nothing was seen.
type Evidence struct {
	Harm     float64 // ln R of the harm
	Mismatch float64 // ln E against the logged probabilities of treatment
	NoHarm   float64 // ln E of the try in favour of closing; read while half open
	Fault    string  // why the figures cannot be had, in words; empty when they can
}

// alarm says why the evidence cannot be trusted, if it cannot. What is not a
// number is a fault: a guardrail that cannot be evaluated withholds.
func (e Evidence) alarm(alpha float64) (Reason, string) {
	switch {
	case e.Fault != "":
		return ReasonFault, "the figures cannot be had: " + e.Fault
	case math.IsNaN(e.Harm) || math.IsNaN(e.Mismatch) || math.IsNaN(e.NoHarm):
		return ReasonFault, "the figures are not numbers"
	case e.Mismatch >= -math.Log(alpha):
		return ReasonSampleRatio, "visits were not assigned as logged: " + figures("E", e.Mismatch, 1/alpha)
	}
	return "", ""
}

// figures writes evidence beside the number it is held against.
func figures(name string, log, limit float64) string {
	return fmt.Sprintf("%s is %.3g, against %.3g", name, math.Exp(log), limit)
}
