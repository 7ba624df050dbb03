package client

import (
	"context"
	"net/http"
	"net/url"
)

// Catalogue returns the YAML of the catalogue in force.
func (c *Client) Catalogue(ctx context.Context) ([]byte, error) {
	return c.get(ctx, "/v1/catalogue")
}

// SetCatalogue puts a catalogue into force. One that is refused is a *Problem
// that names every fault, and changes nothing.
func (c *Client) SetCatalogue(ctx context.Context, source []byte) error {
	_, err := c.call(ctx, http.MethodPut, "/v1/catalogue", "application/yaml", source)
	return err
}

// Decision returns, as JSON, why a decision was made and what has happened since.
func (c *Client) Decision(ctx context.Context, id string) ([]byte, error) {
	return c.get(ctx, "/v1/decisions/"+url.PathEscape(id))
}

// Offers returns, as JSON, the library and what is known of each offer.
func (c *Client) Offers(ctx context.Context) ([]byte, error) { return c.get(ctx, "/v1/offers") }

// Guardrails returns, as JSON, every guardrail and what it has withheld.
func (c *Client) Guardrails(ctx context.Context) ([]byte, error) {
	return c.get(ctx, "/v1/guardrails")
}

// Ready returns nil once the server answers requests.
func (c *Client) Ready(ctx context.Context) error {
	_, err := c.get(ctx, "/readyz")
	return err
}

func (c *Client) get(ctx context.Context, path string) ([]byte, error) {
	return c.call(ctx, http.MethodGet, path, "", nil)
}
