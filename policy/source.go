package policy

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a source. A catalogue of a thousand offers is well inside them.
const (
	maxSource  = 1 << 20 // bytes
	maxDepth   = 40      // mappings and lists inside one another
	maxEntries = 5000    // entries of one mapping or list
	maxSteps   = 400_000 // values read, each alias as often as it is followed
)

// A source is a parsed file: what every reading of it shares. It never changes.
type source struct {
	lines   []string
	root    ast.Node
	anchors map[string]ast.Node
}

// A place is a line and a column of a source, both from 1.
type place struct{ line, column int }

// places are where the fields and mappings of a source begin, by their paths.
type places map[string]place

// near is the place of a path, or of the nearest one around it.
func (p places) near(path string) place {
	for {
		if at, ok := p[path]; ok || path == "" {
			return at
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
}

// parse reads YAML as far as YAML itself goes. Syntax allows one fault only,
// since all that follows it may be meant otherwise.
func parse(text []byte) (*source, Faults) {
	if f, bad := refuse(text); bad {
		return nil, Faults{f}
	}
	tokens := lexer.Tokenize(string(text))
	if f, bad := tooDeep(tokens); bad {
		return nil, Faults{f}
	}
	// Repeated keys are let through here, so that they are reported with the rest.
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Faults{syntaxFault(err)}
	}
	src := &source{lines: splitLines(text), anchors: make(map[string]ast.Node)}
	for _, doc := range file.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.DirectiveType {
			continue
		}
		if src.root != nil {
			return nil, Faults{faultAt(placeOf(doc.Body), "", "begins a second document, and a catalogue is one")}
		}
		src.root = doc.Body
	}
	if src.root == nil {
		return nil, Faults{{Problem: "the catalogue is empty"}}
	}
	ast.Walk(src, src.root)
	return src, nil
}

// Visit remembers the anchors while ast.Walk passes them.
func (src *source) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil && a.Value != nil {
		src.anchors[a.Name.GetToken().Value] = a.Value
	}
	return src
}

// refuse says what makes bytes no YAML text, before any of them is parsed.
func refuse(text []byte) (Fault, bool) {
	switch {
	case len(text) > maxSource:
		return Fault{Problem: fmt.Sprintf("the catalogue has %d bytes, more than %d", len(text), maxSource)}, true
	case !utf8.Valid(text):
		return Fault{Problem: "the catalogue is not UTF-8 text"}, true
	}
	return Fault{}, false
}

// tooDeep bounds the parser's work before it begins: it recurses once per depth
// and compares the entries of a mapping with one another.
func tooDeep(tokens token.Tokens) (Fault, bool) {
	open := []level{{}}
	for _, tk := range tokens {
		if tk.Position == nil || tk.Position.Column < 1 {
			continue // the text of a block scalar
		}
		open = nest(open, tk)
		at := place{tk.Position.Line, tk.Position.Column}
		if len(open) > maxDepth {
			return faultAt(at, "", fmt.Sprintf("is nested more than %d deep", maxDepth)), true
		}
		if open[len(open)-1].entries > maxEntries {
			return faultAt(at, "", fmt.Sprintf("is one of more than %d entries", maxEntries)), true
		}
	}
	return Fault{}, false
}

// A level is a mapping or a list that is still open, and what it holds so far.
type level struct {
	column, entries int
	flow            bool // in brackets, where columns mean nothing
}

// nest returns the levels that are open after a token. The first is the file.
func nest(open []level, tk *token.Token) []level {
	column := tk.Position.Column
	for top := len(open) - 1; !open[top].flow && open[top].column > column; top-- {
		open = open[:top]
	}
	top := &open[len(open)-1]
	switch tk.Type {
	case token.MappingStartType, token.SequenceStartType:
		return append(open, level{flow: true})
	case token.MappingEndType, token.SequenceEndType:
		if top.flow {
			return open[:len(open)-1]
		}
	case token.CollectEntryType:
		top.entries++
	}
	if begins(tk) && !top.flow {
		if top.column < column {
			open = append(open, level{column: column})
		}
		open[len(open)-1].entries++
	}
	return open
}

// begins reports whether a token may begin an entry that nests others.
func begins(tk *token.Token) bool {
	switch tk.Type {
	case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
		return true
	}
	return tk.Next != nil && tk.Next.Type == token.MappingValueType
}

func syntaxFault(err error) Fault {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) || syntax.Token == nil || syntax.Token.Position == nil {
		return Fault{Problem: "is not YAML: " + err.Error()}
	}
	return faultAt(tokenPlace(syntax.Token), "", "is not YAML: "+syntax.Message)
}

func faultAt(at place, path, problem string) Fault {
	return Fault{Line: at.line, Column: at.column, Path: path, Problem: problem}
}

// placeOf is where a reader would say that a value begins.
func placeOf(n ast.Node) place {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return placeOf(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return placeOf(n.Key)
	case nil:
		return place{1, 1}
	}
	return tokenPlace(n.GetToken())
}

func tokenPlace(tk *token.Token) place {
	if tk == nil || tk.Position == nil {
		return place{1, 1}
	}
	return place{max(tk.Position.Line, 1), max(tk.Position.Column, 1)}
}
