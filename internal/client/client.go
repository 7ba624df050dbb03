// Package client speaks the HTTP API of a running Proffer from Go: it asks for
// offers, reports what became of them, and reads and replaces the catalogue.
//
// It knows nothing of how offers are chosen. What always holds: a reply that is
// not a success is an error and, where the server sent one, a *Problem; a call
// ends when its context does; nothing is tried twice, since only the caller
// knows whether its request has an id that makes this safe.
package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"proffer/engine"
)

// A Client speaks to one server. It may be used by many goroutines, which then
// share its connections.
type Client struct {
	base string
	key  string
	http *http.Client
}

// connections is how many idle connections a client keeps: as many as a load
// test has workers, so that none of them dials for each call.
const connections = 64

// New returns a client of the server at base, such as http://127.0.0.1:8080.
// The key is sent with every call; empty, none is.
func New(base, key string) *Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = connections
	return &Client{base: strings.TrimRight(base, "/"), key: key, http: &http.Client{Transport: transport}}
}

// Close lets go of the connections that are kept for the next call.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Rank asks which offers to show.
func (c *Client) Rank(ctx context.Context, r engine.Request) (RankReply, error) {
	var reply RankReply
	err := c.exchange(ctx, "/v1/rank", r, &reply)
	return reply, err
}

// Feedback reports what happened, and returns what became of each report, in
// their order. Reports that were rejected are no error.
func (c *Client) Feedback(ctx context.Context, reports []engine.Report) ([]engine.Result, error) {
	sent := struct {
		Events []engine.Report `json:"events"`
	}{reports}
	var reply struct {
		Results []engine.Result `json:"results"`
	}
	if err := c.exchange(ctx, "/v1/feedback", sent, &reply); err != nil {
		return nil, err
	}
	if len(reply.Results) != len(reports) {
		return nil, fmt.Errorf("client: %d reports got %d results", len(reports), len(reply.Results))
	}
	return reply.Results, nil
}

// exchange posts one JSON document and reads another.
func (c *Client) exchange(ctx context.Context, path string, send, receive any) error {
	body, err := encode(send)
	if err != nil {
		return fmt.Errorf("client: %s: %w", path, err)
	}
	reply, err := c.call(ctx, http.MethodPost, path, "application/json", body)
	if err != nil {
		return err
	}
	if err := decode(reply, receive); err != nil {
		return fmt.Errorf("client: reply of %s: %w", path, err)
	}
	return nil
}

// maxReply bounds what is read of one reply, so that a wrong address cannot fill the memory.
const maxReply = 64 << 20

// call is one round trip. The body is read to its end in every case, which is
// what lets the connection be used again.
func (c *Client) call(ctx context.Context, method, path, contentType string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	defer response.Body.Close()
	reply, err := io.ReadAll(io.LimitReader(response.Body, maxReply))
	if err != nil {
		return nil, fmt.Errorf("client: reply of %s %s: %w", method, path, err)
	}
	if response.StatusCode/100 != 2 {
		return nil, fmt.Errorf("client: %s %s: %w", method, path, problemOf(response, reply))
	}
	return reply, nil
}
