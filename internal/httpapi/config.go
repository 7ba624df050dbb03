package httpapi

import (
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// A Config says what the handler works with. Everything is required unless its
// comment says what its absence means.
type Config struct {
	Service   Service
	Keys      func() *Keyring // those in force, asked for each request and never nil; no function: whoever reaches the server may do everything, so it must listen on loopback only
	Registry  *prometheus.Registry
	Logger    zerolog.Logger
	Now       func() time.Time
	RequestID func() string // a new id for a request that brings none
	NoSpace   error         // wrapped by the service's errors when the disk is full; nil: never
	Limits    Limits
}

// Limits keep one caller, or all at once, from taking more than there is.
type Limits struct {
	Concurrency int           // requests worked on at once, without feedback; 0: 256
	Feedback    int           // batches of feedback worked on at once; 0: 64
	Walks       int           // reports made at once; 0: 2
	Queue       time.Duration // longest wait for a place among them; 0: 50 ms
	Rate        float64       // requests a second for one key, or for all while there are no keys; 0: no limit
	Burst       int           // requests that a rested key may make at once; 0: two seconds' worth
}

const (
	defaultConcurrency = 256
	defaultFeedback    = 64
	defaultWalks       = 2
	defaultQueue       = 50 * time.Millisecond
)

// validate names everything that is missing or wrong.
func (c *Config) validate() error {
	var wrong []error
	for _, needed := range []struct {
		what    string
		missing bool
	}{
		{"Service", c.Service == nil}, {"Registry", c.Registry == nil},
		{"Now", c.Now == nil}, {"RequestID", c.RequestID == nil},
	} {
		if needed.missing {
			wrong = append(wrong, fmt.Errorf("httpapi: config: %s is missing", needed.what))
		}
	}
	if l := c.Limits; l.Concurrency < 0 || l.Feedback < 0 || l.Walks < 0 || l.Queue < 0 || l.Burst < 0 || !(l.Rate >= 0 && l.Rate <= math.MaxInt32) {
		wrong = append(wrong, fmt.Errorf("httpapi: config: no limit may be negative: %+v", l))
	}
	return errors.Join(wrong...)
}

// filled is l with what was left out.
func (l Limits) filled() Limits {
	if l.Concurrency == 0 {
		l.Concurrency = defaultConcurrency
	}
	if l.Feedback == 0 {
		l.Feedback = defaultFeedback
	}
	if l.Walks == 0 {
		l.Walks = defaultWalks
	}
	if l.Queue == 0 {
		l.Queue = defaultQueue
	}
	if l.Burst == 0 {
		l.Burst = int(math.Ceil(2 * l.Rate))
	}
	return l
}
