package coverage

// The worlds have five contexts. A reward model knows the place of a context
// among them as a number, and no rate here is a straight line in that.
const places = 5

// bump is how much likelier an action pays in a context than on average.
func bump(context, action int) float64 { return .3 * (float64((context+action)%2) - .5) }

// Worlds are all worlds, the mildest first.
func Worlds() []*World {
	return []*World{
		// Actions are taken evenly, and the policy takes none of them more than 1.6
		// times as often. About half of the rows are paid.
		even("easy", .4, 1_000, 10_000),
		// The log mostly takes what the policy seldom does, which pays little and often.
		uneven("hard", 1, often{.2, .7}, 1_000, 10_000),
		// As easy, but one row in two hundred is paid.
		even("rare", .004, 300, 1_000, 10_000, 100_000),
		// As hard, with a twentieth of the rewards.
		uneven("rare and hard", .05, often{.2, .7}, 1_000, 10_000, 100_000),
		// As hard, but what the log mostly does is paid in one row of a hundred, and in
		// full: most rows that are paid are heavy ones.
		uneven("lopsided", 1, often{1, .01}, 1_000, 10_000),
	}
}

// even has four actions, of which the last pays most and is wanted most.
func even(name string, chance float64, sizes ...int) *World {
	w := &World{Name: name, Sizes: sizes, Pays: []float64{1, 1, 1, 1}}
	for c := range places {
		here := Context{
			Logged: []float64{.25, .25, .25, .25},
			Wanted: []float64{.1, .2, .3, .4},
		}
		for a := range here.Logged {
			here.Chance = append(here.Chance, chance*(1+.1*float64(a)+bump(c, a)))
		}
		w.Contexts = append(w.Contexts, here)
	}
	return w
}

// often is what the log mostly does: what that pays, and how often.
type often struct{ pays, chance float64 }

// uneven has five actions. What the policy wants was taken in one row of twenty to
// one of a hundred, and pays 1 in about one of five. The spread of rewards is
// nowhere the same.
func uneven(name string, chance float64, usual often, sizes ...int) *World {
	w := &World{Name: name, Sizes: sizes, Pays: []float64{usual.pays, usual.pays, usual.pays, usual.pays, 1}}
	for c, want := range []struct{ logged, wanted float64 }{{.05, .5}, {.03, .5}, {.02, .5}, {.01, .4}, {.01, .3}} {
		rest, less := (1-want.logged-.7)/3, (1-want.wanted-.1)/3
		here := Context{
			Logged: []float64{.7, rest, rest, rest, want.logged},
			Wanted: []float64{.1, less, less, less, want.wanted},
		}
		for a := range 4 {
			here.Chance = append(here.Chance, chance*usual.chance*(1+bump(c, a)))
		}
		here.Chance = append(here.Chance, chance*.2*(1+bump(c, 4)))
		w.Contexts = append(w.Contexts, here)
	}
	return w
}
