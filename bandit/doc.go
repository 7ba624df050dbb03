// Package bandit holds the mathematics of choosing under uncertainty: beliefs
// about an arm's reward, what those beliefs say an arm is worth, the exact
// probability with which each arm is best, and the draw from it.
//
// It knows nothing of offers, customers, time, HTTP or disks. It reads no clock
// and no random source: what varies is an argument.
//
// What always holds:
//
//   - A belief is a function of sums over outcomes, so the order, the split and
//     the merge of the same outcomes do not matter, and an outcome can be
//     revised or removed as if it had never been otherwise.
//   - Probabilities are computed first and the draw is made from those very
//     numbers. They sum to one, each lies in [0, 1], none is NaN, and they do
//     not depend on the order of the arms.
//   - A number that is not finite is refused with an error where it would be
//     learned, and can never win where it would be compared.
package bandit
