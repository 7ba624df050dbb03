package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"proffer/internal/httpapi"
)

func newKeysRevoke(a *app) *cobra.Command {
	k := &keyFile{app: a}
	c := &cobra.Command{
		Use:   "revoke ID",
		Short: "Revoke a key: it stays in the list and opens nothing",
		Long: `Revoke a key: it stays in the list and opens nothing from the next SIGHUP or the next
start of the server on.

The id is the second part of the secret, and stands in the list.`,
		Example: "  proffer keys revoke --file keys.jsonl kq3vnrzt",
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return k.revoke(args[0]) },
	}
	k.flags(c)
	return c
}

func (k *keyFile) revoke(id string) error {
	var revoked httpapi.Key
	err := k.change(false, func(keys []httpapi.Key) ([]httpapi.Key, error) {
		i := slices.IndexFunc(keys, func(key httpapi.Key) bool { return key.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("%s has no key %q", k.file, id)
		}
		if keys[i].Revoked.IsZero() {
			keys[i].Revoked = k.app.now().UTC()
		}
		revoked = keys[i]
		return keys, nil
	})
	if err != nil {
		return err
	}
	if k.asJSON {
		return printJSON(k.app.out, shown(revoked))
	}
	fmt.Fprintf(k.app.out, "key %s is revoked since %s. %s\n", id, revoked.Revoked.Format(time.RFC3339), untilThen)
	return nil
}
