package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The test binary is also the command: scripts and tests that start `proffer`
// start this very code in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"proffer": func() { os.Exit(process()) }})
}

// Every script of testdata/script tells how a command is used, what it prints
// and with which code it ends.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			here, err := os.Getwd()
			env.Setenv("EXAMPLES", here+"/../../examples")
			env.Setenv("LOGS", here+"/../../offline/testdata")
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "await": await, "id": id,
		},
	})
}

// exits runs a command and wants its exit code: exits 3 proffer check bad.yaml.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("got exit code %d, want %d", got, want)
	}
}

// await waits for a file that a command in the background writes: await FILE.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	if !appears(ts.MkAbs(args[0])) {
		ts.Fatalf("%s did not appear within %v", args[0], tooLong)
	}
}

// tooLong is what something that takes a moment never takes, even on a busy machine.
const tooLong = 30 * time.Second

// appears waits for a file.
func appears(name string) bool {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for tries := tooLong / (5 * time.Millisecond); tries > 0; tries-- {
		if _, err := os.Stat(name); err == nil {
			return true
		}
		<-ticker.C
	}
	return false
}

// id puts the id of the key in a file into a variable: id VARIABLE FILE.
func id(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: id VARIABLE FILE")
	}
	parts := strings.Split(ts.ReadFile(args[1]), "_")
	if len(parts) != 4 {
		ts.Fatalf("%s holds no key", args[1])
	}
	ts.Setenv(args[0], parts[1])
}
