package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
)

// The schema that editors are given is the one that the readers make. It lies
// beside them so that an editor can be pointed at it.
func TestJSONSchema(t *testing.T) {
	holdTo(t, "catalogue.schema.json", string(JSONSchema()))
}

// An editor has a sentence to show at whatever it is pointed at.
func TestJSONSchemaSpeaks(t *testing.T) {
	n := 0
	shapeOfAll().walk("", func(path string, node *shape) {
		if n++; !strings.HasSuffix(node.Description, ".") {
			t.Errorf("%s is described by %q, want a sentence", path, node.Description)
		}
	})
	if n < 80 {
		t.Errorf("%d nodes, want all of them", n)
	}
}

// walk visits a node of the schema and all below it.
func (sh *shape) walk(path string, visit func(path string, node *shape)) {
	visit(path, sh)
	for name, field := range sh.Properties {
		field.walk(path+"."+name, visit)
	}
	for i, kind := range sh.AnyOf {
		kind.walk(fmt.Sprintf("%s(%d)", path, i), visit)
	}
	if sh.Items != nil {
		sh.Items.walk(path+"[]", visit)
	}
	if each, ok := sh.Others.(*shape); ok {
		each.walk(path+".*", visit)
	}
}

// The schema accepts what Load accepts, and sees in an editor what Load refuses.
func TestJSONSchemaJudges(t *testing.T) {
	good := string(read(t, "../examples/skincare.yaml"))
	for _, tc := range []struct {
		name, from, to string
		accepts        bool
	}{
		{"the shop", "", "", true},
		{"none is off", "none: {value: 0.05}", "none: off", true},
		{"a share as a number", "discount: 10%", "discount: 0.1", true},
		{"no forgetting", "half_life: 60d", "half_life: 0", true},
		{"what a guardrail says for itself", "max: 1, per: 24h", "most: 1", true},
		{"a mistyped field", "friction: one_click", "frction: one_click", false},
		{"a mistyped word", "friction: one_click", "friction: one_clik", false},
		{"a share above one", "holdout: 5%", "holdout: 5", false},
		{"money as text", "price: 12.00", `price: "12.00"`, false},
		{"a negative margin", "margin: 5.00", "margin: -6.50", false},
		{"a duration without a unit", "half_life: 60d", "half_life: 60", false},
		{"a missing field", "    channel: sms\n", "", false},
		{"another version", "version: 1", "version: 2", false},
		{"a name with a space", "id: travel-kit", "id: travel kit", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if !strings.Contains(good, tc.from) {
				t.Fatalf("the example no longer says %q", tc.from)
			}
			text := strings.Replace(good, tc.from, tc.to, 1)
			if err := judge(t, text); (err == nil) != tc.accepts {
				t.Errorf("the schema says %v", err)
			}
			if _, err := Load([]byte(text)); (err == nil) != tc.accepts {
				t.Errorf("Load says %v", err)
			}
		})
	}
}

// judge asks a validator that is not ours what the schema says of a catalogue.
func judge(t *testing.T, text string) error {
	t.Helper()
	var schema openapi3.Schema
	if err := schema.UnmarshalJSON(JSONSchema()); err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	return schema.VisitJSON(value, openapi3.EnableJSONSchema2020())
}
