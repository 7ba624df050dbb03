package guardrails_test

import (
	"slices"
	"testing"

	"proffer/examples"
	"proffer/guardrails"
	"proffer/policy"
)

// The example catalogues declare every guardrail between them, and every setting
// of theirs makes sense.
func TestExamplesUseEveryGuardrail(t *testing.T) {
	missing := guardrails.Types()
	for _, name := range []string{"skincare", "project-tool"} {
		source, err := examples.Catalogue(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := policy.Load(source)
		if err != nil {
			t.Fatal(err)
		}
		set, faults := guardrails.Build(c)
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
		}
		if warnings := c.Lint(); len(warnings) > 0 {
			t.Errorf("%s is warned of: %v", name, warnings)
		}
		for _, g := range set.Declared() {
			missing = slices.DeleteFunc(missing, func(kind string) bool { return kind == g.Type })
		}
	}
	if len(missing) > 0 {
		t.Errorf("no example has a guardrail of type %v", missing)
	}
}
