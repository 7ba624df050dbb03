// Package rehearsal makes the decisions of a server's log again under another
// catalogue: what would have been shown and withheld, and what it would have earned.
//
// Every request is decided by the engine itself, at the time and with the seed
// with which it was decided, so chance is shared and equal distributions draw the
// same offer. Two things are kept apart. What is believed was learned from what
// the log really showed and from all that came of it, read as the new catalogue
// reads it: an offer that the log did not show would otherwise count as refused.
// What each customer has seen and answered, which caps count, is the rehearsal's
// own, or the log's if that is asked for.
//
// The evidence of breakers is what happened in the log, of those to whom it would
// have happened here: visits that both sides could show an offer from the same
// decision on, which in a try are those that take part, and accepts of what no
// breaker keeps from their visit. Their lots are the log's; no breaker of the
// rehearsal raises the control that the log had.
//
// It refuses to guess. What a customer would have said to an offer that was not
// shown is not known, so an answer to an offer that the rehearsal did not show is
// dropped and counted. It changes nothing in the log that it reads.
//
// What always holds:
//   - Under the catalogue that served all along nothing changes: no decision
//     differs, every weight is 1, and the estimates are the log's own means.
//   - The same log and catalogue give the same report.
//   - A request that the catalogue cannot answer is counted by its reason. It is
//     neither rehearsed nor learned from.
package rehearsal
