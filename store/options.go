package store

import (
	"errors"
	"fmt"
	"time"
)

// Durability says what an acknowledged event survives.
type Durability string

// The two kinds. Both survive the end of the process.
const (
	Sync Durability = "sync" // also a power cut: every batch is on the disk before it is acknowledged
	OS   Durability = "os"   // not a power cut: the system writes when it likes, and such a store may not open again
)

// Options of a store. The zero value is what a server should use.
type Options struct {
	// Durability of an acknowledged event; empty means Sync.
	Durability Durability
	// FreeSpaceFloor in bytes: below it Ready refuses new work, and below half
	// of it nothing is written at all. 0 means 256 MiB. Badger writes through
	// mapped files, and a full disk under a mapped file kills the process.
	FreeSpaceFloor uint64
	// Observe is told of every batch that was committed: how many events, and
	// how long it took. It must not block; nil means nobody asks.
	Observe func(batch int, took time.Duration)
	// Warn is told of what Badger complains about; nil means silence.
	Warn func(text string)
	// MaxBatch is the number of events that one commit takes, and that may wait
	// for the next. Append blocks when so many wait. 0 means 1024.
	MaxBatch int
	// MemTableSize in bytes, of which there are three; 0 means 16 MiB. Badger
	// maps twice as much for each.
	MemTableSize int64
	// BlockCacheSize and IndexCacheSize in bytes; 0 means 64 and 32 MiB.
	BlockCacheSize int64
	IndexCacheSize int64

	free func(dir string) (uint64, error) // nil means the file system's own word
}

// Limits of the options.
const (
	minMemTable = 1 << 20 // 15 % of it is the largest transaction, which must take any event of 64 KiB
	maxMemTable = 1 << 30
)

// Validate reports everything that is wrong with the options.
func (o Options) Validate() error {
	var faults []error
	fault := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf("store: options: "+format, args...))
		}
	}
	fault(o.Durability == "" || o.Durability == Sync || o.Durability == OS,
		"durability %q is neither sync nor os", o.Durability)
	fault(o.MaxBatch >= 0, "max batch %d is negative", o.MaxBatch)
	fault(o.MemTableSize == 0 || o.MemTableSize >= minMemTable && o.MemTableSize <= maxMemTable,
		"memtable size %d is not within %d and %d", o.MemTableSize, minMemTable, maxMemTable)
	fault(o.BlockCacheSize >= 0, "block cache size %d is negative", o.BlockCacheSize)
	fault(o.IndexCacheSize >= 0, "index cache size %d is negative", o.IndexCacheSize)
	return errors.Join(faults...)
}

// complete puts what zero means in the place of every zero.
func (o Options) complete() Options {
	if o.Durability == "" {
		o.Durability = Sync
	}
	if o.FreeSpaceFloor == 0 {
		o.FreeSpaceFloor = 256 << 20
	}
	if o.MaxBatch == 0 {
		o.MaxBatch = 1024
	}
	if o.MemTableSize == 0 {
		o.MemTableSize = 16 << 20
	}
	if o.BlockCacheSize == 0 {
		o.BlockCacheSize = 64 << 20
	}
	if o.IndexCacheSize == 0 {
		o.IndexCacheSize = 32 << 20
	}
	if o.free == nil {
		o.free = freeSpace
	}
	return o
}
