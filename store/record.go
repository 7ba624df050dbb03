package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"proffer/engine"
)

// A record is what stands under an event's key:
//
//	byte  0      version
//	bytes 1–4    CRC-32C of the key and of all that follows
//	bytes 5–20   hash of this record
//	bytes 21–    the event as JSON
const (
	recordVersion = 1
	crcEnd        = 5
	hashEnd       = crcEnd + hashSize
	hashSize      = 16
	maxEvent      = 16 << 20 // bytes of a record; far below what Badger can take
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A link is a place in the chain: a record's number and its hash, which is the
// first 16 bytes of SHA-256 over the hash before it and its own payload. The
// zero link is the beginning of every log.
type link struct {
	seq  uint64
	hash [hashSize]byte
}

// next is the link of the payload that follows l.
func (l link) next(payload []byte) link {
	h := sha256.New()
	h.Write(l.hash[:])
	h.Write(payload)
	var sum [sha256.Size]byte
	n := link{seq: l.seq + 1}
	copy(n.hash[:], h.Sum(sum[:0]))
	return n
}

// checksum covers the key too, so a record under another's key is found out.
func checksum(key, rest []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, rest)
}

// seal writes the record of e, which must follow l, to the end of dst. It
// returns e's key and link; the record is what was written.
func (l link) seal(dst *bytes.Buffer, e *engine.Event) (key []byte, n link, err error) {
	start := dst.Len()
	var head [hashEnd]byte
	dst.Write(head[:])
	if err := encodeEvent(dst, e); err != nil {
		return nil, link{}, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	record := dst.Bytes()[start:]
	if len(record) > maxEvent {
		return nil, link{}, fmt.Errorf("event %d: %d bytes are over %d", e.Seq, len(record), maxEvent)
	}
	n, key = l.next(record[hashEnd:]), eventKey(e.Seq)
	record[0] = recordVersion
	copy(record[crcEnd:], n.hash[:])
	binary.BigEndian.PutUint32(record[1:], checksum(key, record[crcEnd:]))
	return key, n, nil
}

// parse checks a record by itself and returns its payload and link. What is
// wrong with it is the text, empty when nothing is.
func parse(key, record []byte) (payload []byte, n link, problem string) {
	seq, ok := eventSeq(key)
	switch {
	case !ok:
		return nil, n, "key is not an event's"
	case len(record) < hashEnd:
		return nil, n, "record is cut short"
	case record[0] != recordVersion:
		return nil, n, "record is of a version that this program does not know"
	case binary.BigEndian.Uint32(record[1:]) != checksum(key, record[crcEnd:]):
		return nil, n, "checksum does not match"
	}
	n.seq = seq
	copy(n.hash[:], record[crcEnd:])
	return record[hashEnd:], n, ""
}

// follow checks that a record is whole and the next after l.
func (l link) follow(where string, key, record []byte) (payload []byte, n link, err error) {
	payload, n, problem := parse(key, record)
	if problem == "" && n.seq != l.seq+1 {
		problem = "events before it are missing"
	}
	if problem == "" && l.next(payload) != n {
		problem = "hash does not follow from the event before it"
	}
	if problem != "" {
		seq, _ := eventSeq(key)
		return nil, l, &Corrupt{Where: where, Key: bytes.Clone(key), Seq: seq, Problem: problem}
	}
	return payload, n, nil
}

// decode reads a checked payload.
func decode(where string, n link, payload []byte) (engine.Event, error) {
	e, err := decodeEvent(payload)
	problem := "payload cannot be decoded"
	if err == nil && e.Seq != n.seq {
		problem = "payload is another event's"
	} else if err == nil {
		return e, nil
	}
	return engine.Event{}, &Corrupt{Where: where, Key: eventKey(n.seq), Seq: n.seq, Problem: problem, Err: err}
}
