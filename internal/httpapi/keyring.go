package httpapi

import (
	"bytes"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Keyring knows the keys that may be used. It never changes, so it may be shared.
type Keyring struct {
	keys   []Key
	byID   map[string]Key
	pepper []byte
}

// ParseKeyring reads a file of keys, as FormatKeys writes it: one JSON object a
// line. The error names every line that is wrong.
func ParseKeyring(text, pepper []byte) (*Keyring, error) {
	k := &Keyring{byID: map[string]Key{}, pepper: slices.Clone(pepper)}
	var wrong []error
	for i, line := range bytes.Split(text, []byte("\n")) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := k.add(line); err != nil {
			wrong = append(wrong, fmt.Errorf("line %d: %w", i+1, err))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return k, nil
}

func (k *Keyring) add(line []byte) error {
	var key Key
	if err := decode(line, &key); err != nil {
		return plainly(err)
	}
	if err := CheckScopes(key.Scopes); err != nil {
		return err
	}
	if hash, err := hex.DecodeString(key.Hash); err != nil || len(hash) != hashLength {
		return errors.New("the hash is not 64 hexadecimal digits")
	}
	if key.ID == "" {
		return errors.New("the id is missing")
	}
	if _, twice := k.byID[key.ID]; twice {
		return fmt.Errorf("the id %s stands in the file twice", key.ID)
	}
	k.keys = append(k.keys, key)
	k.byID[key.ID] = key
	return nil
}

// plainly is a refusal in the words for who wrote the line, without those for
// programmers.
func plainly(err error) error {
	var e *refusal
	if !errors.As(err, &e) {
		return err
	}
	words := []string{strings.TrimSuffix(e.detail, ".")}
	for _, f := range e.faults {
		words = append(words, f.Field+" "+f.Detail)
	}
	return errors.New(strings.Join(words, ": "))
}

// FormatKeys is the file of keys, in their order.
func FormatKeys(keys []Key) ([]byte, error) {
	var text bytes.Buffer
	for _, key := range keys {
		line, err := encode(key)
		if err != nil {
			return nil, err
		}
		text.Write(line)
		text.WriteByte('\n')
	}
	return text.Bytes(), nil
}

// Keys are all keys, the revoked ones too, in the order of the file.
func (k *Keyring) Keys() []Key { return slices.Clone(k.keys) }

// hashLength is that of SHA-256, in bytes.
const hashLength = 32

// nobody's hash is compared with when the id is not known, so that it takes as
// long as with one that is. No secret has it: a hash is written in lower case.
var nobody = Key{Hash: string(bytes.Repeat([]byte("F"), 2*hashLength))}

// Authenticate finds the key of a secret. It takes as long for an unknown id,
// a revoked key and a wrong secret as for the right one.
func (k *Keyring) Authenticate(secret string) (Key, bool) {
	id, err := idOf(secret)
	if err != nil {
		return Key{}, false
	}
	key, known := k.byID[id]
	if !known {
		key = nobody
	}
	same := hmac.Equal([]byte(hashOf(secret, k.pepper)), []byte(key.Hash))
	if !same || !known || !key.Revoked.IsZero() {
		return Key{}, false
	}
	return key, true
}
