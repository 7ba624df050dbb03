package main

import (
	"errors"

	"github.com/rs/zerolog"

	"proffer/engine"
	"proffer/guardrails/breakers"
)

// tick lets a second pass for the breakers, which also move while nobody asks
// for an offer. While the log takes nothing they wait with everything else;
// what only a restart can mend is told by the service itself.
func (s *server) tick() {
	if err := s.service.Tick(); err != nil && !errors.Is(err, engine.ErrUnavailable) {
		s.cfg.Logger.Error().Err(err).Msg("the breakers could not be looked at")
	}
}

// moved logs that a breaker has moved. What withholds offers is a warning, and so
// is that a catalogue let go of them.
func (s *server) moved(c breakers.Change) {
	to, level := c.Breaker, zerolog.InfoLevel
	if to.State == breakers.Open || to.State == breakers.Suspect || to.Reason == breakers.ReasonReleased {
		level = zerolog.WarnLevel
	}
	line := s.cfg.Logger.WithLevel(level).
		Str("guardrail", c.Rule).Str("scope", c.Scope).
		Str("from", string(c.From)).Str("to", string(to.State)).
		Str("reason", string(to.Reason)).Str("detail", to.Detail)
	if to.By != "" {
		line.Str("by", to.By)
	}
	line.Msg("a breaker has moved")
}
