package figures

import (
	"bytes"
	"fmt"
	"html/template"
	"image/color"
	"strings"
	"unicode"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// width of every figure, in points: what a telephone shows without shrinking the
// text to nothing. Wider screens enlarge it.
const width vg.Length = 420

// margin is what a figure keeps free above and at its right, where the last
// label of an axis may reach out.
const margin = 10

// The colours of a figure are names: what is drawn in one of these takes the
// colour that the page has for it, by day and by night.
var (
	ink    = color.RGBA{1, 1, 1, 255} // text and axes
	faint  = color.RGBA{2, 2, 2, 255} // grids and references
	first  = color.RGBA{3, 3, 3, 255} // what the figure is about
	second = color.RGBA{4, 4, 4, 255} // what it is compared with
	band   = color.RGBA{5, 5, 5, 255} // an interval behind a line
)

// themed turns what gonum writes for a colour or a typeface into what the page
// has for it.
var themed = strings.NewReplacer(
	"#010101", "var(--ink)", "#020202", "var(--faint)", "#030303", "var(--first)", "#040404", "var(--second)", "#050505", "var(--band)",
	"font-family:Liberation Sans;font-variant:normal;font-weight:normal;font-style:normal;", "",
)

// newPlot is an empty plot in the page's colours.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil // the page's
	p.X.Label.Text, p.Y.Label.Text = x, y
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color, axis.Tick.Color = faint, faint
		axis.Label.TextStyle.Color, axis.Tick.Label.Color = ink, ink
		axis.Label.TextStyle.Font, axis.Tick.Label.Font = typeface(12), typeface(11)
		axis.Tick.Length = 4
		axis.Tick.Marker = plot.TickerFunc(even)
		axis.Label.Padding = 4
	}
	p.Legend.TextStyle.Color, p.Legend.TextStyle.Font = ink, typeface(11)
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.Padding, p.Legend.XOffs = 3, 8
	grid := plotter.NewGrid()
	grid.Horizontal = draw.LineStyle{Color: faint, Width: .4}
	grid.Vertical = grid.Horizontal
	p.Add(grid)
	return p
}

func typeface(size font.Length) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}

// A Figure is a drawing that stands in a page.
type Figure struct {
	SVG     template.HTML
	Caption string // what is seen in it
}

// render draws a plot as an element of a page. Its title and caption are read to
// those who do not see it.
func render(p *plot.Plot, height vg.Length, name, title, caption string) (Figure, error) {
	canvas := vgsvg.New(width, height)
	p.Draw(draw.Crop(draw.New(canvas), 2, -margin, 2, -margin))
	var text bytes.Buffer
	if _, err := canvas.WriteTo(&text); err != nil {
		return Figure{}, fmt.Errorf("figures: %s: %w", name, err)
	}
	_, drawing, found := strings.Cut(text.String(), `xmlns:xlink="http://www.w3.org/1999/xlink">`)
	if !found {
		return Figure{}, fmt.Errorf("figures: %s: the drawing does not begin as it used to", name)
	}
	escape := template.HTMLEscapeString
	head := fmt.Sprintf(`<svg viewBox="0 0 %.5g %.5g" role="img" aria-labelledby="%s-title %s-text"><title id="%s-title">%s</title><desc id="%s-text">%s</desc>`,
		float64(width), float64(height), name, name, name, escape(title), name, escape(caption))
	return Figure{SVG: template.HTML(head + themed.Replace(drawing)), Caption: caption}, nil // gonum escapes what it writes, and we the rest
}

// mostLabel is how many letters of a name a figure has room for.
const mostLabel = 19

// label is a name as a figure shows it: without what cannot be printed, and
// shortened in the middle, since names that belong together differ at their ends.
func label(name string) string {
	letters := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '·'
	}, name))
	if len(letters) > mostLabel {
		return string(letters[:mostLabel/2]) + "…" + string(letters[len(letters)-mostLabel/2:])
	}
	return string(letters)
}
