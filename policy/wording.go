package policy

import (
	"fmt"
	"regexp"
	"strings"
)

// A wording says a fault of the language of conditions in the words of the
// catalogue. The language speaks of operators, tokens and the types of Go; an
// operator of a shop knows sets, texts and numbers.
type wording struct {
	pattern *regexp.Regexp
	say     func(found []string) (problem, hint string)
}

// wordings are tried in turn; what none knows is told as it came.
var wordings = []wording{
	{regexp.MustCompile(`^unexpected token EOF$|^unexpected end of expression$`), func([]string) (string, string) {
		return "ends before it is complete", ""
	}},
	{regexp.MustCompile(`^unexpected token \w+\("(.*)"\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("does not fit together at %q", clip(m[1])), instead(m[1])
	}},
	{regexp.MustCompile(`^literal not terminated$`), func([]string) (string, string) {
		return "has a text without its closing quote", ""
	}},
	{regexp.MustCompile(`^invalid \w+ literal: strconv\.\w+: parsing "(.*)": (.*)$`), func(m []string) (string, string) {
		if m[2] == "value out of range" {
			return fmt.Sprintf("%s is beyond all numbers", clip(m[1])), ""
		}
		return fmt.Sprintf("%s is no number", clip(m[1])), ""
	}},
	{regexp.MustCompile(`^expected at least 2 arguments$`), func([]string) (string, string) {
		return "needs a set and what is asked of each member", `write such as any(cart, # startsWith "a")`
	}},
	{regexp.MustCompile(`^not enough arguments to call (\w+)$`), func(m []string) (string, string) {
		return m[1] + " needs more to work on", ""
	}},
	{regexp.MustCompile(`^invalid number of arguments \(expected (\d+), got (\d+)\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("has %s in brackets where there must be %s", m[2], m[1]), ""
	}},
	{regexp.MustCompile(`^Operator \((\S+)\) and coalesce expressions`), func(m []string) (string, string) {
		return fmt.Sprintf("mixes ?? and %s without brackets", m[1]), "write such as (cart_value ?? 0) > 3"
	}},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`), func(m []string) (string, string) {
		return mismatched(m[1], called(m[2]), called(m[3]))
	}},
	{regexp.MustCompile(`^cannot use (.+) as type (.+) in array$`), func(m []string) (string, string) {
		return fmt.Sprintf("looks for %s in a set, whose members are %s", called(m[1]), called(m[2])), ""
	}},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched type (.+)\)$`), func(m []string) (string, string) {
		return negated(m[1], called(m[2]))
	}},
	{regexp.MustCompile(`^invalid argument for (\w+) \(type (.+)\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s does not take %s", m[1], called(m[2])), ""
	}},
	{regexp.MustCompile(`^builtin (\w+) takes only array \(got (.+)\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s takes a set, not %s", m[1], called(m[2])), ""
	}},
	{regexp.MustCompile(`^cannot use (.+) as argument \(type (.+)\) to call (\w+) *$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s takes %s, not %s", m[3], called(m[2]), called(m[1])), ""
	}},
	{regexp.MustCompile(`^predicate should return boolean \(got (.+)\)$`), func(m []string) (string, string) {
		return "asks of each member what must be true or false, and is " + called(m[1]), ""
	}},
	{regexp.MustCompile(`^non-bool expression \(type (.+)\) used as condition$`), func(m []string) (string, string) {
		return "must be true or false before the ?, and is " + called(m[1]), ""
	}},
}

// worded is a problem of the language in the words of the catalogue.
func worded(problem string) (string, string) {
	for _, w := range wordings {
		if found := w.pattern.FindStringSubmatch(problem); found != nil {
			return w.say(found)
		}
	}
	return problem, ""
}

// instead is what was probably meant by a word that other languages have.
func instead(word string) string {
	switch lower := strings.ToLower(word); lower {
	case "=":
		return "write == to compare"
	case "&":
		return "write and"
	case "|":
		return "write or"
	case "and", "or", "not", "in":
		if lower != word {
			return "write " + lower
		}
	}
	return ""
}

// mismatched says why an operator cannot stand between two kinds of value.
func mismatched(operator, left, right string) (problem, hint string) {
	switch operator {
	case "==", "!=", "<", "<=", ">", ">=":
		return fmt.Sprintf("compares %s with %s", left, right), alike(left, right)
	case "in":
		hint = `the right side of in must be a set or a list, such as ["a", "b"]`
	}
	return fmt.Sprintf("cannot put %s between %s and %s", operator, left, right), hint
}

// alike is how two kinds of value are made one that can be compared.
func alike(left, right string) string {
	between := func(a, b string) bool { return left == a && right == b || left == b && right == a }
	switch {
	case between("a set", "text"):
		return `write such as "a" in the set`
	case between("a duration", "a number"), between("a duration", "text"):
		return `write a length of time as duration("36h")`
	case between("a number", "text"):
		return "write a number without quotes"
	case between("true or false", "text"), between("true or false", "a number"):
		return "write true or false without quotes"
	}
	return ""
}

// negated says why an operator cannot stand before a kind of value.
func negated(operator, kind string) (problem, hint string) {
	if operator == "not" || operator == "!" {
		hint = "put what it denies in brackets, such as not (orders > 3)"
	}
	return fmt.Sprintf("cannot put %s before %s", operator, kind), hint
}

// called is what the catalogue calls a type of Go.
func called(kind string) string {
	switch kind {
	case "[]string", "[]interface {}":
		return "a set"
	case "string":
		return "text"
	case "float64", "int":
		return "a number"
	case "bool":
		return "true or false"
	case "time.Duration":
		return "a duration"
	}
	return kind
}
