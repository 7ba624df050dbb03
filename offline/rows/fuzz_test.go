package rows_test

import (
	"strings"
	"testing"
)

// Whatever lines hold, reading them ends, with a table or with an error that names
// the file.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		`{"a":1,"b":"x","context":{"x":1,"y":"z","w":true,"n":null},"candidates":[{"offer":"o","p":0.5}]}`,
		"{\"a\":1}\n{}\n{\"a\":[]}\n",
		`{"_label_cost":-1,"_label_probability":0.5,"_label_Action":1,"_labelIndex":0,"a":[1,2],"c":{"N":{"x":1},"_multi":[{"A":{"id":"s"}},{}]},"p":[0.5,0.5],"Proffer":{"matured":true}}`,
		"a,b\n\"1\",2\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := drained("t", strings.NewReader(text)); err != nil && !strings.HasPrefix(err.Error(), "t:") {
			t.Errorf("got %v", err)
		}
	})
}
