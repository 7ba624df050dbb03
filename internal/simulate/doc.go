// Package simulate is customers whose hidden mind is known: it plays the people
// of the example catalogues against a server, and compares what the server has
// learned of them with the truth.
//
// It knows of the server only how to ask for offers and how to report what
// became of them, so that nothing of the truth can reach the engine by another
// way than a customer's answer. It reads no clock and no entropy: the same seed
// against the same server is the same simulation, down to every report.
//
// It always holds that reports arrive as from real apps: late, twice, and
// sometimes before what they follow from.
package simulate
