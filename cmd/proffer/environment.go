package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// variable is the environment variable behind a flag: --log-level is
// PROFFER_LOG_LEVEL, whichever command has it.
func variable(flag string) string {
	return "PROFFER_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// nameVariables tells in the help of a command which variables it reads.
func nameVariables(c *cobra.Command) {
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		f.Usage += " [" + variable(f.Name) + "]"
	})
}

// readVariables gives every flag that the command line does not set the value
// of its variable. An empty variable is none.
func (a *app) readVariables(c *cobra.Command, _ []string) error {
	var faults []error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := a.env(variable(f.Name))
		if f.Changed || !ok || value == "" || f.Name == "help" {
			return
		}
		if err := c.Flags().Set(f.Name, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", variable(f.Name), err))
		}
	})
	return errors.Join(faults...)
}
