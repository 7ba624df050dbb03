package policy

import (
	"fmt"
	"slices"
	"sync"

	"github.com/expr-lang/expr/vm"

	"proffer/features"
)

// A Condition is a boolean expression over the declared signals, such as
//
//	"cleanser" in cart_categories and cart_value < 40
//
// in the language of expr-lang.org: comparisons, arithmetic, and, or, not, in, a
// few functions such as len and any, and duration("36h"). It reads no clock and
// no chance. It never changes and may be shared; equal expressions of a catalogue
// are one Condition, so its address tells which need not be evaluated again.
type Condition struct {
	text    string
	program *vm.Program
	needs   []string // signals without which there is no answer
	asks    []string // signals that the expression itself expects to be missing
}

// A Verdict is the answer of a condition. What cannot be answered does not hold.
type Verdict struct {
	Holds   bool
	Missing string // the signal that was not sent and is needed
	Problem string // what went wrong; it does not depend on the machine
}

// String is the expression as it was written.
func (c *Condition) String() string { return c.text }

// Signals are the names of the signals that the expression uses, sorted.
func (c *Condition) Signals() []string {
	names := slices.Concat(c.needs, c.asks)
	slices.Sort(names)
	return names
}

// memoryBudget is how many list elements one evaluation may make. Conditions
// compare and look up; none needs more than a few.
const memoryBudget = 10_000

// machines keeps the stacks of finished evaluations. What is left on them is
// never read.
var machines = sync.Pool{New: func() any { return &vm.VM{MemoryBudget: memoryBudget} }}

// Holds evaluates the condition. A signal that it uses and that is missing from
// v makes the answer "does not hold", unless the expression provides for that
// with known("cart_value") or cart_value ?? 0.
func (c *Condition) Holds(v features.Values) Verdict {
	if name := missing(c.needs, v); name != "" {
		return Verdict{Missing: name}
	}
	m := machines.Get().(*vm.VM)
	defer machines.Put(m)
	answer, err := m.Run(c.program, map[string]any(v))
	if err != nil {
		if name := missing(c.asks, v); name != "" {
			return Verdict{Missing: name}
		}
		return Verdict{Problem: fmt.Sprintf("%s: %s", c.text, summary(err))}
	}
	holds, ok := answer.(bool)
	if !ok {
		return Verdict{Problem: fmt.Sprintf("%s: is neither true nor false", c.text)}
	}
	return Verdict{Holds: holds}
}

// missing returns the first of names that v does not hold.
func missing(names []string, v features.Values) string {
	for _, name := range names {
		if v[name] == nil {
			return name
		}
	}
	return ""
}
