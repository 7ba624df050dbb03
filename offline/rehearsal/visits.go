package rehearsal

import (
	"cmp"

	"proffer/engine"
)

// Visits are those of the log.
type visits struct {
	// begun says of each whether the log or the catalogue on trial could show an
	// offer already. From then on what either decides may follow from what it has shown.
	begun map[visit]bool
	whose map[string]string // the customer who was last known in a session
}

func newVisits() visits { return visits{begun: map[visit]bool{}, whose: map[string]string{}} }

// A visit is a session at a placement, of a customer or of nobody that is known;
// without a session it is the last that the customer began there.
type visit struct{ customer, session, placement string }

// of is the visit of a logged decision: the customer's, who stays the same when
// they log out, or the one that they began before they said who they are.
func (v visits) of(d *engine.Decision) visit {
	r := &d.Request
	own := visit{cmp.Or(r.CustomerID, v.whose[r.SessionID]), r.SessionID, r.Placement}
	nobodys := visit{"", r.SessionID, r.Placement}
	if _, known := v.begun[own]; known || d.FirstOfVisit || r.SessionID == "" {
		return own
	}
	if _, known := v.begun[nobodys]; known {
		return nobodys
	}
	return own
}

// begins reports whether a visit begins to be evidence for the breakers with a
// decision: with the first that could show an offer, which has to be the same one
// in the log and in the rehearsal. Up to it nothing was shown on either side, so
// which visits count does not depend on the lot that they drew. is is nil when the
// catalogue cannot answer.
//
// What happened is the log's to say, so a visit that the log kept from all offers
// proves nothing; and a visit that the rehearsal keeps from them, such as one that
// takes no part in a try, would not have been there to prove anything.
func (v visits) begins(was, is *engine.Decision) bool {
	at, could := v.of(was), is != nil && is.Showable
	begun := v.begun[at] && !was.FirstOfVisit
	v.begun[at] = begun || was.Showable || could
	if at.session != "" && was.Request.CustomerID != "" {
		v.whose[at.session] = was.Request.CustomerID
	}
	return !begun && was.Showable && could
}
