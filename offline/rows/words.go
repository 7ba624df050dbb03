package rows

// Words are texts that occur again and again, of which each is kept once.
type words map[string]string

// mostWords bounds what is kept: a column with more different texts is no
// vocabulary but identifiers, which do not come again.
const mostWords = 1 << 14

// of is the text of some bytes, without garbage if it is known.
func (w words) of(text []byte) string {
	if known, ok := w[string(text)]; ok {
		return known
	}
	fresh := string(text)
	if len(w) < mostWords {
		w[fresh] = fresh
	}
	return fresh
}
