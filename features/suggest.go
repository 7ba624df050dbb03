package features

import "proffer/internal/nearest"

// suggestion is " (did you mean …?)" with the name that name most resembles,
// or nothing if none is near.
func suggestion(name string, names []string) string {
	if near := nearest.To(name, names); near != "" {
		return " (did you mean " + near + "?)"
	}
	return ""
}
