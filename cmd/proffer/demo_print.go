package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"proffer/engine"
	"proffer/guardrails/breakers"
	"proffer/internal/simulate"
)

// A speaker lets several say something without breaking into each other's word.
type speaker struct {
	mu sync.Mutex
	w  io.Writer
}

// line says one thing, as a whole.
func (s *speaker) line(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.w, format+"\n", args...)
}

const (
	tellEvery = 5 * time.Second
	tellMost  = 2 // changes at once
)

func (d *demonstrating) introduce(stages []*stage) {
	d.say.line("Customers come for %v; a day of theirs takes %v. Seed %d.", d.span, demoDay, d.seed)
	for _, s := range stages {
		d.say.line("  %-13s %s", s.world.Name, s.server.url())
	}
	d.say.line("")
}

// report says what has changed in one world, and by turns what the offers cost
// the checkout and what the guardrails held back.
func (s *stage) report(passed time.Duration) {
	visits, decisions := s.simulation.Count()
	text := fmt.Sprintf("%3.0f s  %s: %s visits, %s decisions\n", passed.Seconds(), s.world.Name, thousands(visits), thousands(decisions))
	lines := s.narrator.Tell(s.server.service.Library(), tellMost)
	if s.told++; s.told%2 == 0 {
		lines = append(lines, "Guardrails have withheld: "+mostFirst(s.server.service.Stats().Withheld)+".")
	} else {
		lines = append(lines, conversions(s.simulation.Conversion())...)
	}
	for _, line := range lines {
		text += filled("       ", line) + "\n"
	}
	s.demo.say.line("%s", text)
}

// conversions compares the visits with offers to those without, by placement.
func conversions(all []simulate.Conversion) []string {
	var lines []string
	for _, treated := range all {
		for _, control := range all {
			if treated.Group != engine.Treatment || control.Group != engine.Control || treated.Placement != control.Placement || control.Visits == 0 {
				continue
			}
			lines = append(lines, fmt.Sprintf("%s: %s of the visits with offers end with an order, %s of the control without. %s",
				treated.Placement, percent(treated.Rate()), percent(control.Rate()), byChance(treated, control)))
		}
	}
	return lines
}

// byChance says whether a difference could be chance. It is asked again and
// again while the figures come in, so it takes three standard errors to convince it.
func byChance(treated, control simulate.Conversion) string {
	difference := treated.Rate() - control.Rate()
	chance := 3 * math.Hypot(treated.StandardError(), control.StandardError())
	switch {
	case math.Abs(difference) <= chance:
		return fmt.Sprintf("That may be chance (± %.1f points).", 100*chance)
	case difference < 0:
		return fmt.Sprintf("The offers cost orders (%.1f ± %.1f points).", 100*difference, 100*chance)
	}
	return fmt.Sprintf("The offers do not cost orders (+%.1f ± %.1f points).", 100*difference, 100*chance)
}

// moved says what a breaker does from now on, and why.
func (s *stage) moved(c breakers.Change) {
	passed := s.demo.app.now().Sub(s.haste.begin)
	text := fmt.Sprintf("%s: the breaker %s %s %s: %s.", s.world.Name, c.Rule, doing[c.Breaker.State], c.Scope, c.Breaker.Detail)
	s.demo.say.line("%3.0f s  %s\n", passed.Seconds(), strings.TrimSpace(filled("       ", text)))
}

// doing says what a breaker does in a state.
var doing = map[breakers.State]string{
	breakers.Closed: "lets go of", breakers.Suspect: "suspects", breakers.Open: "stops", breakers.HalfOpen: "lets a few visits try",
}

// conclude prints what was learned beside the truth, and what to try next.
func (d *demonstrating) conclude(stages []*stage) {
	for _, s := range stages {
		stats := s.server.service.Stats()
		r := s.simulation.Report(s.server.service.Library(), stats.Withheld)
		d.say.line("%s: what was learned in %s visits and %s decisions, beside the truth; money in %s", r.World, thousands(r.Visits), thousands(r.Decisions), r.Currency)
		for _, g := range r.Segments {
			printSegment(d.app.out, g, false)
		}
		for _, line := range conversions(r.Conversion) {
			printFilled(d.app.out, "%s", line)
		}
		printFilled(d.app.out, "Guardrails have withheld: %s.", mostFirst(r.Withheld))
		d.say.line("")
	}
	if !d.stays() {
		d.say.line("With --stay, and on a terminal, the servers go on and can be asked:\n")
	} else {
		d.say.line("Ask for an offer, and see what is known of one:\n")
	}
	d.say.line("  curl -s %s/v1/rank \\\n"+
		"    -d '{\"trigger\":\"checkout_completed\",\"placement\":\"thank_you_page\",\"explain\":true,\n"+
		"         \"signals\":{\"orders\":3,\"cart_value\":31.5,\"cart_categories\":[\"cleanser\"]}}'\n"+
		"  curl -s %s/v1/offers/team-plan\n", stages[0].server.url(), stages[1].server.url())
}
