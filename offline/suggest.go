package offline

import "proffer/internal/nearest"

// suggestion is ", did you mean …?" with the name that wanted most resembles,
// or nothing when none is near.
func suggestion(wanted string, names []string) string {
	if near := nearest.To(wanted, names); near != "" {
		return `, did you mean "` + near + `"?`
	}
	return ""
}
