package offline

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The names of policies that an evaluation knows, but for fixedPrefix and an action.
const (
	uniformPolicy = "uniform"
	bestPolicy    = "best"
	columnsPolicy = "columns"
	fixedPrefix   = "fixed:"
)

// A target is the policy that is evaluated: what it would have done in a row.
type target struct {
	name   string
	always []float64 // its probabilities in every row, nil when columns hold them
}

// newTarget finds a policy by its name.
func newTarget(name string, l *layout, s *Survey) (t target, err error) {
	names := actionNamesOf(l, s)
	t = target{name: name, always: make([]float64, len(names))}
	fixed, isFixed := strings.CutPrefix(name, fixedPrefix)
	switch {
	case name == columnsPolicy && l.policy == 0:
		return t, fmt.Errorf("offline: there are no columns pe0, pe1, … with the policy's probabilities")
	case name == columnsPolicy:
		t.always = nil
		return t, nil
	case name == uniformPolicy:
		for a := range t.always {
			t.always[a] = 1 / float64(len(names))
		}
		return t, nil
	case name == bestPolicy:
		fixed = s.Best().Name
		t.name = fixedPrefix + fixed
	case !isFixed:
		return t, unknownPolicy(name)
	}
	a := slices.Index(names, fixed)
	if a < 0 {
		return t, fmt.Errorf("offline: the log has no action %q%s", fixed, suggestion(fixed, names))
	}
	t.always[a] = 1
	return t, nil
}

func unknownPolicy(name string) error {
	return fmt.Errorf("offline: no policy is called %q: there are %s, %s, %sACTION and %s", name, uniformPolicy, bestPolicy, fixedPrefix, columnsPolicy)
}

// actionNamesOf are the names of all actions: the log's, or the numbers of columns.
func actionNamesOf(l *layout, s *Survey) []string {
	names := make([]string, 0, len(s.Actions))
	if n := l.actions(); n > 0 {
		for a := range n {
			names = append(names, fmt.Sprint(a))
		}
		return names
	}
	for _, a := range s.Actions {
		names = append(names, a.Name)
	}
	return names
}

// sumOff is how far the probabilities of a row may be from 1 in sum: they were
// written with a few digits.
const sumOff = 1e-2

// distribution checks the probabilities of a row.
func distribution(p []float64) (problem string) {
	sum := 0.0
	for a, x := range p {
		if !(x >= 0 && x <= 1) {
			return fmt.Sprintf("pe%d must be a probability, not %v", a, x)
		}
		sum += x
	}
	if !(math.Abs(sum-1) <= sumOff) {
		return fmt.Sprintf("the columns pe0 to pe%d must add up to 1, not to %v", len(p)-1, sum)
	}
	return ""
}
