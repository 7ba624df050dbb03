package engine

import "strconv"

// A Request asks which offers a customer should see now.
type Request struct {
	RequestID  string         `json:"request_id,omitzero"`  // repeated: the first answer again
	CustomerID string         `json:"customer_id,omitzero"` // opaque; empty: nobody we know
	SessionID  string         `json:"session_id,omitzero"`  // empty: a customer's visit lasts as long as its window; nobody's is one request
	Trigger    string         `json:"trigger"`
	Placement  string         `json:"placement"`
	Signals    map[string]any `json:"signals,omitzero"`
	Limit      int            `json:"limit,omitzero"`   // 0: as many as the placement has slots
	Exclude    []string       `json:"exclude,omitzero"` // offers that the app cannot render now
}

// Limits of a request. They bound the work that one caller can ask for.
const (
	MaxString  = 256
	MaxSignals = 200
	MaxExclude = 500
)

// FieldError names one field of the input and what is wrong with it.
type FieldError struct {
	Field   string `json:"field"`
	Problem string `json:"problem"`
}

// Invalid is input that was refused; it names every bad field.
type Invalid struct{ Fields []FieldError }

func (e *Invalid) Error() string {
	if len(e.Fields) == 0 {
		return "engine: invalid input"
	}
	text := "engine: " + e.Fields[0].Field + ": " + e.Fields[0].Problem
	if n := len(e.Fields) - 1; n > 0 {
		text += " (and " + strconv.Itoa(n) + " more)"
	}
	return text
}

func (e *Invalid) add(field, problem string) {
	e.Fields = append(e.Fields, FieldError{Field: field, Problem: problem})
}

// or is e when it names a fault, and else nil: a nil *Invalid in an error would not be nil.
func (e *Invalid) or() error {
	if len(e.Fields) == 0 {
		return nil
	}
	kept := *e // so that e itself, which mostly names none, costs no memory
	return &kept
}
