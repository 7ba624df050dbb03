package figures

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"proffer/offline"
)

// settled is the part of the log after which the intervals set the scale. Those
// of the first rows are many times as wide, and are cut off.
const settled = .1

// course draws what the headline's estimator would have said along the log. Of a
// single place there is nothing to see.
func (r *Report) course(headline offline.Estimated) (Figure, error) {
	all := r.along(headline.Estimator)
	if len(all) < 2 {
		return Figure{}, nil
	}
	p := newPlot(r.Judgement.Unit+"s", "reward a "+r.Judgement.Unit)
	low, high := scaleOf(all)
	inside := func(x float64) float64 { return min(max(x, low), high) }
	var values, upper, lower plotter.XYs
	for _, c := range all {
		values = append(values, plotter.XY{X: c.at, Y: inside(c.value)})
		if drawn(c.low) && drawn(c.high) {
			upper = append(upper, plotter.XY{X: c.at, Y: inside(c.high)})
			lower = append(lower, plotter.XY{X: c.at, Y: inside(c.low)})
		}
	}
	if len(upper) > 1 {
		slices.Reverse(lower)
		p.Add(&plotter.Polygon{XYs: []plotter.XYs{append(upper, lower...)}, Color: band, LineStyle: draw.LineStyle{}})
	}
	p.Add(line(first, 1.6, values...))
	logged := float64(r.Judgement.Logged)
	p.Add(dashed(plotter.XY{X: all[0].at, Y: logged}, plotter.XY{X: all[len(all)-1].at, Y: logged}))
	widen(&p.Y)
	return render(p, 230, "course", "Estimate along the log", fmt.Sprintf(
		"The value of %s and its interval, had the log ended there, at %d places. The dashed line is what the whole log earned a %s.", headline.Estimator, len(all), r.Judgement.Unit))
}

// A stage is what one estimator says at a place of the log.
type stage struct {
	reach
	at float64
}

// along are the places at which an estimator has a value.
func (r *Report) along(estimator string) (all []stage) {
	for _, point := range r.Trace.Course {
		i := slices.IndexFunc(point.Estimates, func(x offline.Estimated) bool { return x.Estimator == estimator })
		if i < 0 || !point.Estimates[i].Value.Known() {
			continue
		}
		x := point.Estimates[i]
		all = append(all, stage{reach{estimator, float64(x.Value), float64(x.Lower), float64(x.Upper)}, float64(point.Rows)})
	}
	return all
}

// scaleOf is the range of what was said after the beginning.
func scaleOf(all []stage) (low, high float64) {
	end := all[len(all)-1]
	low, high = end.value, end.value
	for _, c := range all {
		if c.at < settled*end.at {
			continue
		}
		for _, x := range []float64{c.value, c.low, c.high} {
			if drawn(x) {
				low, high = min(low, x), max(high, x)
			}
		}
	}
	return low, high
}
