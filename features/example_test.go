package features_test

import (
	"fmt"

	"proffer/features"
)

// Declare signals, read what an app sent, and encode it for a segment.
func Example() {
	encoder, err := features.NewEncoder(features.Schema{
		Signals: []features.Signal{
			{Name: "cart_value", Type: features.Number, Scale: features.Log},
			{Name: "device", Type: features.Category, Values: []string{"mobile", "desktop"}},
			{Name: "orders", Type: features.Count},
		},
		Segments:     []string{"first_time_buyer", "repeat_buyer"},
		Interactions: []features.Interaction{{Signal: "cart_value"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	values, err := encoder.Read(nil, map[string]any{"cart_value": 31.5, "device": "fridge", "orders": nil})
	if err != nil {
		fmt.Println(err)
		return
	}
	x := encoder.InSegment(encoder.Encode(features.Vector{}, values), "first_time_buyer")
	names := encoder.Names()
	for k, index := range x.Index {
		fmt.Printf("%-40s %.3f\n", names[index], x.Value[k])
	}
	_, err = encoder.Read(nil, map[string]any{"cart_valu": 31.5, "orders": -1})
	fmt.Println(err)
	// Output:
	// bias                                     1.000
	// cart_value                               3.481
	// device=other                             1.000
	// orders=missing                           1.000
	// segment=first_time_buyer                 1.000
	// segment=first_time_buyer×cart_value      3.481
	// features: signals.cart_valu is not declared (did you mean cart_value?); signals.orders must not be negative
}
