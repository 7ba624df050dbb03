package ope

// mostChance is how probable it may be that a cell is empty by chance alone, for it
// to be looked at by itself.
const mostChance = .5

// Lacks are the cells of a view that are large enough to tell whether the log goes
// there. An action that was taken nowhere has shown no propensity to go by, and
// all of its cells tell.
type lacks struct {
	wanted   absences  // each weighs what the policy wants of it; cells that are too small are one for each action
	cells    absences  // those that the policy would take once or more, each of which weighs 1; too small ones are left out
	byAction []float64 // what the policy wants of those that are empty, less what chance leaves empty
}

// lacks looks at the cells that the policy can reach, by what is known of each
// action where it was taken.
func (v *view) lacks(taken []taken) *lacks {
	l := &lacks{byAction: make([]float64, v.actions)}
	for a := range taken {
		sizes := &taken[a].sizes
		small := struct {
			possible int
			wanted   float64
			taken    bool
		}{}
		for cell := a; cell < len(v.wanted); cell += v.actions {
			possible, wanted, went := v.possible(cell), v.wanted[cell], v.taken[cell]
			if wanted == 0 {
				continue
			}
			chance := sizes.missed(possible)
			if !went {
				l.byAction[a] += wanted * (1 - chance)
			}
			if chance <= mostChance {
				l.wanted.add(wanted, chance, !went)
				if wanted >= 1 {
					l.cells.add(1, chance, !went)
				}
				continue
			}
			small.possible += possible
			small.wanted += wanted
			small.taken = small.taken || went
		}
		if chance := sizes.missed(small.possible); chance <= mostChance {
			l.wanted.add(small.wanted, chance, !small.taken)
		}
	}
	return l
}
