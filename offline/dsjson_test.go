package offline_test

import (
	"fmt"
	"strings"
	"testing"

	"proffer/offline"
)

// examples are lines as a service for decisions writes them: features in lists of
// objects, actions that look different on every line, every tenth not to be learned from.
func examples(actions func(line int) (first, second string)) []byte {
	var text strings.Builder
	for i := range 1000 {
		first, second := actions(i)
		fmt.Fprintf(&text, `{"_label_cost":%d,"_label_probability":0.5,"_label_Action":%d,"_labelIndex":%d,"_skipLearn":%v,"EventId":"%d","a":[%d,%d],`+
			`"c":{"FromUrl":[{"hour":%d,"sky":["clear","cold"]}],"_multi":[%s,%s]},"p":[0.5,0.5]}`+"\n",
			-(i % 3 % 2), i%2+1, i%2, i%10 == 0, i, i%2+1, 2-i%2, i%24, first, second)
	}
	return []byte(text.String())
}

// Actions that have no stable name are told apart by their places, also two that look
// the same, and weigh as any others.
func TestActionsWithoutNames(t *testing.T) {
	for _, c := range []struct {
		what    string
		actions func(line int) (first, second string)
	}{
		{"names", func(int) (string, string) {
			return `{"_tag":"1","i":{"constant":1,"id":"a"},"j":[{"type":"hiking"}]}`, `{"_tag":"2","j":[{"type":"biking"}]}`
		}},
		{"features that change", func(i int) (string, string) {
			return fmt.Sprintf(`{"j":[{"price":%d.5,"x":1}]}`, i), fmt.Sprintf(`{"j":[{"price":%d.25,"x":1}]}`, i)
		}},
		{"the same features", func(int) (string, string) { return `{"j":{"x":1}}`, `{"j":{"x":1}}` }},
	} {
		e := ask("uniform", written(examples(c.actions)))
		e.Model = "ridge"
		j := judge(t, e)
		d := j.Diagnostics
		if d.MeanWeight != 1 || d.Rows != 900 || d.LeftOut != (offline.LeftOut{SkipLearn: 100}) {
			t.Errorf("%s: got weights of mean %v in %d rows, and %+v left out", c.what, d.MeanWeight, d.Rows, d.LeftOut)
		}
		if len(d.Calibration) != 2 || d.Calibration[0].Action != "1" || d.Calibration[1].Action != "2" || j.Refused != "" {
			t.Errorf("%s: got the actions %+v, refused: %q", c.what, d.Calibration, j.Refused)
		}
	}
}

// How actions are called is one of three words.
func TestNamings(t *testing.T) {
	e := ask("uniform", written(nil))
	e.Table.Actions = "colour"
	const want = `offline: actions cannot be called by "colour": they are by name, place or features`
	if err := e.Validate(); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A log that has more different features than any model could learn from is told
// without a model.
func TestMoreFeaturesThanAModelHas(t *testing.T) {
	var text strings.Builder
	for i := range 7_000 {
		fmt.Fprintf(&text, `{"_label_cost":%d,"_label_probability":0.5,"_labelIndex":%d,"a":[%d,%d],"c":{"Ids":[`, -(i / 2 % 2), i%2, i%2+1, 2-i%2)
		for k := range 10 {
			fmt.Fprintf(&text, `"u%d",`, 10*i+k)
		}
		text.WriteString(`"u"],"_multi":[{"_tag":"a"},{"_tag":"b"}]},"p":[0.5,0.5]}` + "\n")
	}
	for _, model := range []string{"none", ""} {
		e := ask("uniform", written([]byte(text.String())))
		e.Table.Name, e.Model = "log.dsjson", model
		if j := judge(t, e); j.Model != "none" || j.Diagnostics.Rows != 7_000 || value(t, j, "snips").Value != .5 {
			t.Errorf("%q: got the model %s and %v of %d rows, want none and .5 of 7000", model, j.Model, j.Estimates, j.Diagnostics.Rows)
		}
	}
}
