// Proffer decides which offer a customer should see next, or that they should
// see none, and learns from what happened afterwards.
//
// This command wires the packages below it to a process: flags, files, signals,
// terminals, the clock and the entropy. It decides nothing about offers. What a
// command prints and how it ends is a promise: results on standard output, all
// else on standard error, and the exit codes of exit.go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // quiet hours name time zones, and a bare machine has none
)

func main() { os.Exit(process()) }

// process runs the command line of this process. The first SIGINT or SIGTERM
// asks it to end; the second ends it at once.
func process() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // from then on a signal does what it does by itself
	return newApp().run(ctx, os.Args[1:])
}
