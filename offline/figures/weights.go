package figures

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"

	"proffer/offline"
	"proffer/offline/ope"
)

// weights draws by size how many of the rows have a weight, and how much of all
// weight they have.
func (r *Report) weights() (Figure, error) {
	bins := r.Trace.Weights
	p := newPlot("importance weight", "share, %")
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.TickerFunc(decades)
	rows, sum := 0, 0.0
	for _, b := range bins {
		rows, sum = rows+b.Rounds, sum+b.Sum
	}
	weight := outline(bins)
	for i, b := range bins {
		share := 100 * float64(b.Rounds) / float64(rows)
		p.Add(box(b.Low, b.High, share))
		weight.XYs[2*i+1].Y = 100 * b.Sum / sum
		weight.XYs[2*i+2].Y = weight.XYs[2*i+1].Y
	}
	p.Add(weight)
	p.Legend.Add(r.Judgement.Unit+"s", box(1, 1, 0))
	p.Legend.Add("their weight", weight)
	p.Y.Min, p.Y.Max = 0, 1.25*p.Y.Max // room for the legend
	p.X.Min, p.X.Max = p.X.Min/1.5, p.X.Max*1.5
	return render(p, 230, "weights", "Distribution of the weights", r.spread(bins))
}

// spread says what is seen in the figure.
func (r *Report) spread(bins []ope.Bin) string {
	d := &r.Judgement.Diagnostics
	text := fmt.Sprintf("Of %d %ss, %d have a weight of 0", d.Rows, r.Judgement.Unit, d.Rows-d.Matched)
	if len(bins) > 0 {
		text += fmt.Sprintf("; the largest is %s, and the shares are of those above 0", offline.Figure(d.MaxWeight))
	}
	return text + "."
}

// box is a bar of a histogram.
func box(low, high, height float64) *plotter.Polygon {
	return &plotter.Polygon{
		XYs:       []plotter.XYs{{{X: low, Y: 0}, {X: low, Y: height}, {X: high, Y: height}, {X: high, Y: 0}}},
		Color:     band,
		LineStyle: draw.LineStyle{Color: first, Width: .6},
	}
}

// outline has two points for each bin, which wait for their heights, and one on
// the ground at either end.
func outline(bins []ope.Bin) *plotter.Line {
	l := line(second, 1.4)
	for i, b := range bins {
		if i == 0 {
			l.XYs = append(l.XYs, plotter.XY{X: b.Low})
		}
		l.XYs = append(l.XYs, plotter.XY{X: b.Low}, plotter.XY{X: b.High})
		if i == len(bins)-1 {
			l.XYs = append(l.XYs, plotter.XY{X: b.High})
		}
	}
	return l
}
