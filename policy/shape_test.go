package policy

import "testing"

// The schema that editors are given is the one that the readers make. It lies
// beside them so that an editor can be pointed at it.
func TestJSONSchema(t *testing.T) {
	holdTo(t, "catalogue.schema.json", string(JSONSchema()))
}
