package lab

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"

	"proffer/bandit"
)

// The two arms, and what eating pays: a poisonous mushroom harms every other time.
const (
	leave = iota
	eat
	mushroomArms

	eatenSafe    = 5
	eatenHarmful = -35

	mushroomAttributes = 22
	mushroomSteps      = 50_000
)

// A mushroom is one row of the data, encoded.
type mushroom struct {
	x         bandit.Vector
	poisonous bool
}

// Mushroom is the task of eating or leaving mushrooms that are drawn with
// replacement. It reads the lines of the Mushroom data (UCI 73): p or e, then the
// letters of 22 attributes. Each letter that an attribute takes, ? included, is a
// feature of its own. A line of column names is passed over.
func Mushroom(from io.Reader) (*Task, error) {
	var rows [][]string
	err := records("lab: mushroom", from, ',', mushroomAttributes+1, func(cells []string) error {
		switch {
		case cells[0] == "poisonous" && len(rows) == 0: // the names of the columns
			return nil
		case cells[0] != "p" && cells[0] != "e":
			return fmt.Errorf("%q is neither p nor e", cells[0])
		}
		rows = append(rows, slices.Clone(cells))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("lab: mushroom: there are no rows")
	}
	mushrooms, dim := oneHot(rows)
	return &Task{
		Name: "mushroom", Arms: mushroomArms, Dim: dim, Steps: mushroomSteps,
		deal: func(chance *rand.Rand) func(*round) {
			return func(r *round) { pick(r, chance, mushrooms[chance.IntN(len(mushrooms))]) }
		},
	}, nil
}

// oneHot encodes rows by the letters that each attribute takes in them, an
// intercept before all.
func oneHot(rows [][]string) (mushrooms []mushroom, dim int) {
	mushrooms = make([]mushroom, len(rows))
	for i, row := range rows {
		mushrooms[i] = mushroom{dense(), row[0] == "p"}
	}
	dim = 1
	for attribute := 1; attribute <= mushroomAttributes; attribute++ {
		place := map[string]int32{}
		for i, row := range rows {
			letter := row[attribute]
			if _, known := place[letter]; !known {
				place[letter] = int32(dim)
				dim++
			}
			x := &mushrooms[i].x
			x.Index, x.Value = append(x.Index, place[letter]), append(x.Value, 1)
		}
	}
	return mushrooms, dim
}

func pick(r *round, chance *rand.Rand, m mushroom) {
	r.x = m.x
	r.mean[leave], r.mean[eat] = 0, eatenSafe
	r.paid[leave], r.paid[eat] = 0, eatenSafe
	if m.poisonous {
		r.mean[eat] = (eatenSafe + eatenHarmful) / 2.
		if chance.IntN(2) == 0 {
			r.paid[eat] = eatenHarmful
		}
	}
}
