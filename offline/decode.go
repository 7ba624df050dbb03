package offline

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"proffer/features"
	"proffer/offline/rows"
)

// A decoder finds again what signals were sent, from the features that our own
// log has of them. Texts that the encoding did not tell apart stay unknown, and
// of a hashed one nothing can be told.
type decoder struct {
	signals map[string]*features.Signal
	logged  map[string]bool // signals that the log has features of
}

func newDecoder(declared []features.Signal, s *Survey) *decoder {
	d := &decoder{signals: map[string]*features.Signal{}, logged: map[string]bool{}}
	for i := range declared {
		d.signals[declared[i].Name] = &declared[i]
	}
	for name := range s.features {
		signal, _, _ := parts(name)
		d.logged[signal] = true
	}
	return d
}

// parts are what a feature's name is made of: its signal, and what follows a sign.
func parts(feature string) (signal string, sign byte, value string) {
	i := strings.IndexAny(feature, "=#")
	if i < 0 {
		return feature, 0, ""
	}
	return feature[:i], feature[i], feature[i+1:]
}

// crossed begins the part of a crossed feature's name that is of the signal.
const crossed = "×"

// decode writes the signals of a row into dst. A signal that the log never had
// is missing.
func (d *decoder) decode(dst map[string]any, row []rows.Pair) error {
	clear(dst)
	for name := range d.signals {
		if d.logged[name] {
			dst[name] = d.zero(d.signals[name])
		}
	}
	for _, f := range row {
		name, sign, value := parts(f.Name)
		signal := d.signals[name]
		if signal == nil || strings.Contains(f.Name, crossed) {
			continue
		}
		switch {
		case sign == '#':
			return fmt.Errorf("signal %s is hashed in the log and cannot be told again: declare its values", name)
		case sign == '=' && value == "missing":
			delete(dst, name)
		case sign == '=' && signal.Type == features.Set:
			dst[name] = append(dst[name].([]string), value)
		case sign == '=':
			dst[name] = value
		default:
			dst[name] = d.value(signal, f.Value)
		}
	}
	return nil
}

// zero is the signal whose features are all 0.
func (d *decoder) zero(s *features.Signal) any {
	if s.Type == features.Set {
		return []string{}
	}
	return d.value(s, 0)
}

// value is the signal that is encoded as x.
func (d *decoder) value(s *features.Signal, x float64) any {
	switch s.Type {
	case features.Boolean:
		return x != 0
	case features.Category:
		return nil
	case features.Count:
		return math.Max(math.Round(unscale(s, x)), 0)
	case features.Duration:
		return time.Duration(math.Round(unscale(s, x) * float64(time.Hour)))
	}
	return unscale(s, x)
}

// unscale undoes the scale of a number. The last digits are rounding, and without
// them a threshold in a condition falls on the side on which it was.
func unscale(s *features.Signal, x float64) float64 {
	switch {
	case s.Scale == features.Standard:
		x = x*s.SD + s.Mean
	case s.Scale == features.Log, s.Scale == "" && s.Type != features.Number:
		x = math.Copysign(math.Expm1(math.Abs(x)), x)
	}
	const digits = 12
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil {
		return x
	}
	return rounded
}
