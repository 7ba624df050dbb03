package simulate

import "time"

// skincareTruth is the hidden mind of the skincare shop's customers. Each line
// of By is the chance of {accept, refund, churn, ticket}. What is to be found
// out here:
//
//   - happy-skin-promise is what a new customer accepts most in the cart, and
//     moisturizer-bundle is worth more than twice as much.
//   - travel-kit is taken alike by new and known customers; the new ones send a
//     third back. It is the best offer after checkout for repeat buyers alone.
//   - tomorrow-delivery sells well and loses money with everybody: every other
//     parcel is late, and somebody has to answer for it. Showing nothing is better.
//   - skin-consultation and routine-set never reach a first-time buyer, the one
//     by its own condition and the other by a guardrail.
//   - who comes by e-mail takes the sunscreen far more often, which turns the
//     order of the offers after checkout around for repeat buyers.
func skincareTruth() Truth {
	return Truth{
		Refuses: 0.3,
		Seen:    map[string]float64{"cart_drawer": 0.8, "refill_email": 0.5},
		Delays:  Delays{Refund: 10 * day, Churn: 30 * day, Ticket: 3 * day},
		Leanings: []Leaning{
			{"sunscreen-after-serum", "traffic", "email", 0.10},
			{"moisturizer-bundle", "device", "mobile", 0.05},
			{"travel-kit", "device", "mobile", 0.04},
		},
		Offers: skincareOffers(),
	}
}

// skincareOffers is what each offer is to each segment.
func skincareOffers() map[string]Nature {
	const first, repeat, high = "first_time_buyer", "repeat_buyer", "high_value"
	return map[string]Nature{
		"moisturizer-bundle": {Drag: 0.01, By: map[string]Answer{
			first:  {0.12, 0.04, 0, 0.02},
			repeat: {0.16, 0.03, 0, 0.01},
			high:   {0.08, 0.03, 0, 0.01},
		}},
		"routine-set": {Drag: 0.05, By: map[string]Answer{
			repeat: {0.04, 0.12, 0, 0.03},
			high:   {0.12, 0.05, 0, 0.02},
		}},
		"happy-skin-promise": {Drag: 0.02, By: map[string]Answer{
			first:  {0.20, 0.01, 0, 0.05},
			repeat: {0.06, 0.01, 0, 0.04},
			high:   {0.02, 0.01, 0, 0.04},
		}},
		"free-shipping-mask": {Drag: 0, By: map[string]Answer{
			first:  {0.30, 0.02, 0, 0.02},
			repeat: {0.35, 0.02, 0, 0.02},
			high:   {0.20, 0.02, 0, 0.02},
		}},
		"tomorrow-delivery": {Drag: 0.08, By: map[string]Answer{
			first:  {0.18, 0.02, 0, 0.50},
			repeat: {0.16, 0.02, 0, 0.48},
			high:   {0.22, 0.02, 0, 0.46},
		}},
		"travel-kit": {By: map[string]Answer{
			first:  {0.18, 0.33, 0, 0.10},
			repeat: {0.18, 0.02, 0, 0.01},
			high:   {0.06, 0.02, 0, 0.01},
		}},
		"sunscreen-after-serum": {By: map[string]Answer{
			first:  {0.09, 0.03, 0, 0.02},
			repeat: {0.04, 0.03, 0, 0.02},
			high:   {0.08, 0.02, 0, 0.01},
		}},
		"skin-consultation": {By: map[string]Answer{
			repeat: {0.02, 0.08, 0, 0.05},
			high:   {0.12, 0.04, 0, 0.05},
		}},
		"subscribe-and-save": {By: map[string]Answer{
			repeat: {0.12, 0.12, 0.40, 0.08},
			high:   {0.14, 0.03, 0.06, 0.03},
		}},
		"refill": {By: map[string]Answer{
			repeat: {0.13, 0.02, 0, 0.01},
			high:   {0.09, 0.02, 0, 0.01},
		}},
	}
}

const day = 24 * time.Hour
