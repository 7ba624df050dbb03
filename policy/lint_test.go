package policy

import "testing"

// What shops were seen to regret is warned about, each at its own line.
func TestLint(t *testing.T) {
	golden(t, "testdata/lint", func(name string, text []byte) string {
		return Faults(load(t, string(text)).Lint()).Render(name, text)
	})
}

// A catalogue that offers nothing yet is asked only for something to compare
// with later.
func TestLintOfNothing(t *testing.T) {
	warnings := load(t, minimal).Lint()
	if len(warnings) != 1 || warnings[0].Path != "groups" {
		t.Errorf("warnings = %v, want one about groups", warnings)
	}
}
