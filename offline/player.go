package offline

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"proffer/engine"
)

// A Player decides and learns: the engine in this process, or a server.
type Player interface {
	// Choose answers one row. It must show an offer.
	Choose(ctx context.Context, r engine.Request) (decision, offer string, err error)
	// Learn takes what became of the choice. All of it must have been recorded.
	Learn(ctx context.Context, reports []engine.Report) error
}

// An inProcess Player is the engine itself with a log that forgets, a clock that
// stands still and chance that is a seed.
type inProcess struct {
	service *engine.Service
}

// moment is when everything happens in a replay. The rows of a table are
// exchangeable, so no time passes between them.
var moment = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// forgetEvery is how many events are remembered at least: enough that forgetting
// costs little, and few enough to stay in the processor's cache.
const forgetEvery = 20_000

// play opens an engine on a catalogue.
func play(ctx context.Context, catalogue []byte, chance *rand.PCG) (*inProcess, error) {
	n := uint64(0)
	service, err := engine.Open(ctx, engine.Config{
		Log: &forgetfulLog{}, Archive: forgetfulArchive{}, Every: forgetEvery,
		Clock: func() time.Time { return moment },
		Chance: func() (string, uint64) {
			n++
			return strconv.FormatUint(n, 36), chance.Uint64()
		},
	}, catalogue)
	if err != nil {
		return nil, fmt.Errorf("offline: catalogue of the table: %w", err)
	}
	return &inProcess{service}, nil
}

func (p *inProcess) Choose(ctx context.Context, r engine.Request) (decision, offer string, err error) {
	answer, err := p.service.Rank(ctx, r)
	if err != nil {
		return "", "", err
	}
	shown := answer.Shown()
	if len(shown) == 0 {
		return "", "", fmt.Errorf("offline: no offer was shown: %s", answer.Reason)
	}
	return answer.ID, shown[0].Offer, nil
}

func (p *inProcess) Learn(ctx context.Context, reports []engine.Report) error {
	results, err := p.service.Feedback(ctx, reports)
	if err != nil {
		return err
	}
	return Recorded(results)
}

func (p *inProcess) close() error { return p.service.Close() }

// Recorded reports the first result that says otherwise.
func Recorded(results []engine.Result) error {
	for _, r := range results {
		if r.Status != engine.Recorded {
			return errors.New("offline: a report was " + string(r.Status) + ": " + r.Detail)
		}
	}
	return nil
}
