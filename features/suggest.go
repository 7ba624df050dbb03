package features

// suggestion is " (did you mean …?)" with the name that name most resembles,
// or nothing if none is near.
func suggestion(name string, names []string) string {
	best, least := "", 3
	if len(name) < 5 {
		least = 2
	}
	for _, known := range names {
		if d := len(name) - len(known); d >= least || -d >= least {
			continue
		}
		if d := distance(name, known); d < least {
			best, least = known, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + best + "?)"
}

// distance is the number of bytes to insert, delete, change or swap with their
// neighbour to turn a into b (Damerau 1964; optimal string alignment).
func distance(a, b string) int {
	before, above := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
