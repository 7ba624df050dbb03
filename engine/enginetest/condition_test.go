package enginetest

import "slices"

// Signals are what a request says of the customer and the moment.
type signals map[string]any

func (s signals) number(name string) (float64, bool) {
	x, ok := s[name].(float64)
	return x, ok
}

// A condition is an expression of the catalogue beside a predicate, written by
// hand, that means the same. What needs a missing signal does not hold.
type condition struct {
	text  string
	needs []string // signals without which it cannot be answered
	means func(s signals) bool
}

func (c *condition) holds(s signals) bool { return c.answerable(s) && c.means(s) }

func (c *condition) answerable(s signals) bool {
	return !slices.ContainsFunc(c.needs, func(name string) bool { return s[name] == nil })
}

var conditions = []*condition{
	{`cart_value >= 50`, []string{"cart_value"}, func(s signals) bool { x, _ := s.number("cart_value"); return x >= 50 }},
	{`cart_value < 80`, []string{"cart_value"}, func(s signals) bool { x, _ := s.number("cart_value"); return x < 80 }},
	{`orders == 0`, []string{"orders"}, func(s signals) bool { x, _ := s.number("orders"); return x == 0 }},
	{`orders > 1`, []string{"orders"}, func(s signals) bool { x, _ := s.number("orders"); return x > 1 }},
	{`device == "mobile"`, []string{"device"}, func(s signals) bool { return s["device"] == "mobile" }},
	{`"vip" in tags`, []string{"tags"}, func(s signals) bool { tags, _ := s["tags"].([]any); return slices.Contains(tags, any("vip")) }},
	{`(cart_value ?? 0) < 30`, nil, func(s signals) bool { x, _ := s.number("cart_value"); return x < 30 }},
	{`known("orders") and orders < 3`, nil, func(s signals) bool { x, ok := s.number("orders"); return ok && x < 3 }},
	{`consent or device == "desktop"`, []string{"consent", "device"}, func(s signals) bool {
		return s["consent"] == true || s["device"] == "desktop"
	}},
}
