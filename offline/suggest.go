package offline

import "proffer/words"

// suggestion is ", did you mean …?" with the name that wanted most resembles,
// or nothing when none is near.
func suggestion(wanted string, names []string) string {
	if near := words.Nearest(wanted, names); near != "" {
		return `, did you mean "` + near + `"?`
	}
	return ""
}
