package features

import (
	"testing"
	"time"
)

// A duration may be negative, and is otherwise what package span reads.
func TestReadDuration(t *testing.T) {
	for text, want := range map[string]any{
		"90s": 90 * time.Second, "1d": 24 * time.Hour, "-1d": -24 * time.Hour, "-0s": time.Duration(0),
		"": nil, "-": nil, "--1d": nil, "1d-2h": nil, "36501d": nil, "-36501d": nil,
	} {
		if got, problem := (duration{}).read(text); got != want || (problem == "") != (want != nil) {
			t.Errorf("%q is read as %v, %s", text, got, problem)
		}
	}
}
