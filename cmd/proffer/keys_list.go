package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
)

func newKeysList(a *app) *cobra.Command {
	k := &keyFile{app: a}
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the keys of a file, without their secrets",
		Long:    "List the keys of a file, without their secrets, in the order in which they were made.",
		Example: "  proffer keys list --file keys.jsonl",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return k.list() },
	}
	k.flags(c)
	return c
}

func (k *keyFile) list() error {
	keys, err := k.read(false)
	if err != nil {
		return err
	}
	all := make([]shownKey, len(keys))
	for i, key := range keys {
		all[i] = shown(key)
	}
	if k.asJSON {
		return printJSON(k.app.out, struct {
			Keys []shownKey `json:"keys"`
		}{all})
	}
	w := tabwriter.NewWriter(k.app.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tSCOPES\tCREATED\tREVOKED\tNAME")
	for _, key := range all {
		revoked := "-"
		if !key.Revoked.IsZero() {
			revoked = key.Revoked.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", key.ID, scopeNames(key.Scopes), key.Created.Format(time.RFC3339), revoked, key.Name)
	}
	return w.Flush()
}
