package policy

import (
	"errors"
	"math"
	"reflect"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/vm/runtime"
)

var (
	errByZero  = errors.New("divides by zero")
	errNoValue = errors.New("comes to no finite number")
)

// arithmetic has, by operator, what may come to no finite number. Such a result
// is an error: every comparison with not-a-number is false, and a rule that says
// when to withhold would let pass.
var arithmetic = conf.FunctionsTable{
	"+":  checked("+", runtime.Add),
	"-":  checked("-", runtime.Subtract),
	"*":  checked("*", runtime.Multiply),
	"/":  checked("/", divide),
	"**": checked("**", power),
	"^":  checked("^", power),
}

func divide(a, b any) any {
	if runtime.ToFloat64(b) == 0 {
		panic(errByZero) // the machine makes it the error of the evaluation
	}
	return runtime.Divide(a, b)
}

func power(a, b any) any { return runtime.Exponent(a, b) }

// checked makes an operation fail that comes to no finite number. What it makes
// of texts and lengths of time it leaves alone.
func checked(name string, of func(a, b any) any) *builtin.Function {
	return &builtin.Function{Name: name, Func: func(args ...any) (any, error) {
		result := of(args[0], args[1])
		if x, ok := result.(float64); ok && !finite(x) {
			return nil, errNoValue
		}
		return result, nil
	}}
}

func finite(x float64) bool { return math.Abs(x) <= math.MaxFloat64 }

// A guard puts the checked operations in the place of the machine's own, in a
// tree whose constants are folded. A constant that is no number is a flaw.
type guard struct{ flaws []flaw }

// Visit implements ast.Visitor.
func (g *guard) Visit(n *ast.Node) {
	switch e := (*n).(type) {
	case *ast.FloatNode:
		if !finite(e.Value) {
			g.flaw(e, errNoValue)
		}
	case *ast.BuiltinNode:
		if e.Name == "min" || e.Name == "max" {
			e.SetType(reflect.TypeFor[any]()) // whole or not is known when it is evaluated
		}
	case *ast.BinaryNode:
		if arithmetic[e.Operator] == nil {
			return
		}
		if e.Operator == "/" && zero(e.Right) {
			g.flaw(e, errByZero)
		}
		call := &ast.CallNode{Callee: &ast.IdentifierNode{Value: e.Operator}, Arguments: []ast.Node{e.Left, e.Right}}
		call.SetNature(*e.Nature())
		ast.Patch(n, call)
	}
}

func (g *guard) flaw(n ast.Node, err error) {
	g.flaws = append(g.flaws, flaw{offset: n.Location().From, problem: err.Error()})
}

func zero(n ast.Node) bool {
	switch e := n.(type) {
	case *ast.IntegerNode:
		return e.Value == 0
	case *ast.FloatNode:
		return e.Value == 0
	}
	return false
}
