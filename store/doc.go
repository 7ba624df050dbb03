// Package store keeps the log of events and the archive of folded records on
// disk, on Badger, and in memory for tests.
//
// It refuses to know what an event means: an event is a numbered payload that
// must come back as it was, in order, or not at all and loudly. It is the only
// package that imports Badger, and the only one that knows how Badger fails.
//
// What always holds:
//   - An event whose wait returned nil is on disk and stays there.
//   - Sequence numbers have no gap, and every record carries a checksum and the
//     hash of the record before it. What cannot be read is a [Corrupt] error
//     that names the record; it is never a shorter log.
//   - A failed commit is unknown, never absent: after one, nothing is
//     acknowledged any more, and [Badger.Failed] tells the process to end.
//   - Opening a store never makes it worse. What an opening would change is
//     kept aside first and put back when the result is not what it must be.
//   - The archive is the whole of one Save. A Save that did not end is as if it
//     had never begun.
//
// docs/format/log.md describes every key, field and file.
package store
