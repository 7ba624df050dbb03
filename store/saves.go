package store

import (
	"encoding/binary"
	"slices"

	"github.com/dgraph-io/badger/v4"
)

// saves says which Saves of the archive count. Every Save has a generation of
// its own that is never used again, so what a crashed one left is never taken
// for a part of a later one.
type saves struct {
	committed uint64   // generation of the last whole Save, 0 for none
	records   uint64   // how many records it made the archive hold
	ended     []uint64 // generations that began and did not end, in order
}

const savesVersion = 1

// fresh is the next generation that was never used.
func (s saves) fresh() uint64 {
	last := s.committed
	for _, generation := range s.ended {
		last = max(last, generation)
	}
	return last + 1
}

// counts says whether a version of this generation is to be seen.
func (s saves) counts(generation uint64) bool {
	return generation > 0 && generation <= s.committed && !slices.Contains(s.ended, generation)
}

// encode writes: version, CRC-32C of the key and of all that follows,
// committed, records, and every ended generation, as big-endian numbers.
func (s saves) encode() []byte {
	v := make([]byte, crcEnd, crcEnd+8*(2+len(s.ended)))
	v[0] = savesVersion
	for _, n := range append([]uint64{s.committed, s.records}, s.ended...) {
		v = binary.BigEndian.AppendUint64(v, n)
	}
	binary.BigEndian.PutUint32(v[1:], checksum(savesKey, v[crcEnd:]))
	return v
}

// parseSaves reads it back. What is wrong is the text, empty when nothing is.
func parseSaves(v []byte) (s saves, problem string) {
	switch {
	case len(v) < crcEnd+16 || (len(v)-crcEnd)%8 != 0:
		return s, "record is cut short"
	case v[0] != savesVersion:
		return s, "record is of a version that this program does not know"
	case binary.BigEndian.Uint32(v[1:]) != checksum(savesKey, v[crcEnd:]):
		return s, "checksum does not match"
	}
	s.committed = binary.BigEndian.Uint64(v[crcEnd:])
	s.records = binary.BigEndian.Uint64(v[crcEnd+8:])
	for v = v[crcEnd+16:]; len(v) > 0; v = v[8:] {
		s.ended = append(s.ended, binary.BigEndian.Uint64(v))
	}
	return s, ""
}

// readSaves reads it as of a transaction.
func readSaves(where string, txn *badger.Txn) (saves, error) {
	v, err := get(txn, savesKey)
	if err != nil || v == nil {
		return saves{}, err
	}
	s, problem := parseSaves(v)
	if problem != "" {
		return s, &Corrupt{Where: where, Key: savesKey, Problem: problem}
	}
	return s, nil
}
