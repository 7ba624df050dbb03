package policy

import (
	"fmt"
	"strings"
	"testing"
)

// A condition that is let through can be answered: whatever is put beside
// whatever, only arithmetic beyond numbers fails, and only in the evaluation.
func TestWhatIsLetThroughIsAnswered(t *testing.T) {
	atoms := []string{`orders`, `member`, `source`, `cart`, `away`, `1`, `"a"`, `nil`, `["a"]`, `[1]`, `[]`, `duration("1h")`, `any(cart, true)`}
	k := conditionSignals()
	answered := 0
	for _, e := range combined(atoms) {
		for _, asked := range []string{`%s`, `%s == 1`, `%s > 0`, `%s == %s`, `%s > away`, `len(%s) > 0`, `"a" in %s`, `not %s`, `any(%s, true)`} {
			c, _ := k.compile(strings.ReplaceAll(asked, "%s", e))
			if c == nil {
				continue
			}
			answered++
			got := c.Holds(everything())
			if got.Problem != "" && !strings.Contains(got.Problem, "divides by zero") && !strings.Contains(got.Problem, "no finite number") {
				t.Errorf("%s is let through, and is not answered: %s", c, got.Problem)
			}
		}
	}
	if answered < 500 {
		t.Errorf("only %d conditions were let through", answered)
	}
}

// combined puts every operator and function between every two of the atoms.
func combined(atoms []string) (all []string) {
	for _, a := range atoms {
		all = append(all, "(-"+a+")", "(not "+a+")")
		for _, f := range functions {
			all = append(all, f+"("+a+")")
		}
		for _, b := range atoms {
			for _, o := range strings.Fields(`+ - * / ** % == < >= in contains matches and ??`) {
				all = append(all, fmt.Sprintf("(%s %s %s)", a, o, b))
			}
			for _, f := range []string{"min(%s, %s)", "max(%s, %s)", "hasPrefix(%s, %s)", "count(%s, %s)", "(member ? %s : %s)"} {
				all = append(all, fmt.Sprintf(f, a, b))
			}
		}
	}
	return all
}

// A catalogue that has served is read with conditions that are refused today,
// and they fail in the evaluation as they did.
func TestServedConditionsFailAsTheyDid(t *testing.T) {
	k := conditionSignals()
	k.served = true
	for _, text := range []string{`count(cart) > 3`, `abs(away) > away`, `orders ?? true`, `member ? orders : away`} {
		c, flaws := k.compile(text)
		if c == nil {
			t.Errorf("%s: %+v", text, flaws)
			continue
		}
		if got := c.Holds(everything()); got.Holds || got.Problem == "" {
			t.Errorf("%s = %+v, want a problem", text, got)
		}
	}
}
