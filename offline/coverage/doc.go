// Package coverage measures how often the intervals of package ope hold the
// truth, how wide they are and how far their estimators are off, on many logs
// that are drawn from worlds whose truth is known.
//
// It knows nothing of tables and policies by name. It opens no file and reads no
// clock: the seed is an argument.
//
// What always holds:
//   - The truth is summed over all that a world can do, and never sampled.
//   - The same world, seed and number of logs give the same figures on any number
//     of cores.
//   - Bounds come from how a world is made, and never from a log.
package coverage
