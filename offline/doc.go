// Package offline asks what a policy would have earned on a log that another
// policy wrote: it surveys a table of randomised choices, and runs learning
// policies over it by rejection (Li, Chu, Langford and Wang 2011). Of a policy
// that is fixed it asks the same with an Evaluation, whose mathematics is package
// ope: diagnostics first, then estimates, and none where the log cannot say.
//
// A replay decides with the engine itself, on a catalogue that is written from
// the table and is silent about everything it need not say, so what is measured
// is what an operator would have got. The package opens no file and reads no
// clock: bytes, time and seed are arguments.
//
// What always holds:
//   - The same table, seed and strategy give the same figures, bit for bit.
//   - A row teaches a policy only when its logged action is the one chosen, and
//     equally often whatever its propensity was.
//   - Memory does not grow with the rows of a table that is replayed in its own
//     order, nor with those of a log that is evaluated; a catalogue that is evaluated
//     on our own log remembers its customers.
//   - What a catalogue learns from a row is never in that row's own weight.
//   - A bad cell is an error that names the table, the line and the column.
package offline
