package policy

import (
	"fmt"
	"strings"
)

// suggest is the hint for a word that is none of the known ones: the nearest of
// them, or nothing when none is near.
func suggest(word string, known []string) string {
	best, least := "", 2+len(word)/4
	for _, k := range known {
		if abs(len(word)-len(k)) >= least {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("did you mean %q?", best)
}

// distance is the least number of bytes to insert, delete or change that turns
// a into b (Wagner and Fischer 1974), where a swap of neighbours counts once.
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	older, old, row := rows[0], rows[1], rows[2]
	for j := range old {
		old[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			change := old[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, old[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], older[j-1]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}

func abs(n int) int { return max(n, -n) }

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
