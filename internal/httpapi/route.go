package httpapi

import (
	"net/http"
	"strings"
	"time"
)

// A route is one line of the table: what it answers, who may ask, and how much.
type route struct {
	method, path string
	does         string // for the reader of GET /
	scope        Scope  // never empty
	lane         lane
	body         body
	patient      bool // may take longer than the server's write timeout
	do           func(*api, *call) (reply, error)
	rescue       func(*call) (reply, error) // what is answered in place of a 5xx; nil: the 5xx
}

// routes are all routes. Whatever is not here is answered 404.
func (a *api) routes() []route {
	return []route{
		{method: "POST", path: "/v1/rank", does: "which offers to show now", scope: ScopeRank, lane: workLane, body: jsonUpTo(64 << 10), do: (*api).rank, rescue: fallback},
		{method: "POST", path: "/v1/feedback", does: "report what happened", scope: ScopeFeedback, lane: feedbackLane, body: jsonUpTo(1 << 20), do: (*api).feedback},

		{method: "GET", path: "/v1/decisions/{decision_id}", does: "why this offer, why not the others, what happened since", scope: ScopeAdminRead, lane: workLane, patient: true, do: (*api).decision},
		{method: "GET", path: "/v1/offers", does: "the library and what is known of it", scope: ScopeAdminRead, lane: workLane, do: (*api).offers},
		{method: "GET", path: "/v1/offers/{offer_id}", does: "one offer of it", scope: ScopeAdminRead, lane: workLane, do: (*api).offer},
		{method: "GET", path: "/v1/report", does: "what the offers did: rates, money, conversion, regret", scope: ScopeAdminRead, lane: walkLane, patient: true, do: (*api).report},
		{method: "GET", path: "/v1/guardrails", does: "every guardrail, its state, what it withheld and, if asked, what that cost", scope: ScopeAdminRead, lane: workLane, patient: true, do: (*api).guardrails},
		{method: "GET", path: "/v1/breakers/{guardrail}/{scope}", does: "one breaker and its evidence", scope: ScopeAdminRead, lane: workLane, do: (*api).getBreaker},
		{method: "PUT", path: "/v1/breakers/{guardrail}/{scope}", does: "open, try or close it by your own word", scope: ScopeAdmin, lane: workLane, body: jsonUpTo(4 << 10), do: (*api).putBreaker},
		{method: "GET", path: "/v1/switches", does: "everything that a person switched", scope: ScopeAdminRead, lane: workLane, do: (*api).switches},
		{method: "GET", path: "/v1/switches/{scope}", does: "one switch", scope: ScopeAdminRead, lane: workLane, do: (*api).getSwitch},
		{method: "PUT", path: "/v1/switches/{scope}", does: "switch off, or on again", scope: ScopeAdmin, lane: workLane, body: jsonUpTo(4 << 10), do: (*api).putSwitch},
		{method: "GET", path: "/v1/catalogue", does: "the catalogue in force, as YAML", scope: ScopeAdminRead, lane: workLane, do: (*api).getCatalogue},
		{method: "PUT", path: "/v1/catalogue", does: "put another into force, or learn what is wrong with it", scope: ScopeAdmin, lane: workLane, body: anythingUpTo(1 << 20), patient: true, do: (*api).putCatalogue},
		{method: "GET", path: "/v1/export", does: "the log as a table: jsonl, csv, parquet or dsjson", scope: ScopeAdminRead, lane: workLane, patient: true, do: (*api).export},

		{method: "GET", path: "/healthz", does: "the process answers", scope: open, do: (*api).healthz},
		{method: "GET", path: "/readyz", does: "requests can be answered", scope: open, do: (*api).readyz},
		{method: "GET", path: "/metrics", does: "figures for Prometheus", scope: ScopeAdminRead, do: (*api).figures},
		{method: "GET", path: "/openapi.yaml", does: "this interface in OpenAPI 3.1", scope: open, do: (*api).openapi},
		{method: "GET", path: "/docs", does: "the same to read and to try", scope: open, do: (*api).docs},
		{method: "GET", path: "/docs/{file}", scope: open, do: (*api).docs},
		{method: "GET", path: "/", does: "this list", scope: open, do: (*api).index},
	}
}

// pattern is the path as gorilla/mux has it. Only the file of the docs may be
// empty, for those who write a slash at the end.
func (rt *route) pattern() string {
	return strings.Replace(rt.path, "{file}", "{file:[^/]*}", 1)
}

// methods are what the route answers: HEAD as GET, by RFC 9110.
func (rt *route) methods() []string {
	if rt.method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{rt.method}
}

// unhurried lifts the server's timeout off a patient route, whose bound is the
// client's patience. A writer without deadlines has nothing to lift.
func (rt *route) unhurried(w http.ResponseWriter) {
	if rt.patient {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	}
}
