// Package archtest holds the shape of the code as tests: which package imports
// which, who owns a dependency, where clocks and chance may be read, how long a
// file may be, and that what the documents name exists.
//
// It knows nothing of what the code does. It reads the sources as text and
// syntax, all build tags at once, and runs none of them. Each rule is a table
// that reads like the sentence it stands for, a pure check, and two tests: one
// holds the module against the table, one shows the check a fault it must find.
package archtest
