package store_test

import (
	"bufio"
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"proffer/store"
	"proffer/store/storetest"
)

// victimDir is the environment variable that tells the test binary to be a
// victim, and where.
const victimDir = "PROFFER_STORE_VICTIM"

const (
	victimWriters = 8
	savedRecords  = 60
	savedBytes    = 20_000 // a record; together more than one transaction takes
)

// victim appends and saves until it is killed, and says what was acknowledged:
// "event N" and "save N", each in one write after the store said so.
func victim(dir string) {
	s, err := store.Open(dir, small)
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	var turn sync.Mutex
	for range victimWriters {
		go func() {
			for {
				turn.Lock()
				seq := s.Last() + 1
				wait := s.Append(storetest.Event(seq))
				turn.Unlock()
				say("event", seq, wait())
			}
		}()
	}
	for number := savedNumber(s) + 1; ; number++ {
		say("save", number, s.Save(save(number)))
	}
}

func say(what string, number uint64, err error) {
	if err != nil {
		fmt.Printf("%s %d: %v\n", what, number, err)
		os.Exit(1)
	}
	fmt.Fprintf(os.Stdout, "%s %d\n", what, number)
}

// save is the Save of a number: records that all hold this number, some of
// which exist after every third Save only.
func save(number uint64) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for i := range savedRecords {
			value := bytes.Repeat(fmt.Appendf(nil, "%019d ", number), savedBytes/20)
			if i%3 == 0 && number%3 != 0 {
				value = nil
			}
			if !yield(fmt.Sprintf("record-%03d", i), value) {
				return
			}
		}
	}
}

// savedNumber is the number of the Save that the archive holds, 0 for none.
func savedNumber(s *store.Badger) (number uint64) {
	value, err := s.Load("record-001")
	if err != nil {
		panic(err)
	}
	if value == nil {
		return 0
	}
	if _, err := fmt.Sscanf(string(value), "%d", &number); err != nil {
		panic(err)
	}
	return number
}

// Whenever the process is killed, all events that were acknowledged are there
// when the store is opened again, in order, without a gap and with a whole
// chain, and the archive is the whole of the last acknowledged Save or of the
// one behind it.
func TestKill(t *testing.T) {
	cycles := 10
	if *long {
		cycles = 300
	}
	chance := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	var events, saves uint64
	for range cycles {
		acked := crash(t, dir, chance.IntN(1000))
		events, saves = max(events, acked.event), max(saves, acked.save)
		s := opened(t, dir)
		survived(t, s, events, saves)
		events, saves = s.Last(), savedNumber(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if events < uint64(cycles)*100 || saves < uint64(cycles)/2 {
		t.Errorf("%d events and %d saves in %d cycles are too few to prove anything", events, saves, cycles)
	}
	t.Logf("%d crashes, %d events, %d saves", cycles, events, saves)
}

// acknowledged is the last of each kind that a victim was told is safe.
type acknowledged struct{ event, save uint64 }

// crash starts a victim and kills it when it has said so many lines; what it
// said until it was dead counts.
func crash(t *testing.T, dir string, lines int) (a acknowledged) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	said := bufio.NewScanner(out)
	for said.Scan() {
		var what string
		var number uint64
		if n, _ := fmt.Sscan(said.Text(), &what, &number); n != 2 || strings.Contains(said.Text(), ":") {
			t.Fatalf("the victim said %q", said.Text())
		}
		if what == "event" {
			a.event = max(a.event, number)
		} else {
			a.save = max(a.save, number)
		}
		if lines--; lines == 0 {
			cmd.Process.Kill()
		}
	}
	return a
}

// survived checks a store that was opened after a crash.
func survived(t *testing.T, s *store.Badger, events, saves uint64) {
	t.Helper()
	if s.Last() < events {
		t.Fatalf("last event is %d, %d was acknowledged", s.Last(), events)
	}
	storetest.Holds(t, s, 1, s.Last())
	number := savedNumber(s)
	if number < saves || number > saves+1 {
		t.Fatalf("archive holds save %d, %d was acknowledged", number, saves)
	}
	got := storetest.Archived(t, s, "")
	for key, want := range save(number) {
		if number > 0 && !bytes.Equal(got[key], want) {
			t.Fatalf("%s holds %.20q of %d bytes, want %.20q of %d", key, got[key], len(got[key]), want, len(want))
		}
	}
	if _, err := s.Verify(nil); err != nil {
		t.Fatal(err)
	}
}
