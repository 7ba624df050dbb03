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
