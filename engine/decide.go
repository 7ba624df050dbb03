package engine

import "time"

// Decide answers one request. It is pure: the same state, request, time and
// seed give the same decision, which is how a logged one can be made again.
//
// The guardrails and what follows run once for each slot, because what the
// first slot shows may use up what the second would have needed.
func Decide(s *State, r Request, at time.Time, seed uint64) (*Decision, error) {
	return decide(s, r, at, seed, (*deciding).draw)
}

// decide is the story; draw takes the offer of a slot, or none, by chance or otherwise.
func decide(s *State, r Request, at time.Time, seed uint64, draw func(*deciding)) (*Decision, error) {
	d, err := begin(s, r, at, seed)
	if err != nil {
		return nil, err
	}
	defer d.leave()
	d.encode()
	d.findSegment()
	d.assignGroup()
	d.applySwitches()
	d.applyConditions()
	d.score()
	d.askForControl()
	for d.wantsMore() {
		d.applyGuardrails()
		d.computeProbabilities()
		draw(d)
	}
	return d.finish(), nil
}
