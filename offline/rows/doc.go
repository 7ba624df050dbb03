// Package rows reads logged choices row by row, whatever file they are in: CSV,
// JSON lines, Parquet, or the dsjson of Vowpal Wabbit. Which of them it is, the
// bytes say.
//
// It knows columns and cells, and not what a column means. It opens no file: the
// bytes are handed to it, and for Parquet, which begins to be read at its end,
// they must be readable at any place.
//
// What always holds:
//   - Memory does not grow with the rows.
//   - The same table says the same in every format.
//   - A file that is cut off or broken is an error that names it and, as far as
//     there is one, the line; it is never a shorter table, and nothing panics.
package rows
