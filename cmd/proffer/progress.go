package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// A progress shows a person how far something long has come. Where nobody
// looks it shows nothing, so that logs stay logs.
type progress struct {
	bar *progressbar.ProgressBar // nil: nobody looks
}

// progress begins to show something. The bar is drawn by whoever reports a step
// and by nobody else: a spinner that turned by itself could draw once more after
// the end, over what is printed next.
func (a *app) progress(what string) *progress {
	if !a.terminal(a.err) {
		return &progress{}
	}
	return &progress{progressbar.NewOptions64(-1,
		progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionFullWidth(),
		progressbar.OptionSetSpinnerChangeInterval(0),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())}
}

// stepEvery is how many steps pass between two looks at the bar.
const stepEvery = 256

// step shows that so much of the total is done.
func (p *progress) step(done, total uint64) {
	if p.bar == nil || done%stepEvery != 0 && done != total {
		return
	}
	p.bar.ChangeMax64(int64(total))
	_ = p.bar.Set64(int64(done)) // a bar that cannot be drawn stops nothing
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish() // the same
	}
}
