package words

import "strings"

// Nearest returns the known word that word most resembles, the first of several
// that do so equally, and nothing when none is near: a quarter of the letters and
// one more may be slips, but not all of them. Case does not matter. It compares
// spelling alone.
func Nearest(word string, known []string) string {
	best, least := "", min(2+len(word)/4, len(word))
	for _, k := range known {
		if apart := len(word) - len(k); apart >= least || -apart >= least {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the number of bytes to insert, delete, change or swap with their
// neighbour to turn a into b (Damerau 1964; optimal string alignment).
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
