package offline

import (
	"fmt"
	"strings"

	"proffer/offline/ope"
)

// A Judgement is what an evaluation found.
type Judgement struct {
	Policy      string      `json:"policy"`
	Model       string      `json:"model"`
	Unit        string      `json:"unit"` // what the diagnostics count and an estimate is of: a row, or a slate
	Diagnostics Diagnostics `json:"diagnostics"`
	Logged      Figure      `json:"logged"` // what the log's own choices earned, a unit
	Estimates   []Estimated `json:"estimates"`
	Differences []Estimated `json:"differences,omitzero"` // from what the log's own choices earned
	Refused     string      `json:"refused,omitzero"`     // why the log cannot rank policies
}

// Diagnostics are the figures to look at before any estimate.
type Diagnostics struct {
	ope.Diagnostics
	LeftOut LeftOut `json:"left_out,omitzero"`
}

// Estimated is what one estimator says.
type Estimated struct {
	Estimator     string     `json:"estimator"`
	Value         Figure     `json:"value"`
	StandardError Figure     `json:"standard_error"`
	Lower         Figure     `json:"lower"`
	Upper         Figure     `json:"upper"`
	Interval      ope.Method `json:"interval"`
	Note          string     `json:"note,omitzero"` // why a figure is not known
}

// judge turns what was counted into figures.
func (p *pass) judge() *Judgement {
	j := &Judgement{
		Policy: p.target.name, Model: p.source, Unit: p.unit(), Estimates: []Estimated{},
		Diagnostics: Diagnostics{ope.Diagnose(&p.weights, p.support), p.survey.LeftOut}, Logged: Figure(p.earned.Mean()),
	}
	j.Diagnostics.Marginal = p.slates.weighing()
	for a, name := range p.names {
		j.Diagnostics.Calibration[a].Action = name
	}
	j.Refused = strings.Join(j.Diagnostics.Refusal(), " ")
	if l := p.survey.LeftOut; j.Refused != "" && l.Immature > p.survey.Rows {
		j.Refused = l.open() + ". " + j.Refused
	}
	if j.Refused != "" && !p.asked.Force {
		return j
	}
	j.Estimates, j.Differences = p.estimates(), p.differences()
	return j
}

// unit is what is counted.
func (p *pass) unit() string {
	if p.slates != nil && !p.slates.lone {
		return "slate"
	}
	return "row"
}

func (p *pass) estimates() []Estimated {
	if p.slates != nil {
		return p.slates.estimates(p.source)
	}
	all := make([]Estimated, len(p.evaluation.Estimators))
	for i := range all {
		all[i] = p.estimated(i)
	}
	return all
}

// newEstimated is an estimate of which nothing is known yet.
func newEstimated(estimator string, m ope.Method) Estimated {
	return Estimated{Estimator: estimator, Value: unknown, StandardError: unknown, Lower: unknown, Upper: unknown, Interval: m}
}

// estimated is what the i-th estimator says, as far as it can.
func (p *pass) estimated(i int) Estimated {
	estimate := p.evaluation.Estimate(i)
	estimator := estimate.Estimator
	x := newEstimated(estimator.Name, p.asked.Interval)
	if x.Interval == ope.Normal && estimator.Ratio {
		x.Interval = ope.Delta // the same formula, with the variance of a ratio
	}
	if x.Note = p.unfit(estimator); x.Note != "" {
		return x
	}
	x.say(estimate, func() (low, high float64, err error) { return p.interval(i, x.Interval) })
	return x
}

// unfit is why an estimator says nothing of this policy, empty if it does.
func (p *pass) unfit(e ope.Estimator) string {
	if e.Name == replayName && p.mixed {
		return "replay asks for a policy that takes one action for certain"
	}
	return ""
}

// say fills in what is known, or why it is not.
func (x *Estimated) say(estimate ope.Estimate, interval func() (low, high float64, err error)) {
	x.Value, x.StandardError = Figure(estimate.Value()), Figure(estimate.StandardError())
	if !x.Value.Known() {
		x.Note = "no row of the log has any weight"
		return
	}
	low, high, err := interval()
	if err != nil {
		x.Note = strings.TrimPrefix(err.Error(), "ope: ")
		return
	}
	x.Lower, x.Upper = Figure(low), Figure(high)
}

// interval is found from the sums, or from what went through the rows beside them.
func (p *pass) interval(i int, m ope.Method) (low, high float64, err error) {
	estimate := p.evaluation.Estimate(i)
	switch {
	case m == ope.Bootstrapped:
		low, high = p.bootstrap.Interval(i, p.asked.Alpha)
	case m == ope.AnytimeExact && estimate.Estimator.Name == sequenceName:
		low, high = p.sequence.Interval()
	case m == ope.AnytimeExact:
		err = fmt.Errorf("%s fits %s alone", m, sequenceName)
	default:
		return estimate.Interval(m, p.asked.Alpha, p.asked.Bounds)
	}
	return low, high, err
}
