package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gzipped is a text as one gzip member.
func gzipped(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := io.WriteString(z, text)
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A packed table is all its gzip members, one after the other. What is no gzip
// behind them is said to be that, and a member that ends too early to be cut off.
func TestPackedTables(t *testing.T) {
	a, b := gzipped(t, "a,b\n1,2\n"), gzipped(t, strings.Repeat("3,4\n", 10_000))
	all := "a,b\n1,2\n" + strings.Repeat("3,4\n", 10_000)
	for _, c := range []struct{ what, file, want, wrong string }{
		{"one member", a, "a,b\n1,2\n", ""},
		{"two members", a + b, all, ""},
		{"junk behind", a + "junkjunk", "a,b\n1,2\n", "after the end of the compressed data there are bytes that are no gzip"},
		{"a byte behind", a + "\x1f", "a,b\n1,2\n", "after the end of the compressed data there are bytes that are no gzip"},
		{"a second that is cut off", a + b[:5], "a,b\n1,2\n", io.ErrUnexpectedEOF.Error()},
		{"one that is cut off", a[:len(a)-3], "a,b\n1,2\n", io.ErrUnexpectedEOF.Error()},
	} {
		name := filepath.Join(t.TempDir(), "t.csv.gz")
		if err := os.WriteFile(name, []byte(c.file), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := openTable(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if string(got) != c.want || said != c.wrong {
			t.Errorf("%s: got %d bytes, %v, want %d bytes, %s", c.what, len(got), err, len(c.want), c.wrong)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
