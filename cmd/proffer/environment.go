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

// mistaken says of a flag on the command line what is wrong with its value.
func mistaken(_ *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, plainly(err))
	}
	return err
}

// plainly says what a flag takes, in place of what the function that read it
// calls its failure.
func plainly(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	takes, known := map[string]string{
		"int": "a whole number", "uint64": "a whole number that is not negative", "float64": "a number",
		"bool": "true or false", "duration": "a length of time such as 90s or 1h30m",
	}[invalid.GetFlag().Value.Type()]
	if !known {
		return errors.Unwrap(err)
	}
	return fmt.Errorf("must be %s, got %q", takes, invalid.GetValue())
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
			faults = append(faults, fmt.Errorf("%s: %w", variable(f.Name), plainly(err)))
		}
	})
	return errors.Join(faults...)
}
