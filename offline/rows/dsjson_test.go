package rows_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proffer/offline/rows"
)

// Vowpal Wabbit's own examples are rows: a cost is a negative reward, what is
// known of an action is its name, and of the customer a feature by namespace.
func TestExamples(t *testing.T) {
	const text = `{"_label_cost":-1.5,"_label_probability":0.8,"_label_Action":2,"_labelIndex":1,"Version":"1","EventId":"e","a":[2,1,3],` +
		`"c":{"User":{"plan":"pro","age":30,"new":true},"_multi":[{"Action":{"id":"sport","len":3}},{"Topic":{"news":1}},{"_tag":7,"c_":"2"}]},"p":[0.8,0.15,0.05],"VWState":{"m":"x"}}
{"RewardValue":1,"EventId":"e"}
{"_label_cost":0,"_label_probability":0.5,"_labelIndex":0,"a":[1,2],"c":{"_multi":[{},{}]},"p":[0.5,0.5]}
`
	want := [][]string{
		{"news", "1.5", "0.8", "[{User.age 30} {User.new 1} {User.plan=pro 1}]", `[{7 0.05} {news 0.8} {sport 0.15}]`},
		{"", "", "", "[]", "[]"},
		{"1", "0", "0.5", "[]", "[{1 0.5} {2 0.5}]"},
	}
	got, err := read("t.jsonl", []byte(text), "action", "reward", "pscore", "context", "candidates")
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// Features may nest as they do in the lines of Vowpal Wabbit and of services that
// write them: lists of numbers, of texts and of objects, objects in objects.
func TestNestedFeatures(t *testing.T) {
	line := func(context string) []byte {
		return []byte(`{"_label_cost":0,"_label_probability":0.5,"_labelIndex":0,"_skipLearn":true,"a":[1,2],"c":{` + context + `"_multi":[{"_tag":"a","j":[{"x":1}]},{"_tag":"b","n":{"m":{"x":[1,2]}}}]},"p":[0.5,0.5]}`)
	}
	for _, c := range []struct{ context, want string }{
		{``, "[]"},
		{`"ns":[1,2.5],`, "[{ns.0 1} {ns.1 2.5}]"},
		{`"ns":["red",true,null],`, "[{ns.0=red 1} {ns.1 1}]"},
		{`"FromUrl":[{"hour":7,"sky":"clear"},{"wind":2}],`, "[{FromUrl.hour 7} {FromUrl.sky=clear 1} {FromUrl.wind 2}]"},
		{`"ns":{"inner":{"x":1,"y":[3,[4]]}},`, "[{ns.inner.x 1} {ns.inner.y.0 3} {ns.inner.y.1.0 4}]"},
		{`"Context":{"age":3},`, "[{age 3}]"},
		{`"Where":"shop",`, "[{Where=shop 1}]"},
		{`"Where":{"city":"Ulm","reward":7,"trigger":2,"at":[1]},`, "[{Where.at.0 1} {Where.city=Ulm 1} {Where.reward 7} {Where.trigger 2}]"},
		{`"Where":{"placement":"top","trigger":"visit"},`, "[]"},
		{`"deep":` + strings.Repeat("[", 40) + "1" + strings.Repeat("]", 40) + `,"ns":2,`, "[{ns 2}]"},
	} {
		got, err := read("t.jsonl", line(c.context), "context", "candidates", "skip_learn")
		if want := [][]string{{c.want, "[{a 0.5} {b 0.5}]", "true"}}; err != nil || !cmp.Equal(want, got) {
			t.Errorf("%s: got %v, %v, want %v", c.context, got, err, want)
		}
	}
}

// Actions are called by their names, or all of a line by their places where one has
// none or two have the same; or as whoever reads them wants.
func TestActionNames(t *testing.T) {
	for _, c := range []struct {
		by            rows.Naming
		actions, want string
	}{
		{"", `{"_tag":"x","i":{"id":"a"}},{"i":[{"id":"b","s":1}]}`, "x b"},
		{"", `{"_tag":"x"},{"_tag":"x"},{"_tag":"y"}`, "1 2 3"},
		{"", `{"T":{"topic":"a"}},{"T":{"topic":"b"}}`, "topic=a topic=b"},
		{"", `{"T":{"topic":"a"}},{"T":{"topic":"a"}}`, "1 2"},
		{"", `{"_tag":"x"},{"price":3.5}`, "1 2"},
		{rows.ByName, `{},{}`, "1 2"},
		{rows.ByPlace, `{"_tag":"x"},{"_tag":"y"}`, "1 2"},
		{rows.ByFeatures, `{"a":1,"b":2},{"_tag":"y"}`, `{"a":1,"b":2} y`},
		{rows.ByFeatures, `{"a":1,"b":2},{"a":1,"b":2},{"_tag":"y"}`, "1 2 3"},
	} {
		line := `{"_label_cost":0,"_label_probability":0.5,"_labelIndex":0,"c":{"_multi":[` + c.actions + "]}}"
		names, source, err := rows.Open("t.jsonl", strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if c.by != "" {
			source.(rows.Namer).Call(c.by)
		}
		source.Pick([]int{slices.Index(names, "candidates")})
		cells := make([]rows.Cell, 1)
		if err := source.Next(cells); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range cells[0].Pairs {
			got = append(got, p.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s: got %q, want %s", c.by, c.actions, got, c.want)
		}
	}
}
