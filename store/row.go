package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// A record of the archive has two shelves. One holds the version that counts,
// the other is free for the Save that is going on. A version is cut into
// pieces, each a row of its own:
//
//	byte  0       version of the format
//	bytes 1–4     CRC-32C of the key and of all that follows
//	bytes 5–12    generation: the Save that wrote it
//	bytes 13–14   how many pieces the version has; 0 says that the record was deleted
//	bytes 15–     the piece
const (
	rowVersion = 1
	rowHead    = crcEnd + 8 + 2
	pieceSize  = 64 << 10
	shelves    = 2
)

// A row is one piece, read back.
type row struct {
	generation uint64
	pieces     uint16
	piece      []byte
}

// encodeRow is the row as it stands under key.
func encodeRow(key []byte, r row) []byte {
	v := make([]byte, crcEnd, rowHead+len(r.piece))
	v[0] = rowVersion
	v = binary.BigEndian.AppendUint64(v, r.generation)
	v = binary.BigEndian.AppendUint16(v, r.pieces)
	v = append(v, r.piece...)
	binary.BigEndian.PutUint32(v[1:], checksum(key, v[crcEnd:]))
	return v
}

// parseRow reads a row.
func parseRow(where string, key, v []byte) (r row, err error) {
	problem := ""
	switch {
	case len(v) < rowHead:
		problem = "record is cut short"
	case v[0] != rowVersion:
		problem = "record is of a version that this program does not know"
	case binary.BigEndian.Uint32(v[1:]) != checksum(key, v[crcEnd:]):
		problem = "checksum does not match"
	}
	if problem != "" {
		return r, &Corrupt{Where: where, Key: bytes.Clone(key), Problem: problem}
	}
	r.generation = binary.BigEndian.Uint64(v[crcEnd:])
	r.pieces = binary.BigEndian.Uint16(v[crcEnd+8:])
	r.piece = v[rowHead:]
	return r, nil
}

// pieces cuts a value for the shelf. No value is one empty piece that says deleted.
func pieces(value []byte) (cut [][]byte, count uint16) {
	for len(value) > pieceSize {
		cut, value = append(cut, value[:pieceSize]), value[pieceSize:]
	}
	if cut == nil && len(value) == 0 {
		return [][]byte{nil}, 0
	}
	cut = append(cut, value)
	return cut, uint16(len(cut))
}

// Limits of a record of the archive.
const (
	maxName   = 16 << 10 // bytes of its key; Badger takes 65,000, and a NUL counts twice
	maxRecord = pieceSize * (1<<16 - 1)
)

func checkRecord(name string, value []byte) error {
	if len(name) > maxName || len(value) > maxRecord {
		return fmt.Errorf("record %.64q: a key of %d bytes and a value of %d are too much", name, len(name), len(value))
	}
	return nil
}
