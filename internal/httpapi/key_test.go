package httpapi_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/internal/httpapi"
)

var pepper = []byte("a pepper of the tests")

// entropy is chance that comes out the same every time.
func entropy(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func newKey(t testing.TB, seed byte, scopes ...httpapi.Scope) (secret string, k httpapi.Key) {
	t.Helper()
	secret, k, err := httpapi.NewKey(entropy(seed), pepper, scopes, "of a test", began)
	if err != nil {
		t.Fatal(err)
	}
	return secret, k
}

func ring(t testing.TB, pepper []byte, keys ...httpapi.Key) *httpapi.Keyring {
	t.Helper()
	text, err := httpapi.FormatKeys(keys)
	if err != nil {
		t.Fatal(err)
	}
	k, err := httpapi.ParseKeyring(text, pepper)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// What is kept of a key knows its secret again and no other one, under its own
// pepper only, and not any more once it is revoked.
func TestAuthenticate(t *testing.T) {
	secret, key := newKey(t, 1, httpapi.ScopeRank)
	stranger, _ := newKey(t, 2, httpapi.ScopeRank)
	revokedSecret, revoked := newKey(t, 3, httpapi.ScopeRank)
	revoked.Revoked = began
	impostorSecret, impostor := newKey(t, 4, httpapi.ScopeRank)
	impostor.Hash = key.Hash
	for _, c := range []struct {
		name   string
		secret string
		pepper []byte
		want   bool
	}{
		{"its own", secret, pepper, true},
		{"one that nobody kept", stranger, pepper, false},
		{"a revoked one", revokedSecret, pepper, false},
		{"one with the hash of another", impostorSecret, pepper, false},
		{"under another pepper", secret, []byte("salt"), false},
		{"nothing", "", pepper, false},
		{"text", "open sesame", pepper, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, ok := ring(t, c.pepper, key, revoked, impostor).Authenticate(c.secret)
			if ok != c.want || ok && k.ID != key.ID {
				t.Errorf("got %s, %v, want %v", k.ID, ok, c.want)
			}
		})
	}
}

// A secret is not kept: no file of keys contains it or a part of it.
func TestSecretIsNotKept(t *testing.T) {
	secret, key := newKey(t, 1, httpapi.ScopeAdmin)
	text, err := httpapi.FormatKeys([]httpapi.Key{key})
	if err != nil {
		t.Fatal(err)
	}
	if part := strings.Split(secret, "_")[2]; bytes.Contains(text, []byte(part)) {
		t.Errorf("the file has the secret: %s", text)
	}
}

// A character that is changed, left out or doubled makes a secret that is no
// key, whatever keys there are.
func TestTypingErrors(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		secret, key := newKey(t, rapid.Byte().Draw(rt, "seed"), httpapi.ScopeRank)
		at := rapid.IntRange(0, len(secret)-1).Draw(rt, "at")
		other := string(rapid.SampledFrom([]rune("abcdefghijklmnopqrstuvwxyz234567_X")).Draw(rt, "other"))
		typed := rapid.SampledFrom([]string{
			secret[:at] + other + secret[at+1:],
			secret[:at] + secret[at+1:],
			secret[:at] + secret[at:at+1] + secret[at:],
		}).Draw(rt, "typed")
		if _, ok := ring(t, pepper, key).Authenticate(typed); ok != (typed == secret) {
			rt.Errorf("%q for %q: got %v", typed, secret, ok)
		}
	})
}

// Keys come back from their file as they were.
func TestKeysAreReadAsWritten(t *testing.T) {
	_, a := newKey(t, 1, httpapi.ScopeRank, httpapi.ScopeFeedback)
	_, b := newKey(t, 2, httpapi.ScopeAdmin)
	b.Revoked = began.AddDate(0, 1, 0)
	want := []httpapi.Key{a, b}
	if diff := cmp.Diff(want, ring(t, pepper, want...).Keys()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file of keys with a fault is refused, and the error names every line.
func TestBadKeyFiles(t *testing.T) {
	_, key := newKey(t, 1, httpapi.ScopeRank)
	good, err := httpapi.FormatKeys([]httpapi.Key{key})
	if err != nil {
		t.Fatal(err)
	}
	bad := strings.Join([]string{
		strings.TrimSpace(string(good)), "", "nonsense",
		strings.TrimSpace(string(good)),
		strings.Replace(string(good), `"rank"`, `"everything"`, 1),
		strings.Replace(string(good), key.Hash, "00", 1),
		strings.Replace(string(good), key.ID, "", 1),
		strings.Replace(string(good), `"scopes"`, `"scope"`, 1),
	}, "\n")
	_, err = httpapi.ParseKeyring([]byte(bad), pepper)
	if err == nil {
		t.Fatal("a bad file was read")
	}
	for _, want := range []string{"line 3", "line 4", "stands in the file twice", "line 5", "everything", "line 7", "hexadecimal", "line 9", "id is missing", "line 11", "scope is not known"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got %q, want it to say %q", err, want)
		}
	}
}

// A key that could do nothing is not made, and none without enough entropy.
func TestNewKeyRefuses(t *testing.T) {
	if _, _, err := httpapi.NewKey(entropy(1), pepper, nil, "", began); err == nil {
		t.Error("a key without a scope was made")
	}
	if _, _, err := httpapi.NewKey(entropy(1), pepper, []httpapi.Scope{"root"}, "", began); err == nil {
		t.Error("a key with an unknown scope was made")
	}
	if _, _, err := httpapi.NewKey(strings.NewReader("dice"), pepper, []httpapi.Scope{httpapi.ScopeRank}, "", began); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want an error about entropy", err)
	}
}

// A key knows its pepper from others and from none, unless it is revoked or of
// before this was kept.
func TestCheckPepper(t *testing.T) {
	_, peppered := newKey(t, 1, httpapi.ScopeRank)
	_, revoked := newKey(t, 2, httpapi.ScopeRank)
	revoked.Revoked = began
	_, plain, err := httpapi.NewKey(entropy(3), nil, []httpapi.Scope{httpapi.ScopeRank}, "", began)
	if err != nil {
		t.Fatal(err)
	}
	_, old := newKey(t, 4, httpapi.ScopeRank)
	old.Pepper = ""
	for _, c := range []struct {
		name   string
		key    httpapi.Key
		pepper []byte
		want   string
	}{
		{"its own", peppered, pepper, ""},
		{"none", peppered, nil, "was made with a pepper, and none is given"},
		{"another", peppered, []byte("salt"), "was made with another pepper"},
		{"revoked", revoked, nil, ""},
		{"no pepper in it", plain, nil, ""},
		{"of before", old, pepper, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := httpapi.CheckPepper([]httpapi.Key{plain, c.key}, c.pepper)
			if (err == nil) != (c.want == "") || err != nil && !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Whoever asks is held against the keys of that moment.
func TestKeysAreReplaced(t *testing.T) {
	secret, key := newKey(t, 1, httpapi.ScopeAdminRead)
	held := ring(t, pepper, key)
	w := newWorld(t, func(c *httpapi.Config) { c.Keys = func() *httpapi.Keyring { return held } })
	w.ok("GET", "/v1/offers", "", nil, bearer(secret)...)
	key.Revoked = began
	held = ring(t, pepper, key)
	w.refused(http.StatusUnauthorized, "unauthorized", "GET", "/v1/offers", "", bearer(secret)...)
}
