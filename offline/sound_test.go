package offline_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

var soundLogs = flag.Int("sound-logs", 40, "how many sound logs are evaluated")

// A sound log is drawn from a softmax of what is known of a row, with a floor. Its
// policy is another such softmax that is not far from it, or is the log's own.
type soundLog struct {
	rows, actions int
	numbers       int  // columns that are numbers
	words         int  // columns of a few words
	alike         bool // the columns say nearly the same
	closed        bool // a segment never sees some of the actions, and the rows say so
}

func newSoundLog(chance *rand.Rand) soundLog {
	return soundLog{
		rows: int(400 * math.Pow(10, chance.Float64())), actions: 2 + chance.IntN(12),
		numbers: chance.IntN(8), words: chance.IntN(8), alike: chance.IntN(3) == 0, closed: chance.IntN(3) == 0,
	}
}

// text writes the log as JSON lines.
func (y soundLog) text(chance *rand.Rand) []byte {
	var out bytes.Buffer
	columns := y.numbers + y.words
	tastes := make([][]float64, y.actions)
	for a := range tastes {
		for range columns {
			tastes[a] = append(tastes[a], .5*chance.NormFloat64()/math.Sqrt(float64(columns)))
		}
	}
	values, near := float64(2+chance.IntN(30)), .9*float64(chance.IntN(2))
	for range y.rows {
		common, x := chance.NormFloat64(), make([]float64, columns)
		for k := range x {
			if x[k] = chance.NormFloat64(); y.alike {
				x[k] = common + .1*x[k]
			}
			if k >= y.numbers {
				x[k] = math.Round(x[k]*values/6) * 6 / values
			}
		}
		logged := y.choices(tastes, x, 1)
		policy := y.choices(tastes, x, near)
		a := drawn(chance, logged)
		fmt.Fprintf(&out, `{"action":%q,"reward":%v,"pscore":%v`, fmt.Sprint(a), coin(chance, .3), logged[a])
		for k := range x {
			if k < y.numbers {
				fmt.Fprintf(&out, `,"x%d":%v`, k, x[k])
			} else {
				fmt.Fprintf(&out, `,"x%d":"v%.3g"`, k, x[k])
			}
		}
		var candidates []string
		for b := range logged {
			fmt.Fprintf(&out, `,"pe%d":%v`, b, policy[b])
			if logged[b] > 0 {
				candidates = append(candidates, fmt.Sprintf(`{"offer":"%d","p":%v}`, b, logged[b]))
			}
		}
		if y.closed {
			fmt.Fprintf(&out, `,"candidates":[%s]`, strings.Join(candidates, ","))
		}
		out.WriteString("}\n")
	}
	return out.Bytes()
}

// choices are the probabilities of a softmax, by how much it minds its tastes.
func (y soundLog) choices(tastes [][]float64, x []float64, minds float64) []float64 {
	p, sum := make([]float64, y.actions), 0.
	for a := range p {
		score := 0.
		for k := range x {
			score += tastes[a][k] * x[k]
		}
		p[a] = .05 + math.Exp(minds*score)
		if y.closed && a%3 == 1 && len(x) > 0 && x[0] > 0 {
			p[a] = 0
		}
		sum += p[a]
	}
	for a := range p {
		p[a] /= sum
	}
	return p
}

// Of sound logs of many kinds, with few rows or many columns, columns that say the
// same, and segments that never see some of the actions, hardly any is refused, and
// none for what it could not take or for an action's propensities.
func TestSoundLogsAreNotRefused(t *testing.T) {
	chance, refused := rand.New(rand.NewPCG(61, 1)), 0
	for range *soundLogs {
		y := newSoundLog(chance)
		e := ask("columns", written(y.text(chance)))
		e.Table.Name, e.Model = "log.jsonl", "none"
		j := judge(t, e)
		if j.Refused != "" {
			refused++
			t.Logf("%+v: %s", y, j.Refused)
		}
		if strings.Contains(j.Refused, "never took") || strings.Contains(j.Refused, "are empty") || strings.Contains(j.Refused, "action") {
			t.Errorf("%+v: %s", y, j.Refused)
		}
	}
	t.Logf("%d of %d are refused", refused, *soundLogs)
	if share := float64(refused) / float64(*soundLogs); share > .02 {
		t.Errorf("%v are refused, want .02 at most", share)
	}
}
