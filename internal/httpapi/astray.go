package httpapi

import "strings"

// nowhere answers what no route does. Its path in the log is not the request's,
// which may be anything.
func nowhere() *route {
	return &route{path: "(none)", scope: open, do: func(*api, *call) (reply, error) {
		return reply{}, refuse(notFound, "No route has this path; GET / lists those there are.")
	}}
}

// elsewise answers the methods that a path does not have.
func elsewise(path string, methods []string) *route {
	allowed := strings.Join(methods, ", ")
	return &route{path: path, scope: open, do: func(*api, *call) (reply, error) {
		return reply{}, refuse(methodNotAllowed, "This path has "+allowed+".").with("Allow", allowed)
	}}
}
