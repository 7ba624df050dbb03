package export

import (
	"strconv"
	"strings"
	"time"

	"proffer/engine"
)

// heardOf tells the reports about a slot in the order in which they came to be
// known: type@known, with =amount behind the type of a refund and of an accept that
// said its reward, and /happened at the end if that was another time.
func heardOf(s *engine.Story, slot int) string {
	var text strings.Builder
	for _, h := range s.Outcome.Heard {
		if h.Slot != slot {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		text.WriteString(string(h.Type))
		if x, has := amountOf(s, &h); has {
			text.WriteString("=" + strconv.FormatFloat(x, 'f', -1, 64))
		}
		text.WriteString("@" + h.At.Format(time.RFC3339Nano))
		if !h.Time.Equal(h.At) {
			text.WriteString("/" + h.Time.Format(time.RFC3339Nano))
		}
	}
	return text.String()
}

// amountOf is what a report says beside its times.
func amountOf(s *engine.Story, h *engine.Hearing) (x float64, has bool) {
	switch reward := s.Outcome.Slots[h.Slot].Reward; {
	case h.Type == engine.Refund:
		return s.Policy.Currency.Major(h.Amount), true
	case h.Type == engine.Accept && reward != nil:
		return *reward, true
	}
	return 0, false
}
