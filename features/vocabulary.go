package features

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// A vocabulary gives each text a slot: one of its own if the text is known, the
// last if it is not; without known texts, one of the buckets.
type vocabulary struct {
	known   []string // sorted
	buckets int      // used if nothing is known
}

func newVocabulary(s Signal) vocabulary {
	return vocabulary{known: slices.Sorted(slices.Values(s.Values)), buckets: s.effectiveBuckets()}
}

func (v vocabulary) hashed() bool { return len(v.known) == 0 }

func (v vocabulary) slot(text string) int32 {
	if v.hashed() {
		return bucket(text, v.buckets)
	}
	i, found := slices.BinarySearch(v.known, text)
	if !found {
		i = len(v.known)
	}
	return int32(i)
}

// isOther says whether slot is the one that all unknown texts share.
func (v vocabulary) isOther(slot int32) bool {
	return !v.hashed() && int(slot) == len(v.known)
}

func (v vocabulary) names(signal string) []string {
	var names []string
	if v.hashed() {
		for i := range v.buckets {
			names = append(names, signal+"#"+strconv.Itoa(i))
		}
		return names
	}
	for _, text := range v.known {
		names = append(names, signal+"="+text)
	}
	return append(names, signal+"="+otherValue)
}

// textProblem is what keeps a text from being a value. It never repeats the
// text, which may be anything that a customer typed.
func textProblem(text string) string {
	switch {
	case len(text) > MaxTextLength:
		return fmt.Sprintf("must have at most %d bytes, not %d", MaxTextLength, len(text))
	case !utf8.ValidString(text):
		return "must be valid UTF-8"
	}
	return ""
}
