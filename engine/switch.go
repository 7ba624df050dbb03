package engine

import (
	"strings"

	"proffer/guardrails"
)

// SetSwitch turns a scope off, or on again, for the next request. A reason is
// required: whoever reads the log later will ask for it.
func (s *Service) SetSwitch(w SwitchEvent) (guardrails.Switch, error) {
	if err := s.ready(); err != nil {
		return guardrails.Switch{}, err
	}
	now, wait, err := s.logSwitch(w)
	if err != nil {
		return guardrails.Switch{}, err
	}
	if err := wait(); err != nil {
		return guardrails.Switch{}, s.fail(err)
	}
	return now, nil
}

func (s *Service) logSwitch(w SwitchEvent) (guardrails.Switch, func() error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return guardrails.Switch{}, nil, s.failed
	}
	bad := &Invalid{}
	if err := s.state.switches.CheckScope(s.state.policy.Catalogue, w.Scope); err != nil {
		bad.add("scope", err.Error())
	}
	if w.State != On && w.State != Off {
		bad.add("state", `must be "on" or "off"`)
	}
	bad.checkReason(w.Reason)
	if err := bad.or(); err != nil {
		return guardrails.Switch{}, nil, err
	}
	wait, err := s.commit(&Event{At: s.now(), Switch: &w})
	return s.state.switches[w.Scope], wait, err
}

// checkReason refuses what would say nothing to whoever reads the log later.
func (e *Invalid) checkReason(reason string) {
	if strings.TrimSpace(reason) == "" {
		e.add("reason", "is required")
	}
	e.checkID("reason", reason)
}

// Switches are all switches that a person ever touched.
func (s *Service) Switches() []guardrails.Switch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.switches.Sorted()
}

// Switch returns one switch. A scope that nobody touched is on.
func (s *Service) Switch(scope string) (guardrails.Switch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.state.switches.CheckScope(s.state.policy.Catalogue, scope); err != nil {
		return guardrails.Switch{}, &Invalid{Fields: []FieldError{{Field: "scope", Problem: err.Error()}}}
	}
	if w, ok := s.state.switches[scope]; ok {
		return w, nil
	}
	return guardrails.Switch{Scope: scope}, nil
}
