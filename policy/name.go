package policy

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// maxName bounds names, which become parts of keys and addresses.
const maxName = 64

// A naming is how names of one sort are spelled: letters, digits and marks.
type naming struct {
	marks      string
	digitFirst bool
}

// Signals are words of conditions, and segments are parts of the names that the
// encoder gives; all else may be called as it is called in the shop's catalogue.
var (
	signalNames  = naming{marks: "_"}
	segmentNames = naming{marks: "_-"}
	plainNames   = naming{marks: "_-.", digitFirst: true}
)

const (
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// name reads a name that the catalogue gives to something of its own. It is
// required unless Or says otherwise.
func (s *Settings) name(field string, spelled naming, opts ...Option) string {
	r := newRule(0, 0, append([]Option{Required}, opts...))
	sh := &shape{Type: "string", Pattern: spelled.pattern(), MaxLength: maxName}
	return scalar(s, field, sh, r, func(n ast.Node, r rule) (string, string, string) {
		word, problem, hint := text(n, r)
		if problem == "" {
			problem = spelled.misnamed(word)
		}
		return word, problem, hint
	})
}

// misnamed says what is wrong with a name, if anything.
func (n naming) misnamed(name string) string {
	switch {
	case name == "":
		return "must not be empty"
	case len(name) > maxName:
		return fmt.Sprintf("must be at most %d bytes long", maxName)
	case strings.Trim(name, letters+digits+n.marks) != "" || !strings.Contains(n.first(), name[:1]):
		return "must be spelled with letters, digits and " + strings.Join(strings.Split(n.marks, ""), " ") + ", and begin with " + n.beginning()
	}
	return ""
}

// first are the characters that a name may begin with.
func (n naming) first() string {
	if n.digitFirst {
		return letters + digits
	}
	return letters
}

func (n naming) beginning() string {
	if n.digitFirst {
		return "a letter or a digit"
	}
	return "a letter"
}

// pattern is the naming as a regular expression.
func (n naming) pattern() string {
	first := "[A-Za-z]"
	if n.digitFirst {
		first = "[A-Za-z0-9]"
	}
	return "^" + first + "[A-Za-z0-9" + strings.ReplaceAll(n.marks, "-", `\-`) + "]*$"
}
