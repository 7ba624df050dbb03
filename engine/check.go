package engine

import (
	"time"

	"proffer/features"
)

// Check names every bad field of a request that Rank would refuse under this
// catalogue, as an *Invalid, for whoever refuses it for reasons of their own and
// wants to name all of them. It decides nothing.
func (p *Policy) Check(r Request) error {
	_, err := p.check(&r, features.Values{})
	return err
}

// CheckReport does the same for a report that would be rejected at a time.
func (p *Policy) CheckReport(r Report, at time.Time) error {
	if bad := p.checkReport(&r, at); bad != nil {
		return bad
	}
	return nil
}
