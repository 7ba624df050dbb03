package rehearsal

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"proffer/offline"
)

// steered is a catalogue whose every placement draws by one strategy.
func steered(source, strategy string) string {
	source = strings.ReplaceAll(source, "    strategy: rules", "    #")
	return regexp.MustCompile(`(?m)^    channel: \w+$`).ReplaceAllString(source, "$0\n    strategy: "+strategy)
}

// From a log of even draws it is known what the same customers bring when they are
// served otherwise: the estimates are those of a simulation in which they were,
// to within four standard errors of both. The thank-you page has two slots, so
// slates are weighed as well.
func TestEstimatesAreOfTheTruth(t *testing.T) {
	source := catalogueOf(t, "skincare")
	weighted := steered(source, "weighted")
	for _, offer := range []string{"happy-skin-promise", "moisturizer-bundle", "free-shipping-mask", "travel-kit"} {
		weighted = strings.Replace(weighted, "  - id: "+offer+"\n", "  - id: "+offer+"\n    weight: 0.05\n", 1)
	}
	served := life{example: "skincare", source: steered(source, "uniform"), seed: 11, visits: 1500}
	log := lived(t, served)
	for _, c := range []struct {
		what, source string
		apart        bool // the truth is far from the log's own mean
	}{
		{"the popular offers hardly ever", weighted, false},
		{"one offer a month", guarded(served.source, "{name: scarce, type: frequency, max: 1, per: 30d}"), true},
	} {
		found := rehearsed(t, log, c.source, Own).Earnings
		otherwise := served
		otherwise.source = c.source
		truth := rehearsed(t, lived(t, otherwise), c.source, Own).Earnings
		if found.Refused != "" {
			t.Errorf("%s: the log is refused: %s", c.what, found.Refused)
		}
		for i, m := range found.Measures {
			want := truth.Measures[i].Log
			for _, got := range m.New {
				if off := errorsApart(got, want); !(off <= 4) {
					t.Errorf("%s: %s by %s is %v, and truly %v: %.1f standard errors apart", c.what, m.Measure, got.Estimator, got.Value, want.Value, off)
				}
			}
			if off := errorsApart(m.Log, want); c.apart && !(off > 4) {
				t.Errorf("%s: %s is truly %v and %v in the log, only %.1f standard errors apart", c.what, m.Measure, want.Value, m.Log.Value, off)
			}
			t.Logf("%s: %s by snips %v ± %v, truly %v ± %v, in the log %v", c.what, m.Measure, m.New[1].Value, m.New[1].StandardError, want.Value, want.StandardError, m.Log.Value)
		}
	}
}

// errorsApart is how many standard errors lie between two figures of two logs.
func errorsApart(a, b offline.Estimated) float64 {
	return math.Abs(float64(a.Value-b.Value)) / math.Hypot(float64(a.StandardError), float64(b.StandardError))
}
