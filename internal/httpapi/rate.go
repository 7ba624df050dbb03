package httpapi

import (
	"math"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates hold one token bucket for every key that was used. They may be shared.
type rates struct {
	limit rate.Limit
	burst int

	mu      sync.Mutex
	buckets map[string]*rate.Limiter // by the key's id: no more than there are keys
}

// newRates limits every key alike; a limit of 0 limits none.
func newRates(l Limits) *rates {
	return &rates{limit: rate.Limit(l.Rate), burst: max(l.Burst, 1), buckets: map[string]*rate.Limiter{}}
}

// spend takes a token of the key's, or says when there will be one.
func (r *rates) spend(key string, now time.Time) error {
	if r.limit == 0 || key == "" {
		return nil
	}
	turn := r.bucket(key).ReserveN(now, 1)
	wait := turn.DelayFrom(now)
	if wait <= 0 {
		return nil
	}
	turn.CancelAt(now)
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	return refuse(tooMany, "The key "+key+" made more requests than it may; try again in "+seconds+" s.").
		with("Retry-After", seconds)
}

func (r *rates) bucket(key string) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.buckets[key]
	if b == nil {
		b = rate.NewLimiter(r.limit, r.burst)
		r.buckets[key] = b
	}
	return b
}
