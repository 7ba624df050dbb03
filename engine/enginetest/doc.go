// Package enginetest holds the real service against a slow model of it. Random
// shops live through random histories: requests one by one and many at once,
// reports in any order, clocks that jump, restarts, changes of the catalogue,
// switches, and the word of a person on a breaker.
//
// The model knows only what anybody outside could: the requests and reports that
// were sent, the answers to them, the catalogue, and the order and the time of
// the events in the log. It keeps plain lists and works everything out again from
// their beginning, by what docs/guardrails.md says and not by how the engine does
// it. It always holds that the engine says the same.
//
// There are only tests here. The mathematics of breakers is that of package
// eprocess, whose own tests hold it against published numbers.
package enginetest
