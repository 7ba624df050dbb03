package offline

import (
	"strings"
	"testing"
)

// What is left out is told in the number that it has.
func TestImmatureRowsAreTold(t *testing.T) {
	for n, want := range map[int]string{1: "1 row is immature: its outcome is still open", 2: "2 rows are immature: they stand behind"} {
		if got := (LeftOut{Immature: n}).rest(); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "; what is left of the log") {
			t.Errorf("got %q, want %s…", got, want)
		}
	}
}
