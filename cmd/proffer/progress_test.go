package main

import (
	"bytes"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// A bar is drawn when a step is reported, and never by itself: not while nobody
// reports, and not after its end.
func TestBarDrawsOnlyWhenTold(t *testing.T) {
	steps := map[string]func(*progress){
		"of a known total":   func(p *progress) { p.rows(1, 10) },
		"of who knows what":  func(p *progress) { p.rows(1, -1) },
		"of a log's events":  func(p *progress) { p.step(stepEvery, 10*stepEvery) },
		"before any is told": func(*progress) {},
	}
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var drawn bytes.Buffer
				a := newApp()
				a.err, a.terminal = &drawn, func(io.Writer) bool { return true }
				bar := a.progress("counting")
				alone := func(when string) {
					t.Helper()
					before := drawn.String()
					time.Sleep(time.Second) // also past what keeps it from drawing too often
					if after := drawn.String(); after != before {
						t.Errorf("%s, it went on to draw %q", when, after[len(before):])
					}
				}
				alone("before the first step")
				step(bar)
				alone("between steps")
				bar.end()
				alone("after its end")
			})
		})
	}
}
