package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proffer/engine"
)

// What was learned fades with time alone: a service that was started again on the
// way believes the same as one that never stopped.
func TestForgettingOutlivesARestart(t *testing.T) {
	fading := shop + "learning: {half_life: 10d}\n"
	believed := func(restarts bool) engine.Standing {
		w := newWorld(t, fading)
		for i := range 5 {
			a := w.show(fmt.Sprint("c-", i), "bundle")
			if i%2 == 0 {
				w.tell(engine.Report{EventID: a.ID, Type: engine.Accept, DecisionID: a.ID})
			}
			w.now = w.now.Add(7 * day)
			if restarts {
				w.restart(fading)
			}
		}
		w.verify()
		return w.entry("bundle").Total
	}
	if diff := cmp.Diff(believed(false), believed(true), cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("believed (-never stopped +started again):\n%s", diff)
	}
}

// A log that has lost its last event, and no more than that, is told from one that
// ends there.
func TestALostEventIsNoticed(t *testing.T) {
	w := newWorld(t, shop)
	w.rank(drawer("c-1"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Restore(context.Background(), w.memory, w.memory); err != nil {
		t.Errorf("of a whole log: %v", err)
	}
	_, err := engine.Restore(context.Background(), shorter{w.memory}, w.memory)
	if err == nil || !strings.Contains(err.Error(), "the log has lost events") {
		t.Errorf("without its last event: got %v, want that the log has lost events", err)
	}
}

// A shorter log is one without its last event.
type shorter struct{ engine.Log }

func (s shorter) Last() uint64 { return s.Log.Last() - 1 }
