package store

import (
	"bytes"
	"encoding/binary"
)

// Every key begins with one byte that says what it is. Events come last in the
// order of keys, so the largest key of a table that holds any event is one.
const (
	archivePrefix byte = 'a' // archive rows: name, shelf, piece
	savesPrefix   byte = 'c' // which Saves count
	eventPrefix   byte = 'e' // events: sequence number
)

var savesKey = []byte{savesPrefix}

// eventKey is the key of the event with this number. Big endian, so the order
// of keys is the order of numbers, and that is the order of time.
func eventKey(seq uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{eventPrefix}, seq)
}

// eventSeq reads the number back; false when the key is no event's.
func eventSeq(key []byte) (uint64, bool) {
	if len(key) != 9 || key[0] != eventPrefix {
		return 0, false
	}
	return binary.BigEndian.Uint64(key[1:]), true
}

// Names may hold any byte. A NUL inside a name is written as 00 FF and the end
// of the name as 00 01, which keeps the order of names and lets no name be the
// beginning of another's rows.
var (
	nul     = []byte{0x00}
	nulIn   = []byte{0x00, 0xff}
	nameEnd = []byte{0x00, 0x01}
)

// namePrefix is what the rows of all names that begin with prefix begin with.
func namePrefix(prefix string) []byte {
	key := make([]byte, 0, 1+len(prefix)+8)
	key = append(key, archivePrefix)
	return append(key, bytes.ReplaceAll([]byte(prefix), nul, nulIn)...)
}

// rowKey is the key of one piece of the version of name on a shelf.
func rowKey(name string, shelf byte, piece uint16) []byte {
	key := append(namePrefix(name), nameEnd...)
	return binary.BigEndian.AppendUint16(append(key, shelf), piece)
}

// splitRow reads a row's key back; false when it is not one.
func splitRow(key []byte) (name string, shelf byte, piece uint16, ok bool) {
	const tail = 5 // end of name, shelf, piece
	end := len(key) - tail
	if end < 1 || key[0] != archivePrefix || !bytes.Equal(key[end:end+2], nameEnd) {
		return "", 0, 0, false
	}
	name = string(bytes.ReplaceAll(key[1:end], nulIn, nul))
	return name, key[end+2], binary.BigEndian.Uint16(key[end+3:]), true
}
