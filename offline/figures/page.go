package figures

import (
	_ "embed" // the page's frame
	"errors"
	"fmt"
	"html/template"
	"io"

	"proffer/offline"
	"proffer/offline/ope"
)

// A Report is what a page is made from.
type Report struct {
	Log        string // what the reader calls it
	Confidence float64
	Judgement  *offline.Judgement
	Trace      *offline.Trace
}

//go:embed page.html
var frame string

var pages = template.Must(template.New("page").Funcs(template.FuncMap{"figure": func(x float64) offline.Figure { return offline.Figure(x) }}).Parse(frame))

// A page is a report with what is worked out for it.
type page struct {
	*Report
	Percent                                 offline.Figure // of the intervals that hold the truth
	Answer                                  string
	Headline                                offline.Estimated
	Checks                                  []offline.Check
	Estimates, Weights, Calibration, Course Figure
	MostCalibrated                          int
	Trust                                   string
}

// Write writes the page.
func (r *Report) Write(w io.Writer) error {
	p := page{
		Report: r, Percent: offline.Figure(100 * r.Confidence), Answer: r.answer(), Checks: r.Judgement.Diagnostics.Checks(),
		MostCalibrated: mostCalibrated,
	}
	if err := p.draw(); err != nil {
		return err
	}
	if err := pages.Execute(w, &p); err != nil {
		return fmt.Errorf("figures: page: %w", err)
	}
	return nil
}

// draw makes the figures that there is something to see in.
func (p *page) draw() error {
	var faults [4]error
	if len(p.Trace.Weights) > 0 {
		p.Weights, faults[0] = p.weights()
	}
	p.Calibration, faults[1] = p.calibration()
	if headline, ok := p.headline(); ok {
		p.Headline, p.Trust = headline, trusts[headline.Interval]
		p.Estimates, faults[2] = p.estimates()
		p.Course, faults[3] = p.course(headline)
	}
	return errors.Join(faults[:]...)
}

// Anytime reports whether the intervals hold at all places of the log at once.
func (p *page) Anytime() bool {
	return p.Headline.Interval == ope.Anytime || p.Headline.Interval == ope.AnytimeExact
}

// trusts is what an interval takes for granted.
var trusts = map[ope.Method]string{
	ope.Normal:         large,
	ope.Delta:          large,
	ope.StudentT:       large,
	ope.Bootstrapped:   large,
	ope.Hoeffding:      bounded,
	ope.Bernstein:      bounded,
	ope.ClopperPearson: "These intervals take as many rows as are effective for alike, and rewards to be within their bounds. They are good where few rows were paid.",
	ope.Anytime:        "These intervals trust that there are many rows, and that many of them were paid; they may be read after every row.",
	ope.AnytimeExact:   "These intervals hold from the first row on, if rewards are within their bounds; they may be read after every row.",
}

// What several intervals take for granted.
const (
	large   = "These intervals trust that there are many rows, that many of them were paid, and that none of them rules. Where few were paid they miss too often; --interval clopper_pearson, for snips, does not."
	bounded = "These intervals hold for any number of rows, if the bounds of rewards and propensities are true."
)
