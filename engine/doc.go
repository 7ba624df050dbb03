// Package engine tells the story of Proffer: a request becomes a decision, a
// report of what happened becomes an outcome, and outcomes become beliefs.
//
// Decide and Observe are pure in the state, their input, the time and the
// seed. The State is the fold of the log's events and of nothing else, so it
// can be thrown away and folded again. The Service around them owns the lock
// and asks its caller for the clock, the chance, the log and the archive.
//
// It knows nothing of HTTP, of disks or of YAML.
package engine
