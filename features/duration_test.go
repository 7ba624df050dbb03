package features

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Days and weeks are read besides Go's own units, in any mixture.
func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"90s":     90 * time.Second,
		"36h":     36 * time.Hour,
		"7d":      7 * day,
		"1h30m":   90 * time.Minute,
		"2w1d12h": 15*day + 12*time.Hour,
		"1.5d":    36 * time.Hour,
		"-1d":     -day,
		"1.5µs":   1500,
		"0s":      0,
	} {
		if got, ok := parseDuration(text); !ok || got != want {
			t.Errorf("parseDuration(%q) = %v, %v, want %v", text, got, ok, want)
		}
	}
}

// What is not a list of figures with their units is no duration.
func TestParseDurationRefuses(t *testing.T) {
	for _, text := range []string{"", "-", "d", "7", "7 d", "7D", "1d-2h", "1d2", "--1d", ".d", "1.2.3h", "1e3s", "NaNs", "∞"} {
		if got, ok := parseDuration(text); ok {
			t.Errorf("parseDuration(%q) = %v", text, got)
		}
	}
}

// What Go writes is read as the same nanosecond.
func TestParseDurationReadsString(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := time.Duration(rapid.Int64Range(-int64(maxDuration), int64(maxDuration)).Draw(rt, "duration"))
		if got, ok := parseDuration(want.String()); !ok || got != want {
			rt.Fatalf("parseDuration(%q) = %v, %v", want, got, ok)
		}
	})
}

// However long the text claims to be, the sum stays too long instead of
// overflowing to something short.
func TestParseDurationNeverOverflows(t *testing.T) {
	for _, text := range []string{"2000000h", "99999w", "876000h1ns", "2562047h2562047h2562047h", "1000000d1000000d"} {
		if got, ok := parseDuration(text); !ok || got <= maxDuration {
			t.Errorf("parseDuration(%q) = %v, %v", text, got, ok)
		}
	}
}
