package words

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A word a slip or two from a known one is met with that one; a word that is
// nothing like any is met with silence.
func TestNearest(t *testing.T) {
	known := []string{"0", "friction", "price", "priority", "cart_value", "id", "orders", "plan"}
	for word, want := range map[string]string{
		"frction": "friction", "Friction": "friction", "prise": "price", "proirity": "priority",
		"cart_vlaue": "cart_value", "cartvalue": "cart_value", "cart-value": "cart_value", "cart_value_2": "cart_value",
		"order": "orders", "Orders": "orders", "plna": "plan", "plant": "plan", "di": "id",
		"weather": "", "p": "", "9": "", "": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Nearest("plan", nil); got != "" {
		t.Errorf("of no words %q is the nearest", got)
	}
}

// Words of a small alphabet, so that slips are common.
var spelled = rapid.StringOfN(rapid.RuneFrom([]rune("abç")), 0, 8, -1)

// A guess is a known word, and a known word is guessed for itself.
func TestNearestGuessesWhatIsKnown(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		known := rapid.SliceOfN(spelled, 1, 5).Draw(rt, "known")
		word := spelled.Draw(rt, "word")
		if got := Nearest(word, known); got != "" && !slices.Contains(known, got) {
			rt.Fatalf("Nearest(%q, %q) = %q", word, known, got)
		}
		if got := Nearest(known[0], known); got != known[0] {
			rt.Fatalf("Nearest(%q, %q) = %q", known[0], known, got)
		}
	})
}

// The distance is the same both ways, is nothing for equal words only, and is
// never more than the longer word has bytes, nor less than one has more.
func TestDistance(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := spelled.Draw(rt, "a"), spelled.Draw(rt, "b")
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) {
			rt.Fatalf("from %q to %q it is %d, and %d back", a, b, d, distance(b, a))
		}
		if d > max(len(a), len(b)) || d < max(len(a)-len(b), len(b)-len(a)) {
			rt.Fatalf("from %q to %q it is %d", a, b, d)
		}
	})
}
