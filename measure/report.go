package measure

import "time"

// A Report is what the offers of a period did.
type Report struct {
	From        time.Time   `json:"from,omitzero"` // absent: from the first decision on
	To          time.Time   `json:"to,omitzero"`   // not included; absent: up to the last
	At          time.Time   `json:"at,omitzero"`   // of the last event of the log, to which all of it is counted; absent: the log is empty
	By          []Dimension `json:"by"`
	Currency    string      `json:"currency"`
	Basis       string      `json:"basis"` // a sentence: money is net of refunds
	Total       Row         `json:"total"`
	Rows        []Row       `json:"rows"` // in the order of their keys
	Incremental Incremental `json:"incremental"`
	SampleRatio Balance     `json:"sample_ratio"`
	Findings    []Finding   `json:"findings"`
}

// basis is what every reader of a report must know.
const basis = "Revenue and value are net of the refunds that were reported by then; only gross_revenue is not."
