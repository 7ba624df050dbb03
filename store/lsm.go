package store

import (
	"fmt"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

const tableBlock = 4 << 10 // bytes of a table's block, the unit of compression and checksum

// badgerOptions are Badger's own options. What they say is in RAM is a ceiling.
func badgerOptions(dir string, o Options) badger.Options {
	largest := o.MemTableSize * 15 / 100 // the largest transaction that Badger takes
	return badger.DefaultOptions(dir).
		WithSyncWrites(o.Durability != OS).
		WithMemTableSize(o.MemTableSize).
		WithNumMemtables(3).
		WithBlockSize(tableBlock).
		WithValueLogFileSize(64 << 20).
		WithValueThreshold(min(1<<20, largest/2)). // what is larger goes to the value log
		WithBlockCacheSize(o.BlockCacheSize).
		WithIndexCacheSize(o.IndexCacheSize).
		WithNumCompactors(2).
		WithChecksumVerificationMode(options.OnBlockRead). // whole tables: see inspect
		WithVerifyValueChecksum(true).
		WithDetectConflicts(false). // there is one writer of every key
		WithMetricsEnabled(false).
		WithLogger(complaints{o.Warn})
}

// trialOptions leave the tables alone: without compaction an opening adds
// tables but takes none away, so what preopen/ links to stays as it is.
func trialOptions(dir string, o Options) badger.Options {
	return badgerOptions(dir, o).
		WithNumCompactors(0).
		WithNumLevelZeroTablesStall(1 << 20)
}

// openBadger opens it with a second try: a first one fails over what a kill
// can leave behind, and clears it.
func openBadger(o badger.Options) (db *badger.DB, err error) {
	for range 2 {
		if db, err = tryBadger(o); err == nil {
			return db, nil
		}
	}
	return nil, err
}

func tryBadger(o badger.Options) (db *badger.DB, err error) {
	defer recovered(&err)
	return badger.Open(o)
}

// complaints passes on what Badger logs as warnings and errors.
type complaints struct{ warn func(string) }

func (c complaints) say(format string, args []any) {
	if c.warn != nil {
		c.warn("badger: " + strings.TrimSpace(fmt.Sprintf(format, args...)))
	}
}

func (c complaints) Errorf(format string, args ...any)   { c.say(format, args) }
func (c complaints) Warningf(format string, args ...any) { c.say(format, args) }
func (c complaints) Infof(string, ...any)                {}
func (c complaints) Debugf(string, ...any)               {}
