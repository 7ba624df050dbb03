package store

import (
	"bytes"
	"errors"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"proffer/engine"
)

// disk is free space that a test decides.
type disk struct{ free atomic.Uint64 }

func (d *disk) options() Options {
	d.free.Store(100 << 20)
	return Options{MemTableSize: 1 << 20, FreeSpaceFloor: 50 << 20, free: func(string) (uint64, error) { return d.free.Load(), nil }}
}

// sets the free space, and makes the store look again.
func (d *disk) set(b *Badger, free uint64) {
	d.free.Store(free)
	b.room.mu.Lock()
	b.room.at = time.Time{}
	b.room.mu.Unlock()
}

func openOn(t *testing.T, d *disk) *Badger {
	t.Helper()
	b, err := Open(t.TempDir(), d.options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// Below the floor a store is not ready, and a Save is refused; events that
// were taken on before are still written. When there is room again all goes
// on, and nothing was lost.
func TestBelowTheFloor(t *testing.T) {
	var d disk
	b := openOn(t, &d)
	for seq, free := range []uint64{60 << 20, 40 << 20, 30 << 20, 60 << 20} {
		d.set(b, free)
		low := free < 50<<20
		if err := b.Ready(); errors.Is(err, ErrNoSpace) != low {
			t.Errorf("with %d bytes free ready is %v", free, err)
		}
		if err := b.Save(maps.All(map[string][]byte{"a": []byte("1")})); errors.Is(err, ErrNoSpace) != low {
			t.Errorf("with %d bytes free save is %v", free, err)
		}
		if err := b.Append(*example(uint64(seq) + 1))(); err != nil {
			t.Errorf("with %d bytes free append is %v", free, err)
		}
	}
}

// Below half the floor nothing is written, and since the event was acted upon
// already that is the end: all who wait and all who come are told, for good.
func TestFailureIsFinal(t *testing.T) {
	var d disk
	b := openOn(t, &d)
	if err := b.Append(*example(1))(); err != nil {
		t.Fatal(err)
	}
	d.set(b, 10<<20)
	wait := b.Append(*example(2))
	if err := wait(); !errors.Is(err, ErrNoSpace) {
		t.Fatalf("with 10 MiB free append is %v", err)
	}
	select {
	case <-b.Failed():
	default:
		t.Error("a failure did not close Failed")
	}
	d.set(b, 100<<20)
	for name, got := range map[string]error{"wait": wait(), "append": b.Append(*example(2))(), "ready": b.Ready(), "err": b.Err(), "close": b.Close()} {
		if !errors.Is(got, ErrNoSpace) {
			t.Errorf("%s after the failure is %v", name, got)
		}
	}
	again, err := Open(string(b.home), d.options())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := again.Last(); got != 1 {
		t.Errorf("last after the failure is %d, want 1", got)
	}
}

// A store is not opened below the floor.
func TestOpenBelowTheFloor(t *testing.T) {
	var d disk
	o := d.options()
	d.free.Store(49 << 20)
	dir := t.TempDir()
	_, err := Open(dir, o)
	if !errors.Is(err, ErrNoSpace) || strings.Count(err.Error(), dir) != 1 {
		t.Errorf("opened with %v, want one word of the directory and that it has no space", err)
	}
}

// The free space is looked at when it is asked for, and by Ready at most five
// times a second.
func TestReadySamples(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		s := &space{floor: 1, look: func(string) (uint64, error) { looks++; return 2, nil }}
		for range 100 {
			if err := s.forMore(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(10 * time.Millisecond)
		}
		if looks != 5 {
			t.Errorf("looked %d times in a second, want 5", looks)
		}
		for range 3 {
			if err := s.forThis(); err != nil {
				t.Fatal(err)
			}
		}
		if looks != 8 {
			t.Errorf("looked %d times for three batches, want 3", looks-5)
		}
	})
}

// When as many events wait as one commit takes, the next append waits until
// they are taken, or until the store fails.
func TestBackPressure(t *testing.T) {
	for name, release := range map[string]func(*queue){
		"taken":  func(q *queue) { q.take() },
		"failed": func(q *queue) { q.refuse(ErrNoSpace) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := newQueue(0, 3)
				var taken atomic.Int64
				go func() {
					for seq := uint64(1); seq <= 4; seq++ {
						q.push(engine.Event{Seq: seq})
						taken.Add(1)
					}
				}()
				synctest.Wait()
				if got := taken.Load(); got != 3 {
					t.Errorf("%d events were taken without a commit, want 3", got)
				}
				release(q)
				synctest.Wait()
				if got := taken.Load(); got != 4 {
					t.Errorf("%d events were taken after one, want 4", got)
				}
			})
		})
	}
}

