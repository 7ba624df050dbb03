package export

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"

	"proffer/engine"
)

// Pseudonyms name customers and sessions without saying who they are. They are the same in
// every export of one log, so that rows can be folded by customer and exports
// joined; those of two logs have nothing to do with each other.
//
// The key is made from the id and the seed of the log's first decision, which
// are chance and stand in the log alone: whoever could make it can read the
// customers there anyway.
type pseudonyms struct{ mac hash.Hash }

// pseudonymBytes is how much of a hash names a customer: enough for 10^15 of
// them before two are likely to share one.
const pseudonymBytes = 16

func newPseudonyms(first *engine.Decision) *pseudonyms {
	key := sha256.Sum256([]byte("proffer export customer\n" + first.ID + "\n" + strconv.FormatUint(first.Seed, 10)))
	return &pseudonyms{hmac.New(sha256.New, key[:])}
}

// customer is the pseudonym of a customer; nobody has none.
func (p *pseudonyms) customer(id string) string {
	if id == "" {
		return ""
	}
	return p.of(id)
}

// session is the pseudonym of a customer's session: ids have no line feed, so
// it is that of no customer, and of no other session.
func (p *pseudonyms) session(customer, id string) string {
	if id == "" {
		return ""
	}
	return p.of(customer + "\n" + id)
}

func (p *pseudonyms) of(name string) string {
	p.mac.Reset()
	p.mac.Write([]byte(name)) // a hash takes everything
	return hex.EncodeToString(p.mac.Sum(nil)[:pseudonymBytes])
}
