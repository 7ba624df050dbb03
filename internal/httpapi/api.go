package httpapi

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"
	"github.com/rs/zerolog"
)

// An api is what all handlers share. It never changes after New but for what
// has a lock of its own.
type api struct {
	service     Service
	keys        func() *Keyring
	rates       *rates
	pools       map[lane]*pool
	crossOrigin *http.CrossOriginProtection
	metrics     *metrics
	swagger     http.Handler
	errors      []row
	log         zerolog.Logger
	now         func() time.Time
	requestID   func() string
	table       []route
	waiting     atomic.Bool // the log is ahead of the clock, and the log was told

	publishing sync.Mutex // from looking at the version in force to replacing it
}

// New is the handler of all routes. It registers its metrics with c.Registry,
// so there is one handler for a registry.
func New(c Config) (http.Handler, error) {
	a, err := newAPI(c)
	if err != nil {
		return nil, err
	}
	return a.router(), nil
}

func newAPI(c Config) (*api, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	limits := c.Limits.filled()
	a := &api{
		service: c.Service, keys: c.Keys, rates: newRates(limits), errors: errorTable(c.NoSpace),
		log: c.Logger, now: c.Now, requestID: c.RequestID, swagger: newSwagger(), crossOrigin: http.NewCrossOriginProtection(),
		pools: map[lane]*pool{
			workLane:     newPool(limits.Concurrency, limits.Queue),
			feedbackLane: newPool(limits.Feedback, limits.Queue),
			walkLane:     newPool(limits.Walks, limits.Queue),
		},
	}
	var err error
	if a.metrics, err = newMetrics(c.Registry, c.Service, a.aheadGauge()); err != nil {
		return nil, err
	}
	a.table = a.routes()
	return a, nil
}

// router lays the table out. Paths are matched as they are: what they would be
// if they were cleaned is another path, and not found.
func (a *api) router() http.Handler {
	router := mux.NewRouter().SkipClean(true)
	byPath := map[string][]string{}
	for i := range a.table {
		rt := &a.table[i]
		router.Path(rt.pattern()).Methods(rt.methods()...).Handler(a.serve(rt))
		byPath[rt.path] = append(byPath[rt.path], rt.methods()...)
	}
	for i := range a.table {
		rt := &a.table[i]
		router.Path(rt.pattern()).Handler(a.serve(elsewise(rt.path, byPath[rt.path])))
	}
	router.NotFoundHandler = a.serve(nowhere())
	return router
}
