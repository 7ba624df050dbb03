package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Fault is one thing wrong with a catalogue, at the place where an operator
// would mend it.
type Fault struct {
	Line, Column int    // both from 1, the column in characters; 0: the file as a whole
	Path         string // such as "offers[0].friction"; empty: the file as a whole
	Problem      string // completes the sentence that begins with the path
	Hint         string // what was probably meant; empty: nobody knows
}

// String is the fault without the name of the file.
func (f Fault) String() string {
	text := f.Problem
	if f.Path != "" {
		text = f.Path + ": " + text
	}
	if f.Hint != "" {
		text += ", " + f.Hint
	}
	return text
}

// Faults is everything wrong with a catalogue, in the order of the lines.
type Faults []Fault

// Error gives each fault a line of its own.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = fmt.Sprintf("policy: %d:%d: %s", f.Line, f.Column, f)
	}
	return strings.Join(lines, "\n")
}

// Render shows each fault with its line of src and a caret under the column.
// name is what to call the file.
func (fs Faults) Render(name string, src []byte) string {
	lines := splitLines(src)
	var out strings.Builder
	for _, f := range fs {
		if !(f.Line >= 1 && f.Line <= len(lines)) {
			fmt.Fprintf(&out, "%s: %s\n", name, f)
			continue
		}
		text, margin := excerpt(lines[f.Line-1], f.Column)
		fmt.Fprintf(&out, "%s:%d:%d: %s\n%5d | %s\n      | %s^\n", name, f.Line, f.Column, f, f.Line, text, margin)
	}
	return out.String()
}

// excerptWidth is how much of a line is shown on either side of the column, so
// that a file written on one line does not fill the screen once per fault.
const excerptWidth = 100

// excerpt returns the part of a line around a column, and what to print before
// the caret. Tabs stay tabs, so that the caret stands under its character.
func excerpt(line string, column int) (text, margin string) {
	all := []rune(line)
	at := min(max(column-1, 0), len(all))
	from, to := max(at-excerptWidth, 0), min(at+excerptWidth, len(all))
	before := slices.Clone(all[from:at])
	for i, r := range before {
		if r != '\t' {
			before[i] = ' '
		}
	}
	return string(all[from:to]), string(before)
}

// With are the faults with those of another reader of the same file, in the
// order of the lines.
func (fs Faults) With(more Faults) Faults { return slices.Concat(fs, more).sorted() }

// sorted puts faults in the order of the file and drops those said twice, as
// happens when a merged mapping is read in several places.
func (fs Faults) sorted() Faults {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	said := make(map[Fault]bool, len(fs))
	return slices.DeleteFunc(fs, func(f Fault) bool {
		f.Path = f.Path[strings.LastIndexByte(f.Path, '.')+1:]
		again := said[f]
		said[f] = true
		return again
	})
}

// err is fs as an error, and nil if there is none.
func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

func splitLines(src []byte) []string {
	lines := strings.Split(string(src), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}
