package httpapi

import (
	"context"

	"proffer/engine"
	"proffer/guardrails"
	"proffer/guardrails/breakers"
	"proffer/offline/export"
)

// A Service is what the routes speak to. engine.Service is one.
type Service interface {
	Decider
	Historian
	Librarian
	Overseer
	Operator
	Publisher
	export.Past
}

// A Decider answers requests and takes reports. What it has answered without
// an error is durable.
type Decider interface {
	// Rank returns a fallback without offers beside every error.
	Rank(context.Context, engine.Request) (engine.Answer, error)
	// Feedback answers every report at its place; an error is about all of them.
	Feedback(context.Context, []engine.Report) ([]engine.Result, error)
	// Ready is nil while both can be done, and else says why not.
	Ready() error
}

// A Historian tells and makes again what was decided.
type Historian interface {
	Story(decision string) (engine.Story, error)
	// Reexecute returns what differs from the decision when it is made again.
	Reexecute(context.Context, *engine.Decision) ([]string, error)
}

// A Librarian knows the offers and what became of them.
type Librarian interface {
	Library() []engine.Entry
	Entry(offer string) (engine.Entry, error)
	Stats() engine.Stats
}

// An Overseer sees the guardrails and moves the breakers.
type Overseer interface {
	Guardrails() engine.Watch
	Breaker(guardrail, scope string) (breakers.Standing, error)
	// SetBreaker holds for the next request.
	SetBreaker(engine.Override) (breakers.Standing, error)
}

// An Operator holds the switches.
type Operator interface {
	Switch(scope string) (guardrails.Switch, error)
	// SetSwitch holds for the next request.
	SetSwitch(engine.SwitchEvent) (guardrails.Switch, error)
}

// A Publisher puts catalogues into force, whole or not at all.
type Publisher interface {
	Catalogue() *engine.Policy
	// SetCatalogue returns the breakers that stopped what is let through now.
	SetCatalogue(ctx context.Context, source []byte, by string) ([]breakers.Stop, error)
}

var _ Service = (*engine.Service)(nil)
