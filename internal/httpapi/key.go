package httpapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"time"
)

// A Key is what is kept of a key: enough to know it again, and nothing that
// could be used in its place.
type Key struct {
	ID      string    `json:"id"` // public; logs and switches name it
	Scopes  []Scope   `json:"scopes"`
	Hash    string    `json:"hash"`            // of the whole secret, in hex
	Pepper  string    `json:"pepper,omitzero"` // tells the pepper in the hash from others; absent: none, or a key of before this was kept
	Note    string    `json:"note,omitzero"`
	Created time.Time `json:"created"`
	Revoked time.Time `json:"revoked,omitzero"` // zero: it may be used
}

// A secret is written pfr_ID_SECRET_CHECK. The prefix lets scanners of source
// code find one that leaked; the check lets anybody see a typing error.
const (
	keyPrefix   = "pfr"
	idBytes     = 5
	secretBytes = 32
)

var (
	base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

	idLength     = base32Lower.EncodedLen(idBytes)
	secretLength = base32Lower.EncodedLen(secretBytes)
)

// errNotAKey is returned for text that is no key, whatever keys there are.
var errNotAKey = errors.New("httpapi: key: is not one: a character is missing, changed or added")

// NewKey makes a key of 256 random bits. The secret is told once and kept
// nowhere: what is kept is its hash under the pepper.
func NewKey(entropy io.Reader, pepper []byte, scopes []Scope, note string, at time.Time) (secret string, k Key, err error) {
	if err := CheckScopes(scopes); err != nil {
		return "", Key{}, fmt.Errorf("httpapi: key: %w", err)
	}
	var random [idBytes + secretBytes]byte
	if _, err := io.ReadFull(entropy, random[:]); err != nil {
		return "", Key{}, fmt.Errorf("httpapi: key: entropy: %w", err)
	}
	id := base32Lower.EncodeToString(random[:idBytes])
	head := keyPrefix + "_" + id + "_" + base32Lower.EncodeToString(random[idBytes:])
	secret = head + "_" + checkOf(head)
	return secret, Key{ID: id, Scopes: scopes, Hash: hashOf(secret, pepper), Pepper: markOf(pepper), Note: note, Created: at.UTC()}, nil
}

// checkOf is the CRC-32 of all that stands in front of it.
func checkOf(head string) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(head)))
	return base32Lower.EncodeToString(sum)
}

// hashOf is what is kept of a secret. One fast hash is enough for 256 random
// bits: nobody can try them out. The pepper makes the file useless alone.
func hashOf(secret string, pepper []byte) string {
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte(secret))
	return hex.EncodeToString(mac.Sum(nil))
}

// idOf reads the public id out of a secret that is well formed.
func idOf(secret string) (string, error) {
	head, check, _ := cutLast(secret, "_")
	parts := strings.Split(head, "_")
	if len(parts) != 3 || parts[0] != keyPrefix || len(parts[1]) != idLength || len(parts[2]) != secretLength || checkOf(head) != check {
		return "", errNotAKey
	}
	return parts[1], nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
