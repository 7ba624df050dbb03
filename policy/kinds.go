package policy

import (
	"fmt"
	"slices"
	"time"

	"github.com/expr-lang/expr/ast"

	"proffer/features"
)

// The kinds of value that a condition knows, as a message calls them.
const (
	aNumber   = "a number"
	aText     = "text"
	aSet      = "a set"
	aDuration = "a duration"
	aTruth    = "true or false"
	anything  = "" // what only the evaluation can tell
)

// kinds finds what the language's own checker leaves to the evaluation, where it
// would fail for every customer or for some: what either side of a choice is,
// and what functions and arithmetic can do with a length of time.
type kinds struct {
	signals map[string]features.Signal
	flaws   []flaw
}

func (k *kinds) flaw(n ast.Node, hint, format string, args ...any) {
	k.flaws = append(k.flaws, flaw{offset: n.Location().From, problem: fmt.Sprintf(format, args...), hint: hint})
}

// of is the kind of an expression, which is checked on the way.
func (k *kinds) of(n ast.Node) string {
	switch e := n.(type) {
	case *ast.IdentifierNode:
		return kindOfSignal(k.signals[e.Value].Type)
	case *ast.UnaryNode:
		return k.of(e.Node)
	case *ast.BinaryNode:
		return k.binary(e)
	case *ast.ConditionalNode:
		k.want(e.Cond, aTruth, "must be true or false before the ?, and is %s")
		return k.either(e.Exp2, "chooses between %s and %s", k.of(e.Exp1), k.of(e.Exp2))
	case *ast.ArrayNode:
		for _, each := range e.Nodes {
			k.of(each)
		}
		return aSet
	case *ast.PredicateNode:
		return k.of(e.Node)
	case *ast.BuiltinNode:
		return k.builtin(e)
	case *ast.NilNode:
		return "nil"
	case *ast.ConstantNode:
		if _, ok := e.Value.(time.Duration); ok {
			return aDuration
		}
	}
	if kind := called(n.Type().String()); kind != n.Type().String() {
		return kind
	}
	return anything
}

func kindOfSignal(t features.Type) string {
	switch t {
	case features.Boolean:
		return aTruth
	case features.Category:
		return aText
	case features.Set:
		return aSet
	case features.Duration:
		return aDuration
	}
	return aNumber
}

// want refuses an expression of another kind.
func (k *kinds) want(n ast.Node, want, format string) {
	if got := k.of(n); got != want && got != anything {
		k.flaw(n, "", format, got)
	}
}

// either is the kind of what is one of two, which must be alike.
func (k *kinds) either(n ast.Node, format, left, right string) string {
	if left != right && left != anything && right != anything {
		k.flaw(n, "", format, left, right)
		return anything
	}
	return left
}

func (k *kinds) binary(e *ast.BinaryNode) string {
	if _, asked := e.Right.(*ast.NilNode); asked && e.Operator == "!=" {
		return aTruth // it is what known(…) became
	}
	left, right := k.of(e.Left), k.of(e.Right)
	if e.Operator == "??" {
		return k.either(e, "stands in for %s with %s", left, right)
	}
	kind := k.fit(e, left, right)
	if _, arithmetic := calculated[e.Operator]; arithmetic {
		return kind
	}
	return aTruth
}

// calculated has, by operator, the kinds that arithmetic makes one of out of two.
var calculated = map[string][]string{
	"+": {aNumber, aText, aDuration}, "-": {aNumber, aDuration},
	"*": {aNumber}, "/": {aNumber}, "%": {aNumber}, "**": {aNumber}, "^": {aNumber},
}

// fits reports whether an operator can stand between two kinds.
func fits(operator, left, right string) bool {
	switch operator {
	case "==", "!=":
		return left == right
	case "<", "<=", ">", ">=":
		return left == right && left != aTruth && left != aSet
	case "and", "or", "&&", "||":
		return left == aTruth && right == aTruth
	case "in":
		return right == aSet && (left == aText || left == aNumber)
	case "contains", "startsWith", "endsWith", "matches":
		return left == aText && right == aText
	}
	return left == right && slices.Contains(calculated[operator], left)
}

// fit refuses an operator between kinds that it cannot stand between, and
// returns the kind of the left side.
func (k *kinds) fit(e *ast.BinaryNode, left, right string) string {
	if left != anything && right != anything && !fits(e.Operator, left, right) {
		problem, hint := mismatched(e.Operator, left, right)
		k.flaw(e, hint, "%s", problem)
		return anything
	}
	return left
}

// builtin is the kind of what a function returns. Each is asked for what it can
// take, and count must have something to ask.
func (k *kinds) builtin(e *ast.BuiltinNode) string {
	switch e.Name {
	case "abs", "ceil", "floor", "round", "min", "max":
		before := len(k.flaws)
		for _, n := range e.Arguments {
			k.number(e.Name, n)
		}
		if len(k.flaws) > before {
			return anything
		}
		return aNumber
	case "len":
		if kind := k.of(e.Arguments[0]); kind != aSet && kind != aText && kind != anything {
			k.flaw(e, "", "len does not take %s", kind)
		}
		return aNumber
	case "lower", "upper", "trim", "hasPrefix", "hasSuffix":
		for _, n := range e.Arguments {
			k.want(n, aText, e.Name+" takes text, not %s")
		}
		if e.Name == "hasPrefix" || e.Name == "hasSuffix" {
			return aTruth
		}
		return aText
	}
	return k.members(e)
}

// members is what a function makes of the members of a set.
func (k *kinds) members(e *ast.BuiltinNode) string {
	k.want(e.Arguments[0], aSet, e.Name+" takes a set, not %s")
	for _, n := range e.Arguments[1:] {
		k.want(n, aTruth, "asks of each member what must be true or false, and is %s")
	}
	if e.Name != "count" {
		return aTruth
	}
	if len(e.Arguments) == 1 {
		k.flaw(e, `write such as count(cart, # startsWith "a"), or len(cart) for how many there are`, "count asks nothing of the members")
	}
	return aNumber
}

// number refuses what a function of numbers cannot take: min and max take a list
// of them as well.
func (k *kinds) number(function string, n ast.Node) {
	members := []ast.Node{n}
	if list, ok := n.(*ast.ArrayNode); ok && (function == "min" || function == "max") && len(list.Nodes) > 0 {
		members = list.Nodes
	}
	for _, each := range members {
		k.want(each, aNumber, function+" takes a number, not %s")
	}
}
