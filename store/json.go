package store

import (
	"bytes"

	"github.com/go-json-experiment/json"

	"proffer/engine"
)

// The one place that knows the JSON library. Maps are written in the order of
// their keys, so that one event has one encoding. A member that is not known
// was written by a newer version: to drop it would be to lose it in silence.
var (
	writing = json.JoinOptions(json.Deterministic(true))
	reading = json.JoinOptions(json.RejectUnknownMembers(true))
)

func encodeEvent(dst *bytes.Buffer, e *engine.Event) error {
	return json.MarshalWrite(dst, e, writing)
}

func decodeEvent(payload []byte) (e engine.Event, err error) {
	err = json.Unmarshal(payload, &e, reading)
	return e, err
}
