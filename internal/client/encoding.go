package client

import "github.com/go-json-experiment/json"

func encode(v any) ([]byte, error) { return json.Marshal(v) }

// decode passes over what it does not know, so that an older client can speak
// to a newer server.
func decode(data []byte, v any) error { return json.Unmarshal(data, v) }
