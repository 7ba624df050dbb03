package figures

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A reach is a value and how far it may be wrong. Bounds that are not known are NaN.
type reach struct {
	name             string
	value, low, high float64
}

// drawn reports whether a number has a place in a figure.
func drawn(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// reaches draws each on a line of its own, from the top, beside a dashed line at
// what they are compared with. It returns the height that they need.
func reaches(all []reach, axis string, reference float64) (*plot.Plot, vg.Length) {
	p := newPlot(axis, "")
	names := make([]string, len(all))
	var points plotter.XYs
	for i, r := range all {
		y := float64(len(all) - 1 - i)
		names[len(all)-1-i] = label(r.name)
		if !drawn(r.value) {
			continue
		}
		points = append(points, plotter.XY{X: r.value, Y: y})
		if drawn(r.low) && drawn(r.high) {
			p.Add(line(first, 1.6, plotter.XY{X: r.low, Y: y}, plotter.XY{X: r.high, Y: y}))
		}
	}
	p.Add(&plotter.Scatter{XYs: points, GlyphStyle: draw.GlyphStyle{Color: first, Radius: 3, Shape: draw.CircleGlyph{}}})
	top := float64(len(all))
	if drawn(reference) {
		p.Add(dashed(plotter.XY{X: reference, Y: -.5}, plotter.XY{X: reference, Y: top - .5}))
	}
	p.NominalY(names...)
	widen(&p.X)
	p.Y.Min, p.Y.Max = -.5, top-.5
	return p, vg.Length(45 + 20*top)
}

// line joins points.
func line(c color.Color, thickness vg.Length, points ...plotter.XY) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: c, Width: thickness}}
}

// dashed joins points by a line that something is compared with.
func dashed(points ...plotter.XY) *plotter.Line {
	l := line(second, 1.2, points...)
	l.Dashes = []vg.Length{4, 3}
	return l
}
