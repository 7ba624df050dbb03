package words_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/words"
)

// Days and weeks are read besides Go's own units, in any mixture.
func TestParseSpan(t *testing.T) {
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"90s":     90 * time.Second,
		"36h":     36 * time.Hour,
		"7d":      7 * day,
		"1h30m":   90 * time.Minute,
		"2w1d12h": 15*day + 12*time.Hour,
		"1.5d":    36 * time.Hour,
		"1.5µs":   1500,
		"100ms":   100 * time.Millisecond,
		"0s":      0,
		"36500d":  words.MaxSpan,
	} {
		if got, ok := words.ParseSpan(text); !ok || got != want {
			t.Errorf("ParseSpan(%q) = %v, %v, want %v", text, got, ok, want)
		}
	}
}

// What is not a list of figures with their units is no span.
func TestParseSpanRefuses(t *testing.T) {
	for _, text := range []string{"", "-", "-7d", "d", "7", "7 d", "7D", "7days", "d7", "1y", "1d-2h", "1d2", ".d", "1..5d", "1.2.3h", "1e3s", "NaNs", "∞"} {
		if got, ok := words.ParseSpan(text); ok {
			t.Errorf("ParseSpan(%q) = %v", text, got)
		}
	}
}

// What Go writes is read as the same nanosecond.
func TestParseSpanReadsString(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		want := time.Duration(rapid.Int64Range(0, int64(words.MaxSpan)).Draw(rt, "span"))
		if got, ok := words.ParseSpan(want.String()); !ok || got != want {
			rt.Fatalf("ParseSpan(%q) = %v, %v", want, got, ok)
		}
	})
}

// However long the text claims to be, the sum stays too long instead of
// overflowing to something short.
func TestParseSpanNeverOverflows(t *testing.T) {
	for _, text := range []string{"36501d", "2000000h", "99999w", "876000h1ns", "2562047h2562047h2562047h", "20000d20000d"} {
		if got, ok := words.ParseSpan(text); !ok || got <= words.MaxSpan {
			t.Errorf("ParseSpan(%q) = %v, %v", text, got, ok)
		}
	}
}

// A length of time is said in the largest unit that it has two of, rounded down.
func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 seconds", 119 * time.Second: "119 seconds", 2 * time.Minute: "2 minutes", 119 * time.Minute: "119 minutes",
		2 * time.Hour: "2 hours", 48*time.Hour - 1: "47 hours", 48 * time.Hour: "2 days", 400 * 24 * time.Hour: "400 days",
	} {
		if got := words.Span(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
