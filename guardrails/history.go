package guardrails

import (
	"slices"
	"time"
)

// A History is what was shown to one customer and what the customer said to
// it, oldest first. The engine folds it from the log.
type History struct {
	Shown   []Shown  `json:"shown,omitzero"`
	Answers []Answer `json:"answers,omitzero"`
	// Forgotten is the time of the newest entry of Shown that was dropped to
	// bound the size. A window that reaches back to it cannot be counted.
	Forgotten time.Time `json:"forgotten,omitzero"`
}

// Shown is one offer that was put before the customer.
type Shown struct {
	Seq       uint64    `json:"seq,omitzero"` // of the decision's event; 0 in an answer that is not logged yet
	At        time.Time `json:"at"`
	Offer     string    `json:"offer"`
	Type      string    `json:"type,omitzero"`
	Placement string    `json:"placement"`
	Session   string    `json:"session,omitzero"`
	Discount  bool      `json:"discount,omitzero"`
	Unseen    bool      `json:"unseen,omitzero"` // its placement reports views, and none was reported
}

// Verb is what a customer did with an offer.
type Verb string

// The answers that caps look at.
const (
	Accepted Verb = "accept"
	Declined Verb = "decline"
	Refunded Verb = "refund"
)

// An Answer is the customer's last word of one kind on one offer.
type Answer struct {
	At    time.Time `json:"at"`
	Verb  Verb      `json:"verb"`
	Offer string    `json:"offer"`
	Type  string    `json:"type,omitzero"`
}

// MaxShown bounds the entries kept of one customer; beyond it the oldest go
// and Forgotten remembers that they did.
const MaxShown = 1024

// Show adds an offer that was shown.
func (h *History) Show(s Shown) {
	if len(h.Shown) >= MaxShown {
		drop := len(h.Shown) - MaxShown*3/4
		h.Forgotten = h.Shown[drop-1].At
		h.Shown = slices.Delete(h.Shown, 0, drop)
	}
	h.Shown = append(h.Shown, s)
}

// See notes that an offer of a decision was viewed. The decision's time would not
// tell it from another of the same moment.
func (h *History) See(seq uint64, offer string) {
	for i := range h.Shown {
		if h.Shown[i].Offer == offer && h.Shown[i].Seq == seq {
			h.Shown[i].Unseen = false
		}
	}
}

// Answer keeps the latest answer of its kind to its offer.
func (h *History) Answer(a Answer) {
	same := func(b Answer) bool { return b.Verb == a.Verb && b.Offer == a.Offer }
	if i := slices.IndexFunc(h.Answers, same); i >= 0 {
		if h.Answers[i].At.Before(a.At) {
			h.Answers[i] = a
		}
		return
	}
	h.Answers = append(h.Answers, a)
}

// Add puts another history of the same person among the entries, by time.
func (h *History) Add(other *History) {
	merge := len(h.Shown) > 0 && len(other.Shown) > 0
	h.Shown, h.Answers = append(h.Shown, other.Shown...), append(h.Answers, other.Answers...)
	if merge {
		slices.SortStableFunc(h.Shown, func(a, b Shown) int { return a.At.Compare(b.At) })
	}
	if other.Forgotten.After(h.Forgotten) {
		h.Forgotten = other.Forgotten
	}
}

// Clone is a copy that shares nothing.
func (h *History) Clone() History {
	return History{Shown: slices.Clone(h.Shown), Answers: slices.Clone(h.Answers), Forgotten: h.Forgotten}
}
