package main

import (
	"crypto/rand"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// An app is what a command may touch of the world around it.
type app struct {
	in       io.Reader
	out      io.Writer // results
	err      io.Writer // logs, progress and what went wrong
	env      func(name string) (value string, ok bool)
	now      func() time.Time
	entropy  io.Reader
	terminal func(w io.Writer) bool // whether a person is looking at w
}

// newApp is the app of this process.
func newApp() *app {
	return &app{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		env: os.LookupEnv, now: time.Now, entropy: rand.Reader, terminal: isTerminal,
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
