package httpapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// markBytes tell one pepper from another, and are too few to stand for it.
const markBytes = 4

// markOf is what a key keeps of its pepper; nothing for none. A pepper that can be
// guessed can be tried out with it, which is of no use without a secret: that is
// 256 random bits.
func markOf(pepper []byte) string {
	if len(pepper) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte("proffer: mark of a pepper"))
	return hex.EncodeToString(mac.Sum(nil)[:markBytes])
}

// CheckPepper refuses keys that may be used and were made with another pepper:
// none of their secrets would be known. Keys that do not say are let pass.
func CheckPepper(keys []Key, pepper []byte) error {
	mark := markOf(pepper)
	for _, k := range keys {
		switch {
		case k.Pepper == "" || k.Pepper == mark || !k.Revoked.IsZero():
		case mark == "":
			return fmt.Errorf("key %s was made with a pepper, and none is given", k.ID)
		default:
			return fmt.Errorf("key %s was made with another pepper", k.ID)
		}
	}
	return nil
}
