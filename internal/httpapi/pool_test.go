package httpapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A pool lets in as many as it has places; who finds none waits no longer than
// the queue allows, and gets in when a place is left before that.
func TestPool(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(2, 50*time.Millisecond)
		first, err := p.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		second, err := p.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		began := time.Now()
		_, err = p.enter(t.Context())
		if waited := time.Since(began); waited != 50*time.Millisecond || problemOf(errorTable(nil), err).Status != 503 {
			t.Errorf("got %v after %v, want to be refused after 50ms", err, waited)
		}

		time.AfterFunc(20*time.Millisecond, first)
		began = time.Now()
		third, err := p.enter(t.Context())
		if waited := time.Since(began); waited != 20*time.Millisecond || err != nil {
			t.Errorf("got %v after %v, want a place after 20ms", err, waited)
		}
		second()
		third()
	})
}

// A caller who goes away while waiting leaves at once, and takes no place.
func TestPoolIsLeftByThoseWhoGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPool(1, time.Hour)
		leave, err := p.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := p.enter(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own end", err)
		}
		leave()
		if leave, err = p.enter(t.Context()); err != nil {
			t.Fatalf("got %v, want the place that was left", err)
		}
		leave()
	})
}
