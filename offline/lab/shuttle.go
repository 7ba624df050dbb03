package lab

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"

	"proffer/bandit"
)

// The shape of the Shuttle data (UCI 148): attributes, then the class from 1.
const (
	shuttleAttributes = 9
	shuttleClasses    = 7
	shuttleSteps      = 43_500
)

// A reading is one row: its attributes and its class from 0.
type reading struct {
	x     bandit.Vector
	class int
}

// Shuttle is the task of naming the class of a reading of the space shuttle's
// radiators: an arm is a class, and the right one pays 1. It reads the lines of
// the Statlog file shuttle.trn. Readings come in an order drawn afresh, and in
// another one when all have been seen.
func Shuttle(from io.Reader) (*Task, error) {
	var readings []reading
	err := records("lab: shuttle", from, ' ', shuttleAttributes+1, func(cells []string) error {
		read, err := parseReading(cells)
		readings = append(readings, read)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(readings) == 0 {
		return nil, errors.New("lab: shuttle: there are no rows")
	}
	standardise(readings)
	return &Task{
		Name: "shuttle", Arms: shuttleClasses, Dim: shuttleAttributes + 1, Steps: shuttleSteps,
		deal: func(chance *rand.Rand) func(*round) { return guess(readings, chance) },
	}, nil
}

func parseReading(cells []string) (reading, error) {
	var features [shuttleAttributes]float64
	for i := range features {
		v, err := strconv.ParseFloat(cells[i], 64)
		if err != nil || !(math.Abs(v) <= 1e15) {
			return reading{}, fmt.Errorf("attribute %d is %q, want a number", i+1, cells[i])
		}
		features[i] = v
	}
	class, err := strconv.Atoi(cells[shuttleAttributes])
	if err != nil || !(class >= 1 && class <= shuttleClasses) {
		return reading{}, fmt.Errorf("class is %q, want 1 to %d", cells[shuttleAttributes], shuttleClasses)
	}
	return reading{dense(features[:]...), class - 1}, nil
}

// standardise gives every attribute mean 0 and deviation 1 over the readings. One
// that never varies becomes 0.
func standardise(readings []reading) {
	n := float64(len(readings))
	for i := 1; i <= shuttleAttributes; i++ {
		mean, square := 0.0, 0.0
		for _, r := range readings {
			mean += r.x.Value[i] / n
		}
		for _, r := range readings {
			off := r.x.Value[i] - mean
			square += off * off / n
		}
		scale := 0.0
		if square > 0 {
			scale = 1 / math.Sqrt(square)
		}
		for _, r := range readings {
			r.x.Value[i] = (r.x.Value[i] - mean) * scale
		}
	}
}

func guess(readings []reading, chance *rand.Rand) func(*round) {
	var order []int
	return func(r *round) {
		if len(order) == 0 {
			order = chance.Perm(len(readings))
		}
		next := readings[order[0]]
		order = order[1:]
		clear(r.mean)
		r.mean[next.class] = 1
		copy(r.paid, r.mean)
		r.x = next.x
	}
}
