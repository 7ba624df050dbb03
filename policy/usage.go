package policy

import (
	"fmt"
	"slices"

	"github.com/expr-lang/expr/ast"

	"proffer/features"
)

// usage walks an expression: it finds the signals that are used, refuses what
// the language of conditions leaves out, and puts known and duration into the
// terms of the machine that will run it.
type usage struct {
	*conditions
	needs, asks map[string]bool
	flaws       []flaw
	nesting     int
	doubtful    bool // a signal is used whose declaration is faulty
}

func (u *usage) flaw(n ast.Node, hint, format string, args ...any) {
	u.flaws = append(u.flaws, flaw{offset: n.Location().From, problem: fmt.Sprintf(format, args...), hint: hint})
}

func (u *usage) visit(n *ast.Node) {
	switch e := (*n).(type) {
	case *ast.NilNode, *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.ConstantNode:
	case *ast.PointerNode:
	case *ast.IdentifierNode:
		u.signal(e, e.Value, u.needs)
	case *ast.UnaryNode:
		u.visit(&e.Node)
	case *ast.BinaryNode:
		u.binary(e)
	case *ast.ConditionalNode:
		u.visit(&e.Cond)
		u.visit(&e.Exp1)
		u.visit(&e.Exp2)
	case *ast.ArrayNode:
		u.visitAll(e.Nodes)
	case *ast.PredicateNode:
		u.predicate(e)
	case *ast.BuiltinNode:
		u.builtin(n, e)
	case *ast.CallNode:
		u.call(n, e)
	default:
		u.flaw(e, "", "is more than a condition may say: signals, values, comparisons, arithmetic and calls")
	}
}

func (u *usage) visitAll(nodes []ast.Node) {
	for i := range nodes {
		u.visit(&nodes[i])
	}
}

// signal notes that a signal is used.
func (u *usage) signal(n ast.Node, name string, uses map[string]bool) {
	switch _, declared := u.signals[name]; {
	case u.doubted[name]:
		u.doubtful = true
	case !declared:
		u.flaw(n, suggest(name, u.names), "no signal is called %q", clip(name))
	default:
		uses[name] = true
	}
}

func (u *usage) predicate(p *ast.PredicateNode) {
	if u.nesting++; u.nesting > maxNesting {
		u.flaw(p, "", "is a predicate inside more than %d others", maxNesting-1)
	}
	u.visit(&p.Node)
	u.nesting--
}

func (u *usage) binary(e *ast.BinaryNode) {
	switch e.Operator {
	case "??":
		if name, ok := e.Left.(*ast.IdentifierNode); ok {
			u.signal(name, name.Value, u.asks)
			u.visit(&e.Right)
			return
		}
	case "..":
		u.flaw(e, "", "is a range, and conditions have none")
		return
	case "==", "!=":
		u.nothing(e.Left, e.Right)
		u.nothing(e.Right, e.Left)
		u.compared(e.Left, e.Right)
		u.compared(e.Right, e.Left)
	case "in":
		u.compared(e.Left, e.Right)
		u.compared(e.Right, e.Left)
	}
	u.visit(&e.Left)
	u.visit(&e.Right)
}

// nothing refuses a comparison with nil: a signal that is missing leaves the
// condition without an answer, so it would never be true.
func (u *usage) nothing(signal, value ast.Node) {
	name, isName := signal.(*ast.IdentifierNode)
	if _, isNil := value.(*ast.NilNode); isName && isNil {
		u.flaw(value, fmt.Sprintf("write known(%q)", name.Value), "compares with nil")
	}
}

// compared refuses a text that the signal it is compared with never has.
func (u *usage) compared(signal, value ast.Node) {
	name, ok := signal.(*ast.IdentifierNode)
	if !ok {
		return
	}
	s := u.signals[name.Value]
	if len(s.Values) == 0 || s.Type != features.Category && s.Type != features.Set {
		return
	}
	texts := []ast.Node{value}
	if list, ok := value.(*ast.ArrayNode); ok {
		texts = list.Nodes
	}
	for _, n := range texts {
		if t, ok := n.(*ast.StringNode); ok && !slices.Contains(s.Values, t.Value) {
			u.flaw(t, suggest(t.Value, s.Values), "%q is not among the values of %s", clip(t.Value), s.Name)
		}
	}
}

// builtin lets the functions of conditions through. A duration becomes the
// constant that it is.
func (u *usage) builtin(n *ast.Node, e *ast.BuiltinNode) {
	if e.Name == "duration" {
		u.duration(n, e)
		return
	}
	if !slices.Contains(functions, e.Name) {
		u.unknown(e, e.Name)
	}
	u.visitAll(e.Arguments)
}

func (u *usage) duration(n *ast.Node, e *ast.BuiltinNode) {
	if len(e.Arguments) == 1 {
		if t, ok := e.Arguments[0].(*ast.StringNode); ok {
			d, ok := parseDuration(t.Value)
			if !ok {
				u.flaw(t, "", "%q is not a duration such as 90s, 36h or 7d", clip(t.Value))
			}
			ast.Patch(n, &ast.ConstantNode{Value: d})
			return
		}
	}
	u.flaw(e, "", `duration takes one text, such as duration("36h")`)
}

// call knows one function, known. It becomes a comparison with nil.
func (u *usage) call(n *ast.Node, e *ast.CallNode) {
	callee, ok := e.Callee.(*ast.IdentifierNode)
	if !ok {
		u.flaw(e, "", "calls what is not a function")
		return
	}
	if callee.Value != "known" {
		u.unknown(e, callee.Value)
		u.visitAll(e.Arguments)
		return
	}
	name := ""
	if len(e.Arguments) == 1 {
		switch a := e.Arguments[0].(type) {
		case *ast.StringNode:
			name = a.Value
		case *ast.IdentifierNode:
			name = a.Value
		}
	}
	if name == "" {
		u.flaw(e, "", `known takes one signal, such as known("cart_value")`)
		return
	}
	u.signal(e.Arguments[0], name, u.asks)
	ast.Patch(n, &ast.BinaryNode{Operator: "!=", Left: &ast.IdentifierNode{Value: name}, Right: &ast.NilNode{}})
}

func (u *usage) unknown(n ast.Node, name string) {
	u.flaw(n, suggest(name, slices.Concat(functions, []string{"known", "duration"})), "conditions have no function %q", clip(name))
}
