package httpapi

type healthReply struct {
	Status string `json:"status"`
}

// healthz says that the process answers; whether it is of use, readyz says.
func (a *api) healthz(*call) (reply, error) { return replyJSON(healthReply{Status: "ok"}) }

func (a *api) readyz(*call) (reply, error) {
	if err := a.service.Ready(); err != nil {
		return reply{}, err
	}
	return replyJSON(healthReply{Status: "ready"})
}
