package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"proffer/engine"
	"proffer/internal/client"
	"proffer/offline"
	"proffer/policy"
)

// playOnServer replays against a running server. All runs share one catalogue,
// with a placement and offers of their own, so that none sees what another
// learned; the time in their names keeps them from what an earlier replay left.
func (r *replaying) playOnServer(ctx context.Context) (report *offline.Report, err error) {
	server := client.New(r.server, r.key)
	defer server.Close()
	before, err := server.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	serving, err := policy.Load(before)
	if err != nil {
		return nil, fmt.Errorf("the server's catalogue: %w", err)
	}
	r.replay.Survey.Currency = serving.Currency.Code
	r.replay.Prefix = "replay-" + strconv.FormatInt(r.app.now().UnixMilli(), 36)
	r.replay.Player = remote{server}
	// A call that failed may have changed the catalogue all the same.
	defer func() { err = errors.Join(err, putBack(ctx, server, before)) }()
	if err := server.SetCatalogue(ctx, r.replay.Survey.Catalogue(r.replay.Runs()...)); err != nil {
		return nil, fmt.Errorf("the table's catalogue: %w", err)
	}
	return r.replay.Run(ctx)
}

// patience is how long putting the catalogue back may take after the rest has
// ended, perhaps because somebody asked it to.
const patience = 30 * time.Second

func putBack(ctx context.Context, server *client.Client, catalogue []byte) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := server.SetCatalogue(ctx, catalogue); err != nil {
		return fmt.Errorf("the server still has the replay's catalogue: %w", err)
	}
	return nil
}

// A remote player decides and learns over HTTP.
type remote struct{ server *client.Client }

func (p remote) Choose(ctx context.Context, r engine.Request) (decision, offer string, err error) {
	reply, err := p.server.Rank(ctx, r)
	if err != nil {
		return "", "", err
	}
	shown, ok := reply.Shown()
	if !ok {
		return "", "", fmt.Errorf("the server showed no offer: %s", reply.Reason)
	}
	return reply.DecisionID, shown.OfferID, nil
}

func (p remote) Learn(ctx context.Context, reports []engine.Report) error {
	results, err := p.server.Feedback(ctx, reports)
	if err != nil {
		return err
	}
	return offline.Recorded(results)
}
