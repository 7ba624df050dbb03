// Package breakers watches what offers do to all customers, and stops those
// that do harm: the statistical kill switches of a catalogue.
//
// A [Rule] is what the catalogue says of one breaker. A [Watch] is one rule on
// one scope: an offer, a placement or everything. It gathers evidence from the
// fold of the log and moves by it between closed, suspect, open and half open.
// What the evidence means is the business of package eprocess; what a visit or
// an accept is, that of the engine.
//
// Gathering evidence never moves a breaker. [Breakers.Verdict] says which move
// the evidence calls for, the engine logs it, and [Breakers.Move] carries it
// out, so every move is an event of the log with its figures.
//
// It always holds that a breaker whose figures cannot be had is open.
package breakers
