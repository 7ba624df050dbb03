package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"proffer/internal/httpapi"
)

const keysHelp = `Make, list and revoke the keys that callers of the HTTP API show.

A key file has a line for each key: its public id, its scopes and a hash of its
secret. The secret is shown once, when the key is made. A running server learns
of a change at SIGHUP or at its next start, which loses nothing.

With --pepper-file, hashes are made with what that file holds, so that the key
file is of no use to who has it alone. Name the same one to serve, which refuses
to start with another.`

// untilThen ends what is printed of every change.
const untilThen = "A running server learns of it at SIGHUP or at its next start."

// A keyFile is where keys are kept.
type keyFile struct {
	app    *app
	file   string
	pepper string // file; empty: no pepper
	asJSON bool
}

func newKeys(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and revoke the keys of callers",
		Long:  keysHelp,
		Example: `  proffer keys add --file keys.jsonl --scope rank,feedback --name shop
  proffer keys list --file keys.jsonl
  proffer keys revoke --file keys.jsonl kq3vnrzt`,
		RunE: group,
	}
	c.AddCommand(newKeysAdd(a), newKeysList(a), newKeysRevoke(a))
	return c
}

func (k *keyFile) flags(c *cobra.Command) {
	c.Flags().StringVar(&k.file, "file", "", "key file (required)")
	must(c.MarkFlagRequired("file"))
	jsonFlag(c, &k.asJSON)
}

// shownKey is what may be shown of a key at any time.
type shownKey struct {
	ID      string          `json:"id"`
	Scopes  []httpapi.Scope `json:"scopes"`
	Name    string          `json:"name,omitempty"`
	Created time.Time       `json:"created"`
	Revoked time.Time       `json:"revoked,omitzero"`
	Secret  string          `json:"secret,omitempty"` // of a key that was made just now
}

func shown(k httpapi.Key) shownKey {
	return shownKey{ID: k.ID, Scopes: k.Scopes, Name: k.Note, Created: k.Created, Revoked: k.Revoked}
}

// read reads the keys; a file that is not there has none if it may be missing.
func (k *keyFile) read(mayBeMissing bool) ([]httpapi.Key, error) {
	text, err := os.ReadFile(k.file)
	if err != nil && !(mayBeMissing && errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	ring, err := httpapi.ParseKeyring(text, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", k.file, err)
	}
	return ring.Keys(), nil
}

// change rewrites the file as a whole, or not at all.
func (k *keyFile) change(mayBeMissing bool, change func([]httpapi.Key) ([]httpapi.Key, error)) error {
	return replaceFile(k.file, func() ([]byte, error) {
		keys, err := k.read(mayBeMissing)
		if err != nil {
			return nil, err
		}
		if keys, err = change(keys); err != nil {
			return nil, err
		}
		return httpapi.FormatKeys(keys)
	})
}

// readPepper reads a pepper; no file, no pepper.
func readPepper(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return nil, fmt.Errorf("%s is empty, and no pepper", file)
	}
	return text, nil
}

// readKeyring reads the keys that a server asks for; no file, no keys. It refuses
// a file that would shut out everybody without anybody having said so.
func readKeyring(file, pepperFile string) (*httpapi.Keyring, error) {
	if file == "" {
		return nil, nil
	}
	pepper, err := readPepper(pepperFile)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	ring, err := httpapi.ParseKeyring(text, pepper)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(ring.Keys()) == 0 {
		return nil, noKey(file)
	}
	return ring, checkPepper(file, ring.Keys(), pepper)
}

func noKey(file string) error {
	return fmt.Errorf("%s has no key that may be used: make one with proffer keys add", file)
}

// usable reports whether somebody is let in.
func usable(ring *httpapi.Keyring) bool {
	return slices.ContainsFunc(ring.Keys(), func(k httpapi.Key) bool { return k.Revoked.IsZero() })
}

func checkPepper(file string, keys []httpapi.Key, pepper []byte) error {
	if err := httpapi.CheckPepper(keys, pepper); err != nil {
		return fmt.Errorf("%s: %w: name the file that it was made with by --pepper-file", file, err)
	}
	return nil
}

func scopeNames(scopes []httpapi.Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, ",")
}
