package eprocess

import (
	"math"
	"testing"
	"time"
)

// A breaker that only warns moves between closed and suspect: it warns of what is
// proven, or of figures that cannot be trusted, and takes the warning back when
// there is hardly any evidence left. Nothing opens it.
func TestAdvisoryMoves(t *testing.T) {
	const day = 24 * time.Hour
	s := DefaultSettings()
	s.Advisory = true
	fault := Evidence{Harm: math.Inf(-1), Fault: "no table"}
	for _, c := range []struct {
		name  string
		begin State
		looks []look
	}{
		{"suspicion alone is no warning", Closed, []look{{day, harm(36400), Closed, ReasonStart}}},
		{"proof, and calm again", Closed, []look{
			{day, harm(36600), Suspect, ReasonHarm},
			{99 * day, harm(1e9), Suspect, ReasonHarm},
			{day, harm(31), Suspect, ReasonHarm},
			{day, harm(29), Closed, ReasonCalm},
		}},
		{"figures that cannot be had, and then can", Closed, []look{
			{day, fault, Suspect, ReasonFault},
			{day, fault, Suspect, ReasonFault},
			{day, quiet, Closed, ReasonCalm},
		}},
		{"a wrong sample ratio", Closed, []look{{day, Evidence{Harm: math.Inf(-1), Mismatch: math.Log(101)}, Suspect, ReasonSampleRatio}}},
		{"evidence that is no number", Closed, []look{{day, Evidence{Harm: math.NaN()}, Suspect, ReasonFault}}},
		{"one that was open before it only warned", Open, []look{{0, harm(1e9), Closed, ReasonCalm}}},
		{"one that was trying", HalfOpen, []look{{0, quiet, Closed, ReasonCalm}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := NewBreaker(start)
			b.State = c.begin
			if got := follow(t, s, b, c.looks); c.begin != Closed && got.Epoch != b.Epoch+1 {
				t.Errorf("the evidence of what was stopped goes on in epoch %d, want %d", got.Epoch, b.Epoch+1)
			}
		})
	}
}
