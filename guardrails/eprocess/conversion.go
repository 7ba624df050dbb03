package eprocess

// A Visit is what a conversion test may know of one, when its conversion window
// closes. The window is as long for visits that converted as for the others.
type Visit struct {
	Day       int     // on which the window closed
	Rho       float64 // the logged probability of being treated
	Treated   bool
	Converted bool
}

// Conversion is what has been seen of the visits of one surface, and how much
// it speaks for a drop.
type Conversion struct {
	Pooled   Pooled   `json:"pooled"`
	Detector Detector `json:"detector"`
}

// NewConversion returns the state before the first visit; prior is a guess of
// the conversion rate.
func NewConversion(prior float64) (Conversion, error) {
	pooled, err := NewPooled(prior)
	return Conversion{Pooled: pooled}, err
}

// Next returns the state after one more visit. The pooled rate is used first
// and learns afterwards.
func (c Conversion) Next(t TwoByTwo, v Visit) (Conversion, error) {
	var room [8]float64
	logE, err := t.LogE(room[:0], c.Pooled.Theta(), v.Rho, v.Treated, v.Converted)
	if err != nil {
		return c, err
	}
	detector, err := c.Detector.Next(v.Day, logE)
	if err != nil {
		return c, err
	}
	return Conversion{c.Pooled.Next(v.Converted), detector}, nil
}

// LogR is the evidence of harm, to be held against a [Threshold].
func (c Conversion) LogR() float64 { return c.Detector.LogR() }
