package breakers

import "proffer/guardrails/eprocess"

// A State says how much a breaker lets through.
type State = eprocess.State

// The states.
const (
	Closed   = eprocess.Closed
	Suspect  = eprocess.Suspect
	Open     = eprocess.Open
	HalfOpen = eprocess.HalfOpen
)

// ReasonGone says that a breaker left with its guardrail. No breaker is in a
// state for this reason; it is only told.
const ReasonGone eprocess.Reason = "gone"
