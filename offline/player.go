package offline

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"proffer/engine"
)

// A Player decides and learns: the engine in this process, or a server.
type Player interface {
	// Choose answers one row. It must show an offer.
	Choose(ctx context.Context, r engine.Request) (decision, offer string, err error)
	// Learn takes what became of the choice before. All of it must have been recorded.
	Learn(ctx context.Context, reports []engine.Report) error
}

// An inProcess Player is the engine itself, with a clock that stands still and
// chance that is a seed. It keeps what was learned and no log: nobody restarts a
// replay. A choice that the table does not have was never seen, so nothing can
// be learned from it, and it is forgotten before it is folded.
type inProcess struct {
	state  *engine.State
	chance *rand.PCG
	choice *engine.Decision // the latest, unless it was learned from
}

// moment is when everything happens in a replay. The rows of a table are
// exchangeable, so no time passes between them.
var moment = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// choiceID is the id of every choice: there is never more than one.
const choiceID = "choice"

// play begins with a catalogue and nothing learned.
func play(catalogue []byte, chance *rand.PCG) (*inProcess, error) {
	state, err := begin(catalogue)
	if err != nil {
		return nil, fmt.Errorf("offline: catalogue of the table: %w", err)
	}
	return &inProcess{state: state, chance: chance}, nil
}

func (p *inProcess) Choose(_ context.Context, r engine.Request) (decision, offer string, err error) {
	if p.choice != nil {
		p.choice.Release()
	}
	if p.choice, err = engine.Decide(p.state, r, moment, p.chance.Uint64()); err != nil {
		return "", "", err
	}
	shown := p.choice.Shown()
	if len(shown) == 0 {
		return "", "", fmt.Errorf("offline: no offer was shown: %s", p.choice.Reason)
	}
	p.choice.ID = choiceID
	return choiceID, shown[0].Offer, nil
}

func (p *inProcess) Learn(_ context.Context, reports []engine.Report) error {
	defer p.state.Discard() // nothing will be heard of this row any more
	choice := p.choice
	p.choice = nil // the state has it now
	if err := fold(p.state, engine.Event{Decision: choice}, moment); err != nil {
		return err
	}
	for _, r := range reports {
		if err := hear(p.state, r, moment); err != nil {
			return err
		}
	}
	return nil
}

// Recorded reports the first result that says otherwise.
func Recorded(results []engine.Result) error {
	for _, r := range results {
		if err := recorded(r.Status, r.Detail); err != nil {
			return err
		}
	}
	return nil
}

func recorded(status engine.Status, detail string) error {
	if status == engine.Recorded {
		return nil
	}
	return errors.New("offline: a report was " + string(status) + ": " + detail)
}
