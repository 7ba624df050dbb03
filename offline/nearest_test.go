package offline

import "testing"

// The name that looks most alike is suggested, and none when none does.
func TestSuggestion(t *testing.T) {
	names := []string{"propensity", "reward", "visit", "zip_urban", "zip_rural"}
	for wanted, want := range map[string]string{
		"propensty": `, did you mean "propensity"?`,
		"Visits":    `, did you mean "visit"?`,
		"zip_urbn":  `, did you mean "zip_urban"?`,
		"age":       "",
		"":          "",
	} {
		if got := suggestion(wanted, names); got != want {
			t.Errorf("%q: got %q, want %q", wanted, got, want)
		}
	}
}
