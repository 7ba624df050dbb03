package features

import "proffer/words"

// suggestion is " (did you mean …?)" with the name that name most resembles,
// or nothing if none is near.
func suggestion(name string, names []string) string {
	if near := words.Nearest(name, names); near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}
