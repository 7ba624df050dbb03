package engine

import "time"

// Decide answers one request. It is pure: the same state, request, time and
// seed give the same decision, which is how a logged one can be made again.
//
// The guardrails and what follows run once for each slot, because what the
// first slot shows may use up what the second would have needed.
func Decide(s *State, r Request, at time.Time, seed uint64) (*Decision, error) {
	d, err := begin(s, r, at, seed)
	if err != nil {
		return nil, err
	}
	d.encode()
	d.findSegment()
	d.assignGroup()
	d.applySwitches()
	d.applyConditions()
	d.score()
	for d.wantsMore() {
		d.applyGuardrails()
		d.computeProbabilities()
		d.draw()
	}
	return d.finish(), nil
}
