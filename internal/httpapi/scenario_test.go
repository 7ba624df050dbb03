package httpapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"proffer/engine"
)

var update = flag.Bool("update", false, "write what is answered into the scenarios; review the difference")

// Every scenario under testdata is answered as its file says, and leaves the
// events in the log that its file says.
//
// A scenario is a txtar archive. A file named like a request is sent, with the
// headers that begin its text; behind it stand the wanted reply, and the wanted
// events if it leaves any. "wait 24h" lets time pass, which may leave events too;
// "disk full", "log broken" and "mended" say whether the log would take an event.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			old, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			played := play(newWorld(t, nil), old)
			if *update {
				if err := os.WriteFile(file, txtar.Format(played), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, old, played)
		})
	}
}

// play is the scenario as it really goes.
func play(w *world, script *txtar.Archive) *txtar.Archive {
	w.Helper()
	played := &txtar.Archive{Comment: script.Comment}
	add := func(name, text string) {
		played.Files = append(played.Files, txtar.File{Name: name, Data: []byte(text)})
	}
	for _, f := range script.Files {
		if f.Name == "events" || strings.HasPrefix(f.Name, "reply ") {
			continue
		}
		add(f.Name, string(f.Data))
		before := w.memory.Last()
		switch verb, object, _ := strings.Cut(f.Name, " "); {
		case verb == "wait":
			w.wait(object)
		case f.Name == "disk full":
			w.unready = errSpace
		case f.Name == "log broken":
			w.unready = errors.New("the log is read only")
		case f.Name == "mended":
			w.unready = nil
		default:
			header, body := headed(string(f.Data))
			got := w.do(verb, object, body, header...)
			add(fmt.Sprintf("reply %d", got.Code), shown(w, got.Header().Get("Content-Type"), got.Body.Bytes()))
		}
		if events := w.events(before); events != "" {
			add("events", events)
		}
	}
	return played
}

// wait lets time pass, and the service notice.
func (w *world) wait(text string) {
	w.Helper()
	d, err := time.ParseDuration(text)
	if err != nil {
		w.Fatal(err)
	}
	w.now = w.now.Add(d)
	if err := w.service.Tick(); err != nil && !errors.Is(err, engine.ErrUnavailable) {
		w.Fatal(err)
	}
}

// events are those that came after one, each as indented JSON.
func (w *world) events(after uint64) string {
	w.Helper()
	var text strings.Builder
	for e, err := range w.memory.Events(after + 1) {
		if err != nil {
			w.Fatal(err)
		}
		line, err := json.MarshalIndent(e, "", "  ")
		if err != nil {
			w.Fatal(err)
		}
		text.Write(append(line, '\n'))
	}
	return text.String()
}

var headerLine = regexp.MustCompile(`^([A-Z][A-Za-z-]+): (.*)$`)

// headed takes the headers off the beginning of a text.
func headed(text string) (header []string, body string) {
	for {
		line, rest, _ := strings.Cut(text, "\n")
		m := headerLine.FindStringSubmatch(line)
		if m == nil {
			return header, text
		}
		header, text = append(header, m[1], m[2]), rest
	}
}

// shown is a body as it stands in a scenario: JSON indented, anything else as it is.
func shown(t testing.TB, media string, body []byte) string {
	t.Helper()
	if !strings.Contains(media, "json") {
		return strings.TrimRight(string(body), "\n") + "\n"
	}
	var text bytes.Buffer
	if err := json.Indent(&text, body, "", "  "); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return text.String() + "\n"
}

// rounding is how far two figures may be apart: processors that fuse multiply
// and add round otherwise than those that do not.
const rounding = 1e-9

func compare(t *testing.T, want, got *txtar.Archive) {
	t.Helper()
	for i := range max(len(want.Files), len(got.Files)) {
		var w, g txtar.File
		if i < len(want.Files) {
			w = want.Files[i]
		}
		if i < len(got.Files) {
			g = got.Files[i]
		}
		if w.Name != g.Name {
			t.Fatalf("section %d: got %q, want %q\n%s", i+1, g.Name, w.Name, g.Data)
		}
		if diff := cmp.Diff(values(w.Data), values(g.Data), cmpopts.EquateApprox(rounding, rounding)); diff != "" {
			t.Errorf("section %d, %s (-want +got):\n%s", i+1, w.Name, diff)
		}
	}
}

// values are the JSON values of a text, or the text if it is none.
func values(text []byte) any {
	var all []any
	for d := json.NewDecoder(strings.NewReader(string(text))); d.More(); {
		var v any
		if d.Decode(&v) != nil {
			return string(text)
		}
		all = append(all, v)
	}
	return all
}
