package figures

import (
	"fmt"
)

// estimates draws what each estimator says, beside what the log itself earned.
func (r *Report) estimates() (Figure, error) {
	logged := float64(r.Judgement.Logged)
	all := make([]reach, len(r.Judgement.Estimates))
	for i, x := range r.Judgement.Estimates {
		all[i] = reach{name: x.Estimator, value: float64(x.Value), low: float64(x.Lower), high: float64(x.Upper)}
	}
	p, height := reaches(all, "reward a "+r.Judgement.Unit, logged)
	return render(p, height, "estimates", "Estimates with their intervals",
		fmt.Sprintf("Each estimator's value with its interval, as in the table below. The dashed line is what the log itself earned a %s, %s.", r.Judgement.Unit, r.Judgement.Logged))
}
