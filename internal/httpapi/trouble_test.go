package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"proffer/engine"
	"proffer/internal/httpapi"
)

// A falling service is a real one that fails where the test says.
type falling struct {
	httpapi.Service
	fail func() error // of Rank, Feedback and Story; may panic
}

func (f falling) Rank(ctx context.Context, r engine.Request) (engine.Answer, error) {
	if err := f.fail(); err != nil {
		return engine.Answer{}, err
	}
	return f.Service.Rank(ctx, r)
}

func (f falling) Feedback(ctx context.Context, r []engine.Report) ([]engine.Result, error) {
	if err := f.fail(); err != nil {
		return nil, err
	}
	return f.Service.Feedback(ctx, r)
}

func (f falling) Story(id string) (engine.Story, error) {
	if err := f.fail(); err != nil {
		return engine.Story{}, err
	}
	return f.Service.Story(id)
}

func (f falling) Reexecute(context.Context, *engine.Decision) ([]string, error) {
	return nil, engine.ErrTooFar
}

func fallingWorld(t testing.TB, fail func() error) *world {
	t.Helper()
	return newWorld(t, func(c *httpapi.Config) { c.Service = falling{c.Service, fail} })
}

// Whatever happens to a rank request inside, the shop gets an answer: 200,
// without offers. The log has what happened and where.
func TestRankFallsBack(t *testing.T) {
	const secret = "what nobody outside should read"
	for _, c := range []struct {
		name, level, logged string
		fail                func() error
	}{
		{"a bug", "error", `"stack":"goroutine`, func() error { panic(secret) }},
		{"an error that nobody expected", "error", secret, func() error { return errors.New(secret) }},
		{"a log that cannot take events", "warn", secret, func() error { return errors.Join(engine.ErrUnavailable, errors.New(secret)) }},
		{"a full disk", "warn", errSpace.Error(), func() error { return errors.Join(engine.ErrUnavailable, errSpace) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := fallingWorld(t, c.fail)
			got := w.do("POST", "/v1/rank", rankBody("r-1", "c-1"))
			var answer decided
			if err := json.Unmarshal(got.Body.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
			if got.Code != 200 || answer.Reason != "FALLBACK" || len(answer.Offers) != 0 || strings.Contains(got.Body.String(), secret) {
				t.Errorf("got %d %s, want 200 and a fallback that says nothing else", got.Code, got.Body)
			}
			line := w.log.String()
			if !strings.Contains(line, `"level":"`+c.level+`"`) || !strings.Contains(line, c.logged) || !strings.Contains(line, `"reason":"FALLBACK"`) {
				t.Errorf("got the line %s, want level %s and %q", line, c.level, c.logged)
			}
		})
	}
}

// On any other route a fault of ours is a 500 that says nothing.
func TestFaultsSayNothing(t *testing.T) {
	const secret = "what nobody outside should read"
	for name, fail := range map[string]func() error{
		"a bug":    func() error { panic(secret) },
		"an error": func() error { return errors.New(secret) },
	} {
		t.Run(name, func(t *testing.T) {
			w := fallingWorld(t, fail)
			for _, got := range []string{
				w.refused(500, "internal", "POST", "/v1/feedback", `{"events":[{"event_id":"e-1","type":"view","decision_id":"d-1"}]}`).Body.String(),
				w.refused(500, "internal", "GET", "/v1/decisions/d-1", "").Body.String(),
			} {
				if strings.Contains(got, secret) || strings.Contains(got, "detail") {
					t.Errorf("got %s, want nothing of what happened", got)
				}
			}
			if line := w.log.String(); !strings.Contains(line, secret) || !strings.Contains(line, `"level":"error"`) {
				t.Errorf("got the line %s, want what happened", line)
			}
		})
	}
}

// A decision that lies too deep to be made again is told all the same; only
// making it again is refused.
func TestTooFar(t *testing.T) {
	w := fallingWorld(t, func() error { return nil })
	w.ok("POST", "/v1/rank", rankBody("r-1", "c-1"), nil)
	w.ok("GET", "/v1/decisions/d-1", "", nil)
	w.refused(409, "too_far", "GET", "/v1/decisions/d-1?replay=true", "")
}

// A body that is larger than its route takes is refused before it is decoded.
func TestTooLarge(t *testing.T) {
	w := newWorld(t, nil)
	for path, limit := range map[string]int{"POST /v1/rank": 64 << 10, "POST /v1/feedback": 1 << 20, "PUT /v1/switches/all": 4 << 10, "PUT /v1/catalogue": 1 << 20} {
		method, path, _ := strings.Cut(path, " ")
		w.refused(413, "too_large", method, path, strings.Repeat(" ", limit+1))
		if got := w.do(method, path, strings.Repeat(" ", limit)).Code; got == 413 {
			t.Errorf("%s: a body of the very size was refused", path)
		}
	}
}
