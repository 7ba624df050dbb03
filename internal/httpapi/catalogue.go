package httpapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"proffer/guardrails/breakers"
	"proffer/policy"
)

// A publishedReply says what is in force now, and what its author may regret.
type publishedReply struct {
	PolicyVersion string  `json:"policy_version"`
	Warnings      []fault `json:"warnings"`
}

func (a *api) getCatalogue(c *call) (reply, error) {
	p := a.service.Catalogue()
	tag := etag(p.Version)
	h := http.Header{"Etag": {tag}}
	if given := c.Header.Get("If-None-Match"); given != "" && names(strings.ReplaceAll(given, "W/", ""), tag) {
		return reply{status: http.StatusNotModified, header: h}, nil
	}
	return reply{media: mediaYAML, header: h, body: p.Source}, nil
}

// putCatalogue replaces the catalogue that the caller has seen, if the request
// says which, and else whatever is in force.
func (a *api) putCatalogue(c *call) (reply, error) {
	a.publishing.Lock()
	defer a.publishing.Unlock()
	if given := c.Header.Get("If-Match"); given != "" && !names(given, etag(a.service.Catalogue().Version)) {
		return reply{}, refuse(preconditionFailed, "Another catalogue is in force than the one that If-Match names; get it and change that.")
	}
	released, err := a.service.SetCatalogue(c.Context(), c.text, c.key)
	if err != nil {
		return reply{}, rendered(err, c.text)
	}
	p := a.service.Catalogue()
	re, err := replyJSON(publishedReply{PolicyVersion: p.Version, Warnings: append(faultsOf(p.Lint()), losses(released)...)})
	re.header = http.Header{"Etag": {etag(p.Version)}}
	return re, err
}

// losses warn of what a catalogue lets through that was stopped before.
func losses(released []breakers.Stop) (warnings []fault) {
	for i := range released {
		was := &released[i]
		warnings = append(warnings, fault{
			Field:  "guardrails",
			Detail: fmt.Sprintf("%s was %s on %s (%s), and some of what it stopped may be shown again", was.Rule, was.Breaker.State, was.Scope, was.Breaker.Detail),
			Hint:   "a switch stops it whatever the guardrails are: PUT /v1/switches/" + was.Scope,
		})
	}
	return warnings
}

func etag(version string) string { return `"` + version + `"` }

// names reports whether a list of entity tags has this one, or is a star. A
// weak tag is another, which is what If-Match wants; ours are strong.
func names(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "*" || one == tag {
			return true
		}
	}
	return false
}

// A badCatalogue is the faults of a catalogue with its source, so that the reply
// can show each under its line.
type badCatalogue struct {
	policy.Faults
	source []byte
}

func (e *badCatalogue) Unwrap() error { return e.Faults }

func rendered(err error, source []byte) error {
	var faults policy.Faults
	if !errors.As(err, &faults) {
		return err
	}
	return &badCatalogue{Faults: faults, source: source}
}
