package policy

import (
	"fmt"
	"strings"

	"proffer/words"
)

// suggest is the hint for a word that is none of the known ones: the nearest of
// them, or nothing when none is near.
func suggest(word string, known []string) string {
	if near := words.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}

// listed writes words as an operator would say them: a, b or c.
func listed(words []string) string {
	switch n := len(words); n {
	case 0:
		return "nothing, since none is declared"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " or " + words[n-1]
	}
}
