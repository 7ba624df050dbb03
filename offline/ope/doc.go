// Package ope estimates from a log what another policy would have earned: its
// estimators, how far each can be wrong, and whether the log can say it at all.
//
// A round reaches it as five numbers: the reward, the importance weight, what a
// reward model predicts for the action taken and for the policy's own choice.
// It knows nothing of tables, actions' names or policies, and never holds more
// than a batch of rounds.
//
// What always holds:
//   - An estimate is a mean of per-round terms, or a ratio of two such means. The
//     terms are added in one pass, and the sums of shards merge.
//   - An estimator with a reward model that predicts 0 is the one without.
//   - A finite-sample bound takes the bound that the caller knows, never the
//     largest value that the sample happens to hold.
package ope
