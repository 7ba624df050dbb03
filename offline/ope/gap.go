package ope

// falseAlarm is how probable it may be, of a log that could take all that the policy
// takes, that one of its views shows a lack that chance does not explain.
const falseAlarm = .01

// A Lack is the share of something that the policy wants and the log never did, and
// the name of the view that shows it.
type Lack struct {
	Share float64
	Where string
}

// Lacking is what the views show of a log that never did what the policy would.
type Lacking struct {
	Choices  Lack      // of the policy's choices: a round could not take them, or none did where the policy would
	Cells    Lack      // of the cells of context × action that the policy can reach
	byAction []float64 // Σ π_e of an action's cells that are empty
}

// Lacking looks at every view and keeps what is worst. Of what is empty, as much as
// chance leaves empty does not count, and nothing if chance may well explain it all;
// the more views there are, the less is that said of any of them.
func (s *Support) Lacking() Lacking {
	found := Lacking{Choices: Lack{Share: ratio(s.outside, float64(s.rounds))}, byAction: make([]float64, s.actions)}
	level := falseAlarm / float64(max(1, len(s.views)))
	for i := range s.views {
		v := &s.views[i]
		l := v.lacks(s.taken)
		found.Choices.worsen(v.name, ratio(s.outside+l.wanted.never(level)*l.wanted.all, float64(s.rounds)))
		found.Cells.worsen(v.name, l.cells.never(level))
		for a, wanted := range l.byAction {
			found.byAction[a] = max(found.byAction[a], wanted)
		}
	}
	return found
}

func (l *Lack) worsen(where string, share float64) {
	if share > l.Share {
		*l = Lack{Share: share, Where: where}
	}
}
