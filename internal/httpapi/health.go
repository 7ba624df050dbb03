package httpapi

type healthReply struct {
	Status string `json:"status"`
}

// healthz says that the process answers; whether it is of use, readyz says.
func (a *api) healthz(*call) (reply, error) { return replyJSON(healthReply{Status: "ok"}) }

// readyz says why not in the words of the table of errors, and with one status
// for all of them: who asks takes the process out of service or leaves it in.
func (a *api) readyz(*call) (reply, error) {
	if err := a.service.Ready(); err != nil {
		unready := refuse(unavailable, problemOf(a.errors, err).Detail)
		unready.cause = err
		return reply{}, unready
	}
	return replyJSON(healthReply{Status: "ready"})
}
