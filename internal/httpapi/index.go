package httpapi

// An indexReply is for whoever opens the address in a browser.
type indexReply struct {
	Name   string       `json:"name"`
	Does   string       `json:"does"`
	Docs   string       `json:"docs"`
	Routes []indexEntry `json:"routes"`
}

type indexEntry struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Does   string `json:"does"`
	Scope  Scope  `json:"scope"` // that a key needs; open: none
}

func (a *api) index(*call) (reply, error) {
	re := indexReply{Name: "proffer", Does: "decides which offer a customer should see next, or none, and learns from what happened", Docs: "/docs"}
	for _, rt := range a.table {
		if rt.does != "" {
			re.Routes = append(re.Routes, indexEntry{Method: rt.method, Path: rt.path, Does: rt.does, Scope: rt.scope})
		}
	}
	return replyJSON(re)
}
