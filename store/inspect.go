package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
	"golang.org/x/sync/errgroup"
)

// inspect looks at Badger's files without changing them, for what Badger would
// pass over: without a MANIFEST it deletes every table, and a table that it
// cannot read makes it panic where nobody can recover.
func (h home) inspect(o badger.Options) error {
	named, err := h.manifest(o)
	if err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for id, as := range named {
		g.Go(func() error { return h.inspectTable(id, as.Compression) })
	}
	return g.Wait()
}

// manifest reads which tables make up the store.
func (h home) manifest(o badger.Options) (map[uint64]badger.TableManifest, error) {
	path := filepath.Join(h.badgerPath(), badger.ManifestFilename)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, h.virgin()
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, _, err := badger.ReplayManifestFile(f, o.ExternalMagicVersion, o)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", path, err)
	}
	return m.Tables, nil
}

// virgin is nil when Badger never wrote here: it writes its MANIFEST first.
func (h home) virgin() error {
	files, err := h.files()
	for _, f := range files {
		if f.is(".sst") || f.is(".mem") || f.is(".vlog") {
			return fmt.Errorf("%s/MANIFEST is missing, but %s is there", h.badgerPath(), f.name)
		}
	}
	return err
}

// inspectTable reads the index of a table. The table of an event is not read
// further, since an event that cannot be read is noticed whenever it is
// missed; one that holds rows of the archive is read whole, since a missing
// row looks like a row that never was.
func (h home) inspectTable(id uint64, compression options.CompressionType) (err error) {
	path := table.NewFilename(id, h.badgerPath())
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s is damaged or missing: %w", path, err)
		}
	}()
	defer recovered(&err)
	m, err := z.OpenMmapFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	t, err := table.OpenTable(m, table.Options{
		ReadOnly: true, Compression: compression, ChkMode: options.OnBlockRead, BlockSize: tableBlock,
	})
	if err != nil {
		return err
	}
	defer t.Close(-1)
	if bytes.HasPrefix(t.Smallest(), []byte{eventPrefix}) {
		return nil
	}
	return t.VerifyChecksum()
}
