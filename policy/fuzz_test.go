package policy

import (
	"errors"
	"path/filepath"
	"testing"

	"proffer/features"
)

// Whatever the bytes, Load returns a catalogue or faults and never panics, and
// both can be shown: faults with their lines, a catalogue with its warnings.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"../examples/*.yaml", "testdata/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			f.Add(read(f, file))
		}
	}
	for _, text := range []string{
		"", "#", "a", "- a", "[", "{", "? [a]\n: b", "a: &a [*a]", "<<: *x", "&a a: *a", "%YAML 1.2\n---\n{}", "a: !!x", "a: |\n", "a: >-\n b", "\ufeffversion: 1", "a:\r\n  b: 1\r",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Load(text)
		if err == nil {
			Faults(c.Lint()).Render("x", text)
			return
		}
		var faults Faults
		if !errors.As(err, &faults) || len(faults) == 0 || c != nil {
			t.Fatalf("Load = %v, %v", c, err)
		}
		faults.Render("x", text)
	})
}

// Whatever the expression, it compiles or has a flaw inside its text, and what
// compiles always answers, whatever was sent.
func FuzzCondition(f *testing.F) {
	for _, tc := range verdicts {
		f.Add(tc.text)
	}
	for _, tc := range flawed {
		f.Add(tc.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, flaws := conditionSignals().compile(text)
		if (c == nil) == (len(flaws) == 0) {
			t.Fatalf("compile(%q) = %v, %v", text, c, flaws)
		}
		for _, w := range flaws {
			if w.offset < 0 || w.offset > len([]rune(text)) || w.problem == "" {
				t.Errorf("compile(%q): flaw %+v", text, w)
			}
		}
		if c == nil {
			return
		}
		for _, v := range []features.Values{nil, {}, everything()} {
			if got := c.Holds(v); got.Holds && (got.Missing != "" || got.Problem != "") {
				t.Errorf("%q holds and does not: %+v", text, got)
			}
		}
	})
}

// The parser's work is bounded before it begins, so a file that nests or repeats
// without end is refused at once.
func TestHugeSources(t *testing.T) {
	for _, unit := range []string{"[", "{a: ", "- ", "? ", "!a ", "&a ", "a: 1\n", "- 1\n", "1, ", "- [\n", "'", "|\n", "#", "a:\n ", "*a "} {
		t.Run(unit, func(t *testing.T) {
			text := make([]byte, 0, maxSource/4)
			for len(text)+len(unit) <= cap(text) {
				text = append(text, unit...)
			}
			if _, err := Load(text); err == nil {
				t.Error("Load accepts it")
			}
		})
	}
	if _, err := Load(make([]byte, maxSource+1)); err == nil {
		t.Error("Load accepts a source above the limit")
	}
}
