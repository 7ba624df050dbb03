package simulate

// projectToolTruth is the hidden mind of the project tool's teams. Each line of
// By is the chance of {accept, refund, churn, ticket}. What is to be found out
// here:
//
//   - trial-to-team is what an engaged trial accepts most; a third takes the
//     money back and many leave. The onboarding hour is accepted half as often
//     and worth more.
//   - five-more-seats is the best offer after a purchase for teams that use the
//     tool heavily, and for nobody else.
//   - automation-month loses money with everybody: what was bought out of
//     curiosity is given back, with a ticket. Showing nothing is better.
//   - business-plan brings the most money a sale and is mostly regretted. Only
//     teams that pay by the year stay with it.
func projectToolTruth() Truth {
	return Truth{
		Refuses: 0.4,
		Seen:    map[string]float64{"invite_modal": 0.95, "usage_banner": 0.7, "welcome_screen": 0.9, "renewal_email": 0.45},
		Delays:  Delays{Refund: 14 * day, Churn: 60 * day, Ticket: 5 * day},
		Leanings: []Leaning{
			{"business-plan", "billing", "annual", 0.06},
			{"team-plan", "role", "owner", 0.05},
		},
		Offers: projectToolOffers(),
	}
}

// projectToolOffers is what each offer is to each segment.
func projectToolOffers() map[string]Nature {
	const trial, growing, small, heavy, paid = "trial", "growing_free", "small_free", "paid_heavy", "paid"
	return map[string]Nature{
		"team-plan": {By: map[string]Answer{
			growing: {0.12, 0.06, 0.05, 0.05},
		}},
		"storage-pack": {By: map[string]Answer{
			heavy: {0.16, 0.03, 0.01, 0.05},
			paid:  {0.05, 0.05, 0.01, 0.05},
		}},
		"business-plan": {By: map[string]Answer{
			heavy: {0.02, 0.35, 0.25, 0.40},
			paid:  {0.01, 0.40, 0.30, 0.40},
		}},
		"onboarding-session": {By: map[string]Answer{
			trial: {0.11, 0.03, 0, 0.06},
			heavy: {0.03, 0.05, 0, 0.05},
			paid:  {0.12, 0.02, 0, 0.05},
		}},
		"trial-to-team": {By: map[string]Answer{
			trial: {0.22, 0.33, 0.22, 0.12},
		}},
		"automation-month": {Drag: 0.10, By: map[string]Answer{
			trial:   {0.10, 0.45, 0.02, 0.55},
			growing: {0.14, 0.45, 0.02, 0.50},
			small:   {0.16, 0.50, 0.03, 0.55},
		}},
		"priority-support": {Drag: 0.02, By: map[string]Answer{
			trial:   {0.08, 0.06, 0, 0.30},
			growing: {0.12, 0.05, 0, 0.25},
			small:   {0.04, 0.08, 0, 0.30},
			heavy:   {0.20, 0.03, 0, 0.20},
			paid:    {0.10, 0.04, 0, 0.25},
		}},
		"annual-at-checkout": {Drag: 0.03, By: map[string]Answer{
			trial:   {0.06, 0.15, 0.04, 0.05},
			growing: {0.08, 0.12, 0.03, 0.05},
			small:   {0.02, 0.35, 0.10, 0.08},
			heavy:   {0.10, 0.08, 0.02, 0.03},
			paid:    {0.07, 0.10, 0.02, 0.04},
		}},
		"five-more-seats": {By: map[string]Answer{
			heavy: {0.15, 0.04, 0.01, 0.03},
			paid:  {0.02, 0.50, 0.05, 0.10},
		}},
		"annual-switch": {By: map[string]Answer{
			heavy: {0.09, 0.08, 0.02, 0.03},
			paid:  {0.05, 0.12, 0.02, 0.04},
		}},
	}
}
