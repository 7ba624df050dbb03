// Package figures shows an evaluation as a page: the answer, whether the log can
// give one at all, and the figures behind it, drawn by gonum's plot.
//
// It computes no estimate and opens no file: a judgement and its trace come in,
// a page goes out.
//
// What always holds:
//   - A page is whole by itself: it runs nothing, and loads nothing from anywhere.
//   - What the judgement says is on the page in words and tables; a figure only
//     repeats it, and says in a sentence what is seen in it.
//   - A log that is refused has no estimate on its page, unless it was forced to speak.
package figures
