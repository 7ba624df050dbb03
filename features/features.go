// Package features turns declared signals into a sparse vector whose every
// entry has a name.
//
// A Schema declares the signals, their types and how each is scaled. An Encoder
// made from it reads raw values, as they come from JSON or from Go, into Values
// of exactly one Go type per signal, and encodes these as a Vector:
//
//	bias │ each signal's slots, by name │ each segment, by name │ each segment × signal, by both
//
// How a signal is encoded:
//
//	missing   1 in "name=missing", and nothing else
//	number    as it is, or scaled, in "name"; count and duration by default as ln(1+x), a duration in hours
//	boolean   1 in "name" if true, nothing if false
//	category  1 in "name=value", or in "name=other" if the value is not a known one
//	set       1/√n in "name=value" for each known one of n distinct members, and 1 in
//	          "name=other" if any is unknown; nothing if empty
//	hashed    categories and sets without known values: the slots are "name#0", "name#1" and so on,
//	          members that collide share one 1/√n, and there is no other
//
// The package knows nothing of offers, of what is learned from a vector, of
// HTTP or of disks. It is pure.
//
// What always holds:
//   - A raw value is refused with its field's name, or it is encoded; nothing
//     panics, and no feature is NaN, infinite or beyond a stated bound.
//   - The same schema and values give the same bits on every machine: the
//     logarithm is written out here, and no product is fused with a sum.
//   - A vector's indexes are strictly increasing and its zeros are not stored.
//   - The order in which signals, values, segments and interactions are declared
//     changes neither a vector nor the version.
package features