// A mark comes back as it was written. When one of its two places is damaged,
// the other counts; when both are, that is an error and not an older mark.
func TestMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "head")
	older := mark{link: link{seq: 7, hash: [hashSize]byte{1, 2, 0xff}}, saves: 3}
	newer := mark{link: link{seq: math.MaxUint64, hash: [hashSize]byte{4}}, saves: 4}
	f, err := createMark(path, older)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.raise(func(m *mark) { *m = newer }), f.close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole) != 2*sector {
		t.Fatalf("file is %d bytes, want %d", len(whole), 2*sector)
	}
	for name, c := range map[string]struct {
		damage []int
		want   mark
		err    bool
	}{
		"whole":              {nil, newer, false},
		"first line damaged": {[]int{30}, older, false},
		"other line damaged": {[]int{sector + 30}, newer, false},
		"filling damaged":    {[]int{sector - 1}, newer, false},
		"both damaged":       {[]int{30, sector + 30}, mark{}, true},
	} {
		content := bytes.Clone(whole)
		for _, at := range c.damage {
			content[at] ^= 1
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := readMark(path); got != c.want || (err != nil) != c.err {
			t.Errorf("%s: read %v, error %v, want %v", name, got, err, c.want)
		}
	}
	if got, err := readMark(path + ".none"); got != (mark{}) || err != nil {
		t.Errorf("no file: %v, %v", got, err)
	}
}

// Every batch that is committed is observed, and together they are all events.
func TestObserve(t *testing.T) {
	var events atomic.Int64
	var d disk
	o := d.options()
	o.Observe = func(batch int, took time.Duration) {
		if batch < 1 || batch > 1024 || took <= 0 {
			t.Errorf("observed %d events in %v", batch, took)
		}
		events.Add(int64(batch))
	}
	b, err := Open(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	for seq := uint64(1); seq <= 3000; seq++ {
		b.Append(*example(seq))
	}
	if err := b.Close(); err != nil || events.Load() != 3000 {
		t.Errorf("observed %d events, want 3000, error %v", events.Load(), err)
	}
}

// A Load never sees an older Save than one that had ended when it began, and
// never a mixture, however often the view of the archive is exchanged.
func TestYoungestView(t *testing.T) {
	var d disk
	b := openOn(t, &d)
	var ended atomic.Uint64
	saving := make(chan error, 1)
	go func() {
		defer close(saving)
		for number := uint64(1); number <= 100; number++ {
			value := []byte(strconv.FormatUint(number, 10))
			if err := b.Save(maps.All(map[string][]byte{"a": value, "b": value})); err != nil {
				saving <- err
				return
			}
			ended.Store(number)
		}
	}()
	for ended.Load() < 100 && len(saving) == 0 {
		b.lookAgain()
		oldest := ended.Load()
		text, err := b.Load("a")
		got, _ := strconv.ParseUint(string(text), 10, 64)
		if err != nil || got < oldest {
			t.Fatalf("load after save %d is save %d, error %v", oldest, got, err)
		}
		seen := ""
		err = b.Each("", func(_ string, value []byte) error { seen += string(value) + " "; return nil })
		first, _, _ := strings.Cut(seen, " ")
		if err != nil || seen != "" && seen != first+" "+first+" " {
			t.Fatalf("each saw %q, error %v", seen, err)
		}
	}
	if err := <-saving; err != nil {
		t.Fatal(err)
	}
}
