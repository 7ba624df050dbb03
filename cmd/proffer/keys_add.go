package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"proffer/internal/httpapi"
)

// An adding is one run of keys add.
type adding struct {
	keyFile
	scopes []string
	name   string
}

func newKeysAdd(a *app) *cobra.Command {
	k := &adding{keyFile: keyFile{app: a}}
	c := &cobra.Command{
		Use:   "add",
		Short: "Make a key and show its secret, once",
		Long: `Make a key and show its secret, once.

The secret alone goes to standard output. It is kept nowhere: who loses it makes
another key and revokes this one. The scopes are rank, feedback, admin:read and
admin, which implies admin:read.`,
		Example: `  proffer keys add --file keys.jsonl --scope rank,feedback --name shop
  proffer keys add --file keys.jsonl --scope admin --name operator --json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return k.run() },
	}
	k.flags(c)
	c.Flags().StringVar(&k.pepper, "pepper-file", "", "file whose content goes into the hashes")
	c.Flags().StringSliceVar(&k.scopes, "scope", nil, "what the key may do; may be repeated (required)")
	c.Flags().StringVar(&k.name, "name", "", "whose key this is, for whoever reads the list")
	must(c.MarkFlagRequired("scope"))
	return c
}

func (k *adding) run() error {
	pepper, err := readPepper(k.pepper)
	if err != nil {
		return err
	}
	scopes := make([]httpapi.Scope, len(k.scopes))
	for i, s := range k.scopes {
		scopes[i] = httpapi.Scope(s)
	}
	if err := httpapi.CheckScopes(scopes); err != nil {
		return misused("--scope: %w", err)
	}
	secret, key, err := httpapi.NewKey(k.app.entropy, pepper, scopes, k.name, k.app.now())
	if err != nil {
		return err
	}
	err = k.change(true, func(keys []httpapi.Key) ([]httpapi.Key, error) {
		return append(keys, key), checkPepper(k.file, keys, pepper)
	})
	if err != nil {
		return err
	}
	if k.asJSON {
		told := shown(key)
		told.Secret = secret
		return printJSON(k.app.out, told)
	}
	fmt.Fprintln(k.app.out, secret)
	fmt.Fprintf(k.app.err, "Made key %s with %s. The secret above is shown this once. %s\n", key.ID, scopeNames(key.Scopes), untilThen)
	return nil
}
