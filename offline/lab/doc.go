// Package lab measures how well the posteriors of package bandit learn: on
// classification tasks turned into bandits, and on a synthetic one that punishes
// whoever explores too little, by the protocol of Riquelme, Tucker and Snoek
// 2018, Deep Bayesian Bandits Showdown. Its figures can be laid beside published
// ones, since nothing of a catalogue, a guardrail or a money value is in them.
//
// It knows nothing of offers and customers. It opens no file and reads no clock:
// bytes, seeds and a stopwatch are arguments.
//
// What always holds:
//   - The same task, steps and seed give the same regret, bit for bit.
//   - What every arm would pay is drawn before any model chooses, so all models
//     of a seed face the very same rounds.
//   - Regret is measured in expected rewards: the luck of a reward that no model
//     could know is in what it learns from, and not in its score.
package lab
