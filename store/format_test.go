package store

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proffer/engine"
)

// example is the event whose bytes docs/format/log.md shows, and the one after it.
func example(seq uint64) *engine.Event {
	return &engine.Event{
		Seq: seq, At: time.Date(2026, 1, 2, 3, 4, int(seq), 0, time.UTC),
		Switch: &engine.SwitchEvent{Scope: "all", State: engine.Off, Reason: "maintenance"},
	}
}

// dump writes bytes as the document shows them.
func dump(name string, content []byte) string {
	var text strings.Builder
	for i := 0; i < len(content); i += 16 {
		line := content[i:min(i+16, len(content))]
		printable := bytes.Clone(line)
		for j, c := range line {
			if c < ' ' || c > '~' {
				printable[j] = '.'
			}
		}
		fmt.Fprintf(&text, "%-8s%04x  % -47x  %s\n", name, i, line, printable)
		name = ""
	}
	return text.String()
}

// examples are what the document shows, block by block.
func examples(t *testing.T) (blocks []string) {
	t.Helper()
	events, end := "", link{}
	for seq := uint64(1); seq <= 2; seq++ {
		var record bytes.Buffer
		key, next, err := end.seal(&record, example(seq))
		if err != nil {
			t.Fatal(err)
		}
		events += dump("key", key) + dump("record", record.Bytes())
		end = next
	}
	key := rowKey("customer/c-7", 1, 0)
	archived := encodeRow(key, row{generation: 3, pieces: 1, piece: []byte("{}")})
	count := saves{committed: 3, records: 1, ended: []uint64{2}}
	line, _, _ := bytes.Cut(mark{link: end, saves: 3}.encode(), []byte("\n"))
	return []string{
		events,
		dump("key", key) + dump("record", archived),
		dump("key", savesKey) + dump("record", count.encode()),
		string(line) + "\n",
	}
}

var update = flag.Bool("update", false, "write the examples of docs/format/log.md")

// The worked examples of docs/format/log.md are what the code writes, to the byte.
func TestFormatDocument(t *testing.T) {
	const path = "../docs/format/log.md"
	document, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	blocks := examples(t)
	written := regexp.MustCompile("(?s)```hex\n.*?```").ReplaceAllFunc(document, func([]byte) []byte {
		block := "```hex\n" + blocks[0] + "```"
		blocks = blocks[1:]
		return []byte(block)
	})
	if *update {
		if err := os.WriteFile(path, written, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(written), string(document)); diff != "" || len(blocks) > 0 {
		t.Errorf("%d examples are not shown (-written +shown):\n%s", len(blocks), diff)
	}
}

// Changing any one bit of a record or of its key is noticed by the record alone.
func TestOneBit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var record bytes.Buffer
		seq := rapid.Uint64Range(1, 1<<20).Draw(rt, "seq")
		key, _, err := link{seq: seq - 1}.seal(&record, example(seq))
		if err != nil {
			rt.Fatal(err)
		}
		both := append(bytes.Clone(key), record.Bytes()...)
		bit := rapid.IntRange(0, 8*len(both)-1).Draw(rt, "bit")
		both[bit/8] ^= 1 << (bit % 8)
		if _, _, problem := parse(both[:len(key)], both[len(key):]); problem == "" {
			rt.Errorf("bit %d of %s was not noticed", bit, hex.EncodeToString(both))
		}
	})
}

// A record that is whole by itself is refused in another's place: earlier,
// later, or behind a record that was exchanged.
func TestChain(t *testing.T) {
	var records [4]bytes.Buffer
	var links [5]link
	for i := range records {
		_, next, err := links[i].seal(&records[i], example(uint64(i)+1))
		if err != nil {
			t.Fatal(err)
		}
		links[i+1] = next
	}
	for after := range links[:4] {
		for of := range records {
			_, _, err := links[after].follow("here", eventKey(uint64(of)+1), records[of].Bytes())
			if (err == nil) != (after == of) {
				t.Errorf("record %d after record %d: %v", of+1, after, err)
			}
		}
	}
	other := links[1]
	other.hash[0] ^= 1
	if _, _, err := other.follow("here", eventKey(2), records[1].Bytes()); err == nil {
		t.Error("a record was taken behind another log's")
	}
}

// Keys of events are in the order of their numbers, and numbers come back.
func TestEventKey(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.Uint64().Draw(rt, "a"), rapid.Uint64().Draw(rt, "b")
		if got, want := bytes.Compare(eventKey(a), eventKey(b)) < 0, a < b; got != want {
			rt.Errorf("key of %d before key of %d: %v, want %v", a, b, got, want)
		}
		if got, ok := eventSeq(eventKey(a)); got != a || !ok {
			rt.Errorf("key of %d reads %d", a, got)
		}
	})
}

// Rows are in the order of names, shelves and pieces, whatever bytes a name
// holds; names come back, and a prefix of a name is one of its rows' keys and
// of no others.
func TestRowKey(t *testing.T) {
	name := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, 'a', 0xfe, 0xff}), 0, 6), func(b []byte) string { return string(b) })
	rapid.Check(t, func(rt *rapid.T) {
		a, b := name.Draw(rt, "a"), name.Draw(rt, "b")
		shelf, piece := rapid.Byte().Draw(rt, "shelf"), rapid.Uint16().Draw(rt, "piece")
		keyA, keyB := rowKey(a, shelf, piece), rowKey(b, rapid.Byte().Draw(rt, "other shelf"), rapid.Uint16().Draw(rt, "other piece"))
		if got, want := bytes.Compare(keyA, keyB), strings.Compare(a, b); a != b && got != want {
			rt.Errorf("rows of %q and %q compare %d, want %d", a, b, got, want)
		}
		gotName, gotShelf, gotPiece, ok := splitRow(keyA)
		if !ok || gotName != a || gotShelf != shelf || gotPiece != piece {
			rt.Errorf("%x reads %q %d %d %v", keyA, gotName, gotShelf, gotPiece, ok)
		}
		if got, want := bytes.HasPrefix(keyA, namePrefix(b)), strings.HasPrefix(a, b); got != want {
			rt.Errorf("row of %q under prefix %q: %v, want %v", a, b, got, want)
		}
	})
}
