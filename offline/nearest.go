package offline

import "strings"

// suggestion is ", did you mean …?" with the name that wanted most resembles,
// or nothing when none is near.
func suggestion(wanted string, names []string) string {
	best, most := "", 0.4
	for _, name := range names {
		if s := likeness(strings.ToLower(wanted), strings.ToLower(name)); s > most {
			best, most = name, s
		}
	}
	if best == "" {
		return ""
	}
	return `, did you mean "` + best + `"?`
}

// likeness is the share of neighbouring letters that two words have in common,
// of all they have (Dice 1945). Words count as enclosed in blanks, so that their
// ends are neighbours too.
func likeness(a, b string) float64 {
	a, b = " "+a+" ", " "+b+" "
	pairs := make(map[string]int)
	for i := range len(a) - 1 {
		pairs[a[i:i+2]]++
	}
	common := 0
	for i := range len(b) - 1 {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(a)+len(b)-2)
}
