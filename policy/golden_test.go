package policy

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the wanted answers in testdata")

// golden holds what say answers for each catalogue of a folder against the file
// beside it.
func golden(t *testing.T, folder string, say func(name string, text []byte) string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogues in %s: %v", folder, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			holdTo(t, strings.TrimSuffix(file, ".yaml")+".want", say(name, read(t, file)))
		})
	}
}

// holdTo compares an answer with a file, or rewrites the file.
func holdTo(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(read(t, file)), got); diff != "" {
		t.Errorf("%s, want − got +:\n%s", file, diff)
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// load reads a catalogue that must be free of faults.
func load(t testing.TB, text string) *Catalogue {
	t.Helper()
	c, err := Load([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// minimal is the shortest catalogue, to which tests add what they are about.
const minimal = `version: 1
currency: USD
triggers: {cart_item_added: {moment: cart}}
placements: {cart_drawer: {channel: onsite}}
`
