package httpapi

import (
	"fmt"
	"net/http"
	"runtime/debug"
)

// serve is the way of every request: it gets an id, is answered, and leaves one
// line in the log and its time in the metrics.
func (a *api) serve(rt *route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := a.now()
		c := &call{Request: r, route: rt, id: a.identify(r)}
		out := &recorder{ResponseWriter: w}
		out.Header().Set("X-Request-Id", c.id)
		out.Header().Set("X-Content-Type-Options", "nosniff")
		err := a.respond(out, c)
		a.record(c, out, err, a.now().Sub(began))
		if out.torn {
			panic(http.ErrAbortHandler) // the client must not take what it got for the whole
		}
	})
}

// respond answers and returns what went wrong on the way, answered or not.
func (a *api) respond(out *recorder, c *call) error {
	re, err := a.answer(out, c)
	if err != nil {
		re = a.settle(c, err)
	}
	if out.begun() {
		out.torn = err != nil
	} else {
		out.reply(re)
	}
	return err
}

// answer is the story of a request; each step may end it with an error. The
// body is read before there is a place for it, so that whoever sends it slowly
// holds up nobody.
func (a *api) answer(out *recorder, c *call) (re reply, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			re, err = reply{}, &panicked{cause: cause, stack: debug.Stack()}
		}
	}()
	if c.key, err = a.authorize(c.route, c.Request); err != nil {
		return reply{}, err
	}
	if err := a.rates.spend(c.key, a.now()); err != nil {
		return reply{}, err
	}
	if c.text, err = c.route.body.read(out, c.Request); err != nil {
		return reply{}, err
	}
	leave, err := a.pools[c.route.lane].enter(c.Context())
	if err != nil {
		return reply{}, err
	}
	defer leave()
	c.route.unhurried(out)
	re, err = c.route.do(a, c)
	switch {
	case err != nil:
	case re.from != nil:
		re.from.ServeHTTP(out, c.Request)
	case re.stream != nil:
		err = re.stream(&streamed{out, re})
	}
	return re, err
}

// settle turns an error into its reply: a problem, or, for a route that must
// not fail because of us, what it answers instead.
func (a *api) settle(c *call, err error) reply {
	p := problemOf(a.errors, err)
	if c.route.rescue != nil && p.Status >= http.StatusInternalServerError && p.Type != typePrefix+overloaded.code {
		if re, worse := c.route.rescue(c); worse == nil {
			a.metrics.decided(c.reason, 0)
			return re
		}
	}
	p.Instance = c.id
	text, encodeErr := encode(p)
	if encodeErr != nil {
		text = nil // a problem is strings and numbers; if even that fails, the status must do
	}
	return reply{status: p.Status, media: mediaProblem, header: headerOf(err, p.Status), body: text}
}

// panicked is a bug of ours that a request met.
type panicked struct {
	cause any
	stack []byte
}

func (e *panicked) Error() string { return fmt.Sprintf("httpapi: panic: %v", e.cause) }
