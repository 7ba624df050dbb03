package policy_test

import (
	"errors"
	"fmt"

	"proffer/features"
	"proffer/policy"
)

// A catalogue is refused with the place of what is wrong and, when a word was
// mistyped, with the word that was meant. The same file mended says which offers
// may appear and whether their conditions hold.
func Example() {
	const text = `version: 1
currency: USD
signals: {cart_value: {type: number}}
triggers: {cart_item_added: {moment: cart}}
placements: {cart_drawer: {channel: onsite}}
offers:
  - id: bundle
    kind: cross_sell
    type: bundle
    motivation: save_money
    friction: %s
    when: 'cart_value < 40'
    price: 12.00
    margin: 5.00
`
	wrong := fmt.Appendf(nil, text, "one_clik")
	_, err := policy.Load(wrong)
	var faults policy.Faults
	if errors.As(err, &faults) {
		fmt.Print(faults.Render("shop.yaml", wrong))
	}

	c, err := policy.Load(fmt.Appendf(nil, text, "one_click"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, offer := range c.Candidates("cart_item_added", "cart_drawer") {
		fmt.Println(offer.ID, c.Currency.Format(offer.Price), c.Currency.Code)
		fmt.Printf("%+v\n", offer.When.Holds(features.Values{"cart_value": 31.50}))
		fmt.Printf("%+v\n", offer.When.Holds(features.Values{}))
	}
	// Output:
	// shop.yaml:11:15: offers[0].friction: must be one_click, confirm, form or checkout, not "one_clik", did you mean "one_click"?
	//    11 |     friction: one_clik
	//       |               ^
	// bundle 12.00 USD
	// {Holds:true Missing: Problem:}
	// {Holds:false Missing:cart_value Problem:}
}
