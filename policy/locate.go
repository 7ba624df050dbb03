package policy

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// locate is the place in the file of a character of a text, which YAML may have
// written with quotes, escapes or indentation. A text folded from several lines
// has lost where its lines ended, so it is located by its beginning.
func (src *source) locate(f *field, words string, offset int) place {
	at := f.place
	switch n := f.value.(type) {
	case *ast.LiteralNode:
		return src.inBlock(n, words, offset)
	case *ast.StringNode:
		at = tokenPlace(n.Token)
	}
	if !(at.line >= 1 && at.line <= len(src.lines)) {
		return at
	}
	line := []rune(src.lines[at.line-1])
	if at.column > len(line) {
		return at
	}
	width, whole := spelled(line[at.column-1:], []rune(words), offset)
	if !whole {
		return at
	}
	return place{at.line, at.column + width}
}

// spelled is how many characters of a line come before the character of words
// that is at offset. whole is false when the line does not hold all of words.
func spelled(line, words []rune, offset int) (width int, whole bool) {
	quote := rune(0)
	if line[0] == '"' || line[0] == '\'' {
		quote, width = line[0], 1
	}
	before := -1
	for i, r := range words {
		if i == offset {
			before = width
		}
		n := symbol(line[min(width, len(line)):], quote)
		if n == 0 || n == 1 && line[width] != r {
			return 0, false
		}
		width += n
	}
	if before < 0 {
		before = width
	}
	return before, true
}

// symbol is the length of the first character of rest as its quotes spell it,
// and 0 at the end.
func symbol(rest []rune, quote rune) int {
	n := 1
	switch {
	case len(rest) == 0:
		return 0
	case quote == '\'' && strings.HasPrefix(string(rest[:min(2, len(rest))]), "''"):
		n = 2
	case quote == '"' && rest[0] == '\\' && len(rest) > 1:
		n = 2 + map[rune]int{'x': 2, 'u': 4, 'U': 8}[rest[1]]
	}
	if n > len(rest) {
		return 0
	}
	return n
}

// inBlock locates a character of a block scalar, whose lines are those of the
// file without their common indentation.
func (src *source) inBlock(n *ast.LiteralNode, words string, offset int) place {
	at := tokenPlace(n.Start)
	if n.Start == nil || !strings.HasPrefix(n.Start.Value, "|") {
		return at
	}
	before := string([]rune(words)[:min(offset, len([]rune(words)))])
	row := strings.Count(before, "\n")
	line := at.line + 1 + row
	column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	texts := strings.Split(words, "\n")
	if line > len(src.lines) || texts[row] == "" || !strings.HasSuffix(src.lines[line-1], texts[row]) {
		return at
	}
	indent := len([]rune(src.lines[line-1])) - len([]rune(texts[row]))
	return place{line, indent + column + 1}
}
