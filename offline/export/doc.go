// Package export writes our own log as a table that others can read: one row a
// drawn slot, with the distribution it was drawn from and what has become of it,
// as JSON lines, CSV, Parquet or Vowpal Wabbit's dsjson.
//
// It decides nothing and learns nothing, and knows neither disks nor HTTP: where
// rows come from and where bytes go are arguments.
//
// What always holds:
//   - All formats but dsjson hold the same rows under the same names.
//   - Every decision has a row, also one that drew nothing.
//   - A customer's id is never written, nor anything from which it can be had
//     without the log.
//   - The same log gives the same bytes.
//   - Memory does not grow with the log.
//
// docs/format/export.md describes every column.
package export
