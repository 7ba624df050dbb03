package offline_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proffer/offline"
)

// A probability that rounding took beyond 0 or 1 is that bound, wherever it stands;
// one that is further away is none.
func TestRoundedProbabilities(t *testing.T) {
	for _, c := range []struct{ what, head, row string }{
		{"of all actions", "action,reward,pscore,pe0,pe1", "0,PAID,ONE,ONE,NONE"},
		{"of the action taken", "action,reward,pscore,pe", "0,PAID,ONE,ONE"},
		{"of a place", "slate_id,position,action,reward,pscore,pe,pscore_marginal,pe_marginal", "ROW,1,0,PAID,ONE,ONE,ONE,ONE"},
		{"of candidates", "decision_id,action,reward,pscore,candidates,p_none,pe", `ROW,a,PAID,ONE,"[{""offer"":""a"",""p"":ONE}]",NONE,ONE`},
	} {
		judged := func(one, none string) (*offline.Judgement, error) {
			log := c.head + "\n"
			for i := range 300 {
				log += strings.NewReplacer("ONE", one, "NONE", none, "PAID", strconv.Itoa(i%2), "ROW", strconv.Itoa(i)).Replace(c.row) + "\n"
			}
			e := ask("columns", written([]byte(log)))
			e.Model, e.Force = "none", true
			return e.Run(t.Context())
		}
		want, wrong := judged("1", "0")
		got, err := judged("1.0000000000000002", "-1e-17")
		if diff := cmp.Diff(want, got); diff != "" || wrong != nil || err != nil {
			t.Errorf("%s: %v, %v (-bounds +beyond):\n%s", c.what, wrong, err, diff)
		}
		if _, err := judged("1.00001", "0"); err == nil {
			t.Errorf("%s: 1.00001 is taken", c.what)
		}
	}
}
