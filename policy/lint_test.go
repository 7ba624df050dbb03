package policy

import "testing"

// What shops were seen to regret is warned about, each at its own line.
func TestLint(t *testing.T) {
	golden(t, "testdata/lint", func(name string, text []byte) string {
		return Faults(load(t, string(text)).Lint()).Render(name, text)
	})
}

// A catalogue that offers nothing yet is told so, and asked for something to
// compare with later.
func TestLintOfNothing(t *testing.T) {
	warnings := load(t, minimal).Lint()
	if len(warnings) != 2 || warnings[0].Path != "" || warnings[1].Path != "groups" {
		t.Errorf("warnings = %v, want one about the offers and one about groups", warnings)
	}
}
