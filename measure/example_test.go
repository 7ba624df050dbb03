package measure_test

import (
	"context"
	"fmt"
	"time"

	"proffer/engine"
	"proffer/measure"
	"proffer/store"
)

// Four visitors are shown an offer of 12.00. Three accept, and one of those sends
// it back.
func ExampleMeasure() {
	ctx, seed := context.Background(), uint64(0)
	service, err := engine.Open(ctx, engine.Config{
		Log:    store.NewMemory(),
		Clock:  func() time.Time { return began },
		Chance: func() (string, uint64) { seed++; return fmt.Sprint("d-", seed), seed },
	}, []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	for visitor := range 4 {
		a, err := service.Rank(ctx, engine.Request{CustomerID: fmt.Sprint("c-", visitor), Trigger: "item_added", Placement: "drawer"})
		if err != nil {
			fmt.Println(err)
		}
		var reports []engine.Report
		if visitor > 0 {
			reports = append(reports, engine.Report{EventID: fmt.Sprint("yes-", visitor), Type: engine.Accept, DecisionID: a.ID})
		}
		if visitor == 3 {
			reports = append(reports, engine.Report{EventID: "back", Type: engine.Refund, DecisionID: a.ID})
		}
		if _, err := service.Feedback(ctx, reports); err != nil {
			fmt.Println(err)
		}
	}

	currency := service.Catalogue().Currency
	report, err := measure.Measure(ctx, service, measure.Question{Currency: currency})
	if err != nil {
		fmt.Println(err)
		return
	}
	t := report.Total
	fmt.Printf("accepted %d of %d, within %.0f to %.0f %%\n", t.Accepted, t.Seen, 100**t.Acceptance.Low, 100**t.Acceptance.High)
	fmt.Printf("%s %s gross, %s net of refunds\n", currency.Format(t.Gross.Amount), currency.Code, currency.Format(t.Net.Amount))
	fmt.Printf("%.0f %% of the accepts can still be refunded\n", 100**t.Refund.PendingShare)
	// Output:
	// accepted 3 of 4, within 19 to 99 %
	// 36.00 USD gross, 24.00 net of refunds
	// 67 % of the accepts can still be refunded
}
