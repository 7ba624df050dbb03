package store

import "errors"

// A Report says what Verify has read.
type Report struct {
	Events  uint64 // from the first to the last that is durable
	Bytes   uint64 // of their payloads
	Records uint64 // of the archive
	Saves   uint64 // generation of the last Save of the archive
}

// Verify reads everything that the store holds: every event, its number,
// checksum, hash and payload, every record of the archive, and every block of
// every table. It tells progress, which may be nil, how many events of how
// many were read. The first fault ends it; the report says how far it came.
func (b *Badger) Verify(progress func(done, all uint64)) (r Report, err error) {
	all, where := b.durable.Load(), b.home.badgerPath()
	err = b.records(1, func(payload []byte, at link) error {
		if _, err := decode(where, at, payload); err != nil {
			return err
		}
		r.Events++
		r.Bytes += uint64(len(payload))
		if progress != nil {
			progress(r.Events, max(all, r.Events))
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	b.archive.mu.RLock()
	r.Saves = b.archive.committed
	b.archive.mu.RUnlock()
	err = b.Each("", func(string, []byte) error { r.Records++; return nil })
	return r, errors.Join(err, b.verifyTables())
}

// verifyTables reads the blocks that hold nothing that counts any more, too:
// one that is damaged will stop Badger when it next rewrites the table.
func (b *Badger) verifyTables() (err error) {
	defer recovered(&err)
	return b.db.VerifyChecksum()
}
