package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// The exit codes. They are part of what the command promises, and the help of
// the root command tells them.
const (
	exitDone    = 0
	exitFailed  = 1
	exitMisused = 2
	exitWanting = 3
)

// An exit is an error that says with which code the process ends.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string { return e.err.Error() }
func (e *exit) Unwrap() error { return e.err }

// misused is an error of whoever wrote the command line.
func misused(format string, args ...any) error {
	return &exit{exitMisused, fmt.Errorf(format, args...)}
}

// wanting says that a check was made, and what it found.
func wanting(format string, args ...any) error {
	return &exit{exitWanting, fmt.Errorf(format, args...)}
}

// exitCode is the code that an error ends the process with. Commands mark
// their own errors, so one without a mark is cobra's: it refused to let the
// command begin.
func exitCode(err error) int {
	var e *exit
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return e.code
	}
	return exitMisused
}

// markFailures gives every error that a command returns a code.
func markFailures(c *cobra.Command) {
	run := c.RunE
	if run == nil {
		return
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		err := run(c, args)
		var marked *exit
		if err == nil || errors.As(err, &marked) {
			return err
		}
		return &exit{exitFailed, err}
	}
}

// must is for what can only fail because this package is wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
