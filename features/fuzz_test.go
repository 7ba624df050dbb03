package features_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"proffer/features"
)

// Whatever JSON object is sent as signals, it is refused with its fields' names,
// or it is read, makes a well-formed vector, and can be written and read again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"cart_value":1e308,"orders":-0}`, `{"cart_value":null,"subscriber":false}`,
		`{"device":"mobile","goals":["acne",""],"cart_categories":[]}`, `{"orders":1.5,"goals":[1,null]}`,
		`{"since_last_order":"1w2d3h4m5.6s","time_on_site":-0.5}`, `{"cart_vlaue":{},"":[]}`, `{"campaign":"\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	e, err := features.NewEncoder(shop())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var raw map[string]any
		if json.Unmarshal(text, &raw) != nil {
			t.Skip("not a JSON object")
		}
		v, err := e.Read(nil, raw)
		if err != nil {
			checkFieldsNamed(t, err)
			return
		}
		checkRoundTrip(t, e, v)
		checkWellFormed(t, e, e.InSegment(e.Encode(features.Vector{}, v), "repeat_buyer"))
	})
}

func checkFieldsNamed(t *testing.T, err error) {
	t.Helper()
	var faults features.Errors
	if !errors.As(err, &faults) || len(faults) == 0 {
		t.Fatalf("got error %v, want Errors", err)
	}
	for _, fault := range faults {
		if !strings.HasPrefix(fault.Field, "signals") || fault.Problem == "" {
			t.Errorf("got fault %+v", fault)
		}
	}
}
