package export

import (
	"io"
	"strconv"
	"time"
)

// Examples are slots as Vowpal Wabbit's decision service logs them: every
// action is one example of a contextual bandit, in the order of the
// distribution, and showing nothing is the last of them.
type examples struct{ *lines }

func newExamples(w io.Writer) examples { return examples{newLines(w)} }

// An example is one line. Labels count actions from 1 and examples from 0.
type example struct {
	Cost        float64   `json:"_label_cost"`
	Probability float64   `json:"_label_probability"`
	Action      int       `json:"_label_Action"`
	Index       int       `json:"_labelIndex"`
	Time        time.Time `json:"Timestamp"`
	Version     string    `json:"Version"`
	EventID     string    `json:"EventId"`
	Actions     []int     `json:"a"` // the chosen one first
	Context     shared    `json:"c"`
	P           []float64 `json:"p"` // of the actions, in their order
	Beside      beside    `json:"Proffer"`
}

// Beside is what Vowpal Wabbit has no word for, and passes over: columns of the
// row by which one tells whether and how the example counts.
type beside struct {
	DecisionID string `json:"decision_id"`
	Position   int64  `json:"position"`
	Customer   string `json:"customer"`
	Segment    string `json:"segment"`
	Group      string `json:"group"`
	OPE        string `json:"ope"`
	Matured    bool   `json:"matured"`
}

// Shared are the features of the customer and the moment, and of each action.
type shared struct {
	Features map[string]float64 `json:"Context"`
	Where    map[string]string  `json:"Where"`
	Multi    []action           `json:"_multi"`
}

// An action has its name as its only feature.
type action struct {
	Offer map[string]int `json:"Offer"`
}

// write writes a drawn slot; where nothing was drawn there is no label.
func (e examples) write(r *Row) error {
	if r.Pscore == nil {
		return nil
	}
	x := example{
		Cost: 0 - r.Reward, Probability: *r.Pscore, Time: r.Time, Version: "1", EventID: r.DecisionID + "/" + strconv.FormatInt(r.Position, 10),
		Context: shared{Features: r.Context, Where: map[string]string{"placement": r.Placement, "trigger": r.Trigger}},
		Beside:  beside{r.DecisionID, r.Position, r.Customer, r.Segment, r.Group, r.OPE, r.Matured},
	}
	p := make([]float64, 0, len(r.Candidates)+1)
	for i, c := range r.Candidates {
		p = append(p, c.P)
		x.add(i, c.Offer, r.Action)
	}
	if *r.PNone > 0 {
		p = append(p, *r.PNone)
		x.add(len(r.Candidates), None, r.Action)
	}
	x.rank(p)
	return e.line(x)
}

// add appends an action, and labels it when it is the one that was taken.
func (x *example) add(i int, name, taken string) {
	x.Context.Multi = append(x.Context.Multi, action{map[string]int{name: 1}})
	if name == taken {
		x.Index, x.Action = i, i+1
	}
}

// rank puts the taken action first and leaves the others in their order.
func (x *example) rank(p []float64) {
	x.Actions = []int{x.Action}
	x.P = []float64{p[x.Index]}
	for i := range p {
		if i != x.Index {
			x.Actions, x.P = append(x.Actions, i+1), append(x.P, p[i])
		}
	}
}
