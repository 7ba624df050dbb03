package policy

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/optimizer"
	"github.com/expr-lang/expr/parser"

	"proffer/features"
)

// functions are what a condition may call besides known and duration. All take
// time in proportion to their arguments, and none reads a clock or chance.
var functions = []string{
	"abs", "all", "any", "ceil", "count", "floor", "hasPrefix", "hasSuffix",
	"len", "lower", "max", "min", "none", "one", "round", "trim", "upper",
}

// reserved are the words of the condition language, which name no signal.
var reserved = append([]string{
	"and", "contains", "duration", "else", "endsWith", "false", "if", "in",
	"known", "let", "matches", "nil", "not", "or", "startsWith", "true",
}, functions...)

// Limits of one condition.
const (
	maxExpression = 2000 // bytes
	maxNodes      = 300  // operators and operands
	maxNesting    = 2    // predicates such as any(…) inside one another
)

// conditions compiles expressions over one set of signals. It may be shared.
type conditions struct {
	signals map[string]features.Signal
	names   []string // of the signals, sorted
	doubted map[string]bool
	served  bool // they are a catalogue's that has served

	mu   sync.Mutex
	made map[string]*Condition // by expression
}

func newConditions(signals []features.Signal, doubted map[string]bool) *conditions {
	k := &conditions{signals: make(map[string]features.Signal), doubted: doubted, made: make(map[string]*Condition)}
	for _, s := range signals {
		k.signals[s.Name] = s
	}
	k.names = slices.Sorted(maps.Keys(k.signals))
	return k
}

// A flaw is what is wrong with an expression, at an offset in characters.
type flaw struct {
	offset        int
	problem, hint string
}

// compile returns the condition of an expression, or its flaws. Both are nil for
// an expression over signals that are themselves declared wrongly.
func (k *conditions) compile(text string) (*Condition, []flaw) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if c := k.made[text]; c != nil {
		return c, nil
	}
	c, flaws := k.build(text)
	if c != nil {
		k.made[text] = c
	}
	return c, flaws
}

func (k *conditions) build(text string) (*Condition, []flaw) {
	if len(text) > maxExpression {
		return nil, []flaw{{problem: fmt.Sprintf("has %d bytes, more than %d", len(text), maxExpression)}}
	}
	config := conf.New(k.environment())
	expr.MaxNodes(maxNodes)(config)
	tree, err := parser.ParseWithConfig(text, config)
	if err != nil {
		return nil, []flaw{flawOf(err)}
	}
	u := usage{conditions: k, needs: make(map[string]bool), asks: make(map[string]bool)}
	u.visit(&tree.Node)
	if u.doubtful || len(u.flaws) > 0 {
		return nil, u.flaws
	}
	kind, err := checker.Check(tree, config)
	if err != nil {
		return nil, []flaw{flawOf(err)}
	}
	if answer := kindOf(kind); answer != "" {
		return nil, []flaw{{problem: "must be true or false, and is " + answer}}
	}
	if flaws := k.unkind(tree.Node); len(flaws) > 0 {
		return nil, flaws
	}
	if err := optimizer.Optimize(&tree.Node, config); err != nil {
		return nil, []flaw{flawOf(err)}
	}
	var g guard
	if ast.Walk(&tree.Node, &g); len(g.flaws) > 0 {
		return nil, g.flaws
	}
	config.Functions = arithmetic
	program, err := compiler.Compile(tree, config)
	if err != nil {
		return nil, []flaw{flawOf(err)}
	}
	maps.DeleteFunc(u.needs, func(name string, _ bool) bool { return u.asks[name] })
	return &Condition{
		text:    text,
		program: program,
		needs:   slices.Sorted(maps.Keys(u.needs)),
		asks:    slices.Sorted(maps.Keys(u.asks)),
	}, nil
}

// unkind is what cannot be evaluated in an expression that the language's own
// checker lets through. In a catalogue that has served it is left to the
// evaluation, which tells of it.
func (k *conditions) unkind(n ast.Node) []flaw {
	if k.served {
		return nil
	}
	check := kinds{signals: k.signals}
	if answer := check.of(n); len(check.flaws) == 0 && answer != aTruth && answer != anything {
		check.flaw(n, "", "must be true or false, and is %s", answer)
	}
	return check.flaws
}

// environment has one value of the right Go type for every signal.
func (k *conditions) environment() map[string]any {
	env := make(map[string]any, len(k.signals))
	for name, s := range k.signals {
		switch s.Type {
		case features.Boolean:
			env[name] = false
		case features.Category:
			env[name] = ""
		case features.Set:
			env[name] = []string(nil)
		case features.Duration:
			env[name] = time.Duration(0)
		default:
			env[name] = 0.0
		}
	}
	return env
}

// kindOf says what an expression is that is neither true nor false. What only the
// evaluation can tell is let through.
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a duration"
	case t.Kind() == reflect.Bool, t.Kind() == reflect.Interface:
		return ""
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Slice, t.Kind() == reflect.Array:
		return "a set"
	default:
		return "a number"
	}
}

// flawOf is what the language found wrong, in the words of the catalogue.
func flawOf(err error) flaw {
	var w flaw
	w.problem, w.hint = worded(summary(err))
	var at *file.Error
	if errors.As(err, &at) {
		w.offset = at.From
	}
	return w
}

// summary is the first line of the language's own message, without the place.
func summary(err error) string {
	var at *file.Error
	if errors.As(err, &at) {
		return strings.ReplaceAll(at.Message, "\n", " ")
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}
