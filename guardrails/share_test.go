package guardrails_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proffer/features"
	"proffer/guardrails"
	"proffer/policy"
)

// percent writes thousandths as a catalogue would.
func percent(thousandths int64) string { return fmt.Sprintf("%d.%d%%", thousandths/10, thousandths%10) }

// The share of a cart is counted to the minor unit, in any currency: a price that
// meets it exactly fits, and the next one does not.
func TestShareOfACartIsExact(t *testing.T) {
	for share := int64(5); share <= 1000; share += 5 {
		_, set, faults := build(t, "name: gentle, type: first_time_buyer, max_share_of_cart: "+percent(share))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		for _, exponent := range []int{0, 2, 3} {
			money := policy.Currency{Code: "X", Exponent: exponent}
			for cart := int64(1); cart <= 150; cart++ {
				fits(t, set, money, cart, share*cart/1000)
			}
		}
	}
}

// The same holds of any amount up to ten million dollars.
func TestShareOfALargeCartIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		share, cart := rapid.Int64Range(1, 1000).Draw(rt, "share"), rapid.Int64Range(0, 1e9).Draw(rt, "cart")
		_, set, _ := build(t, "name: gentle, type: first_time_buyer, max_share_of_cart: "+percent(share))
		fits(rt, set, policy.Currency{Code: "USD", Exponent: 2}, cart, share*cart/1000)
	})
}

// fits fails unless the most that may be asked of a first order is one price and
// no other.
func fits(t rapid.TB, set *guardrails.Set, money policy.Currency, cart, most int64) {
	t.Helper()
	major, err := strconv.ParseFloat(money.Format(cart), 64)
	if err != nil {
		t.Fatal(err)
	}
	c := guardrails.Case{
		At: noon, History: &guardrails.History{}, Placement: &policy.Placement{Name: "drawer"}, Currency: money,
		Signals: features.Values{"orders": 0.0, "cart_value": major},
	}
	for _, price := range []int64{most, most + 1} {
		if no, refused := set.Refuse(&c, &policy.Offer{ID: "small", Price: price}); refused != (price > most) {
			t.Fatalf("%s is withheld: %v %q, want %s and no more to fit", money.Format(price), refused, no.Detail, money.Format(most))
		}
	}
}

// The share of discounts is counted exactly: the one that meets it may be shown,
// and the next may not.
func TestShareOfDiscountsIsExact(t *testing.T) {
	for share := int64(1); share <= 1000; share += 3 { // 7, 70 and 175 thousandths are among them
		catalogue, set, _ := build(t, "name: rare, type: discount_share, per: 30d, max: "+percent(share))
		reduced, _ := catalogue.Offer("reduced")
		place, _ := catalogue.Placement("drawer")
		for shows := int64(1); shows <= 40; shows++ {
			most := share * shows / 1000
			for _, discounts := range []int64{most, most + 1} {
				if discounts < 1 || discounts > shows {
					continue
				}
				c := guardrails.Case{At: noon, History: discountsAmong(discounts-1, shows-1), Placement: place}
				if no, refused := set.Refuse(&c, reduced); refused != (discounts > most) {
					t.Fatalf("with a share of %s the discount %d of %d is withheld: %v %q", percent(share), discounts, shows, refused, no.Detail)
				}
			}
		}
	}
}

// discountsAmong is a history of so many discounts among so many shows.
func discountsAmong(discounts, shows int64) *guardrails.History {
	h := &guardrails.History{}
	for i := range shows {
		s := shown(time.Hour, "small", "add_on", "drawer", "")
		s.Discount = i < discounts
		h.Show(s)
	}
	return h
}

// The saving of an offer is to the nearest minor unit, and a half is one more,
// whatever part of a percent its discount is.
func TestSavingIsExact(t *testing.T) {
	for off := int64(1); off < 1000; off++ {
		discount, rest := float64(off)/1000, 1000-off
		for price := int64(1); price <= 1000; price++ {
			want := (2*price*off + rest) / (2 * rest)
			if got := guardrails.Saving(&policy.Offer{Price: price, Discount: discount}); got != want {
				t.Fatalf("a price of %d after %s off saves %d, want %d", price, percent(off), got, want)
			}
		}
	}
	if got := guardrails.Saving(&policy.Offer{Price: 1e14, Discount: 1 - 1e-12}); got <= 0 {
		t.Errorf("a discount of nearly everything saves %d", got)
	}
}
