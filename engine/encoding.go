package engine

import (
	"github.com/go-json-experiment/json"
)

// encode writes v as JSON; equal values give equal bytes.
func encode(v any) ([]byte, error) { return json.Marshal(v, json.Deterministic(true)) }

// decode reads what encode wrote.
func decode(data []byte, v any) error { return json.Unmarshal(data, v) }
