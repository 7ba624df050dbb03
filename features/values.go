package features

import (
	"encoding/json"
	"time"
)

// Values are signals that were read: each has the one Go type that its Type
// names, and a signal that is missing is absent. They are also what conditions
// are evaluated on: an interpreter that wants exactly a map[string]any is given
// map[string]any(v), which costs nothing.
type Values map[string]any

// MarshalJSON writes v so that Read gives back the same: a duration as its text.
func (v Values) MarshalJSON() ([]byte, error) {
	raw := make(map[string]any, len(v))
	for name, value := range v {
		if span, ok := value.(time.Duration); ok {
			value = span.String()
		}
		raw[name] = value
	}
	return json.Marshal(raw)
}
