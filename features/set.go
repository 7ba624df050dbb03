package features

import (
	"fmt"
	"math"
	"slices"
)

// A set of n members is encoded as 1/√n in the slot of each, so that a large
// set does not shout: its length as a vector is at most 1. Members whose hashes
// collide share their slot's one weight. The slot of unknown members is an
// indicator, like that of a missing value, and holds 1 whatever their number.
// The empty set is encoded as nothing; it is not missing.
type set struct{ vocabulary }

func (set) read(raw any) (any, string) {
	var members []string
	problem := ""
	switch list := raw.(type) {
	case []string:
		members, problem = readMembers(list, func(s string) (string, bool) { return s, true })
	case []any:
		members, problem = readMembers(list, func(item any) (string, bool) { s, ok := item.(string); return s, ok })
	default:
		return nil, mismatch("a list of strings", raw)
	}
	if problem != "" {
		return nil, problem
	}
	slices.Sort(members)
	return slices.Compact(members), ""
}

// readMembers copies a list, so that the value does not change with the caller's.
func readMembers[T any](list []T, text func(T) (string, bool)) ([]string, string) {
	if len(list) > MaxSetSize {
		return nil, fmt.Sprintf("must have at most %d members, not %d", MaxSetSize, len(list))
	}
	members := make([]string, len(list))
	for i, item := range list {
		member, ok := text(item)
		if !ok {
			return nil, fmt.Sprintf("must hold strings only: member %d is %s", i, describe(item))
		}
		if problem := textProblem(member); problem != "" {
			return nil, fmt.Sprintf("has a bad member %d: it %s", i, problem)
		}
		members[i] = member
	}
	return members, ""
}

func (s set) encode(dst Vector, first int32, value any) (Vector, bool) {
	members, ok := value.([]string)
	if !ok {
		return dst, false
	}
	var room [MaxSetSize]int32
	slots := room[:0]
	for _, member := range members {
		slots = append(slots, s.slot(member))
	}
	slices.Sort(slots)
	weight := 1 / math.Sqrt(float64(len(members)))
	for _, slot := range slices.Compact(slots) {
		if s.isOther(slot) {
			dst = dst.push(first+slot, 1)
		} else {
			dst = dst.push(first+slot, weight)
		}
	}
	return dst, true
}
