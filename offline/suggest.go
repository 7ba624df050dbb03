package offline

import (
	"fmt"
	"strconv"
	"strings"

	"proffer/words"
)

// suggestion is ", did you mean …?" with the name that wanted most resembles,
// or nothing when none is near.
func suggestion(wanted string, names []string) string {
	if near := words.Nearest(wanted, names); near != "" {
		return `, did you mean "` + near + `"?`
	}
	return ""
}

// enumerated writes names as a list, of which the first few are enough.
func enumerated(names []string) string {
	const most = 12
	if len(names) == 0 {
		return "nothing else"
	}
	quoted := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, strconv.Quote(clip(name)))
	}
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(quoted, ", "), more)
	}
	return strings.Join(quoted, ", ")
}
