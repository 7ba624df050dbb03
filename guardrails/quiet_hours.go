package guardrails

import (
	"fmt"
	"slices"
	"time"

	"proffer/features"
	"proffer/policy"
)

// quietHours leaves customers alone at night, on the channels that reach out.
// The hour is that of the customer: of a zone, or of a signal that holds the
// hours by which the customer's clock is ahead of UTC.
type quietHours struct {
	from, until time.Duration // since midnight; from may be the later of the two
	channels    []string
	zone        *time.Location
	offset      string // the signal; empty: the zone counts
}

func newQuietHours(s *policy.Settings) Cap {
	q := quietHours{from: clockTime(s, "from"), until: clockTime(s, "until"), channels: reachingOut(s), zone: time.UTC}
	if q.from >= 0 && q.from == q.until {
		s.Fault("until", "is the same as from, so the hours never come", "")
	}
	if s.Has("offset") {
		q.offset = s.Signal("offset", []features.Type{features.Number})
	}
	if name := s.Text("zone", policy.Or("UTC")); name != "UTC" {
		zone, err := time.LoadLocation(name)
		if err != nil {
			s.Fault("zone", fmt.Sprintf("no time zone is called %q", name), `an IANA name, such as "Europe/Berlin"`)
		} else {
			q.zone = zone
		}
	}
	return q
}

// clockTime reads a time of day such as "21:30". It is negative when there is
// none, which has been reported.
func clockTime(s *policy.Settings, field string) time.Duration {
	text := s.Text(field, policy.Required)
	if text == "" {
		return -1
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		s.Fault(field, fmt.Sprintf("must be a time of day, not %q", text), `such as "21:30"`)
		return -1
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}

func (q quietHours) Refuse(c *Case, _ *policy.Offer) (reason, detail string) {
	if !slices.Contains(q.channels, string(c.Placement.Channel)) {
		return "", ""
	}
	local := c.At.In(q.zone)
	if q.offset != "" {
		ahead, ok := c.Signals[q.offset].(float64)
		if !ok || !(ahead >= -14 && ahead <= 14) {
			return ReasonError, q.offset + " is missing or no offset from UTC in hours, so the customer's hour is unknown"
		}
		local = c.At.UTC().Add(time.Duration(ahead * float64(time.Hour)))
	}
	now := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
	if !q.quiet(now) {
		return "", ""
	}
	return "quiet_hours", fmt.Sprintf("it is %s where the customer is, within the quiet hours from %s until %s",
		local.Format("15:04"), clock(q.from), clock(q.until))
}

// quiet reports whether a time of day lies within the hours, which may pass midnight.
func (q quietHours) quiet(now time.Duration) bool {
	if q.from <= q.until {
		return now >= q.from && now < q.until
	}
	return now >= q.from || now < q.until
}

func clock(d time.Duration) string { return time.Time{}.Add(d).Format("15:04") }
