package engine

import (
	"fmt"
	"iter"
)

// A record is what a table keeps under one key: a pointer to a value that can
// be copied before it is changed.
type record[R any] interface {
	comparable
	clone() R
}

// A table holds the folded records of one kind. What changed since the last
// cut is in memory; the rest is in the archive, with a bounded cache before it.
//
// A cut sets the changed records aside, so that they can be saved without the
// lock while the fold goes on with copies.
type table[R record[R]] struct {
	prefix  string
	archive Archive // nil: everything stays in memory
	changed map[string]R
	frozen  map[string]R // set aside by cut, until saved
	clean   map[string]R // as the archive has them
}

// maxClean bounds the records that a table caches; the whole cache is dropped
// at the first cut that finds it full.
const maxClean = 100_000

func newTable[R record[R]](prefix string, archive Archive) table[R] {
	return table[R]{prefix: prefix, archive: archive, changed: map[string]R{}, clean: map[string]R{}}
}

// get returns the record of key to be read, the zero R when there is none.
func (t *table[R]) get(key string) (R, error) {
	if r, ok := t.held(key); ok {
		return r, nil
	}
	var none R
	r, err := t.load(key)
	if err == nil && r != none {
		t.clean[key] = r
	}
	return r, err
}

// peek is get for a reader of all records, who would fill the cache with what
// nobody else asks for.
func (t *table[R]) peek(key string) (R, error) {
	if r, ok := t.held(key); ok {
		return r, nil
	}
	return t.load(key)
}

// held finds a record in memory.
func (t *table[R]) held(key string) (r R, ok bool) {
	for _, layer := range []map[string]R{t.changed, t.frozen, t.clean} {
		if r, ok = layer[key]; ok {
			return r, true
		}
	}
	return r, false
}

// load reads a record from the archive.
func (t *table[R]) load(key string) (r R, err error) {
	if t.archive == nil {
		return r, nil
	}
	data, err := t.archive.Load(t.prefix + key)
	if err != nil || data == nil {
		return r, err
	}
	if err := decode(data, &r); err != nil {
		var none R
		return none, fmt.Errorf("engine: record %s%s: %w", t.prefix, key, err)
	}
	return r, nil
}

// edit returns the record of key to be changed, and fresh when there is none.
func (t *table[R]) edit(key string, fresh R) (R, error) {
	if r, ok := t.changed[key]; ok {
		return r, nil
	}
	r, err := t.get(key)
	if err != nil {
		return r, err
	}
	var none R
	if r == none {
		r = fresh
	} else {
		r = r.clone()
	}
	t.changed[key] = r
	return r, nil
}

// cut sets aside what has changed, to be saved.
func (t *table[R]) cut() {
	if len(t.clean) > maxClean {
		t.clean = map[string]R{}
	}
	t.frozen, t.changed = t.changed, map[string]R{}
}

// saved ends a cut: what was set aside is in the archive now.
func (t *table[R]) saved() {
	t.clean, t.frozen = t.frozen, nil
}

// undo ends a cut that could not be saved.
func (t *table[R]) undo() {
	for key, r := range t.frozen {
		if _, newer := t.changed[key]; !newer {
			t.changed[key] = r
		}
	}
	t.frozen = nil
}

// frozenRecords are the records set aside, under their keys in the archive.
func (t *table[R]) frozenRecords() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for key, r := range t.frozen {
			if !yield(t.prefix+key, r) {
				return
			}
		}
	}
}
