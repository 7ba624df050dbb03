package rows_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// Kept is one number and one text, in ways in which Parquet keeps them.
type kept struct {
	Plain   float64  `parquet:"plain"`
	Coded   float64  `parquet:"coded,dict"`
	Gaps    *float64 `parquet:"gaps,optional"`
	Both    *float64 `parquet:"both,optional,dict"`
	Single  float32  `parquet:"single,dict"`
	Whole   int32    `parquet:"whole"`
	Long    *int64   `parquet:"long,optional,dict"`
	Decimal int64    `parquet:"decimal,decimal(1:18)"`

	Text     string  `parquet:"text"`
	Word     string  `parquet:"word,dict"`
	Holes    *string `parquet:"holes,optional"`
	HoleWord *string `parquet:"hole_word,optional,dict"`
}

// However a number or a text is kept, it is the same cell; one that is not there is
// empty. Pages and groups end where rows do not, and each group has dictionaries of
// its own.
func TestEncodings(t *testing.T) {
	const n, group = 300, 70
	names := []string{"plain", "coded", "gaps", "both", "single", "whole", "long", "decimal", "text", "word", "holes", "hole_word"}
	want, all := make([][]string, n), make([]kept, n)
	for i := range all {
		x, whole, word := float64(i%40)/2, int64(i%9), fmt.Sprint("word ", (i/group+2)*(i%5))
		k := kept{Plain: x, Coded: x, Single: float32(x), Whole: int32(whole), Decimal: whole * 5, Text: word, Word: word}
		number, text := fmt.Sprint(x), word
		if i%3 > 0 && i/group != 1 {
			k.Gaps, k.Both, k.Long, k.Holes, k.HoleWord = &x, &x, &whole, &word, &word
			want[i] = []string{number, number, number, number, number, fmt.Sprint(whole), fmt.Sprint(whole), fmt.Sprint(float64(whole) / 2), text, text, text, text}
		} else {
			want[i] = []string{number, number, "", "", number, fmt.Sprint(whole), "", fmt.Sprint(float64(whole) / 2), text, text, "", ""}
		}
		all[i] = k
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[kept](&out, parquet.PageBufferSize(150))
	for part := range slices.Chunk(all, group) {
		_, err := w.Write(part)
		if err := errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := read("t.parquet", out.Bytes(), names...)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
