package features

import "testing"

// A name one or two slips from a declared one is met with that; one that is
// nothing like any is met with silence.
func TestSuggestion(t *testing.T) {
	names := []string{"cart_value", "orders", "plan"}
	for name, want := range map[string]string{
		"cart_vlaue":   "cart_value",
		"cartvalue":    "cart_value",
		"cart_value_2": "cart_value",
		"order":        "orders",
		"Orders":       "orders",
		"plna":         "plan",
		"place":        "plan",
		"p":            "",
		"weather":      "",
		"":             "",
	} {
		if want != "" {
			want = " (did you mean " + want + "?)"
		}
		if got := suggestion(name, names); got != want {
			t.Errorf("suggestion(%q) = %q, want %q", name, got, want)
		}
	}
}
