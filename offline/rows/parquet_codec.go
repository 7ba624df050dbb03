package rows

import (
	"fmt"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// codecs are the compressions that are read right. LZ4_RAW is none of them: pages
// that shrink little come out of its decoder as whatever the memory held before.
var codecs = []format.CompressionCodec{format.Uncompressed, format.Snappy, format.Gzip, format.Brotli, format.Zstd}

// packed says why the values of a leaf cannot be read, if their compression is why.
func packed(groups []format.RowGroup, index int) error {
	for i := range groups {
		chunks := groups[i].Columns
		if index >= len(chunks) { // reading will say that it is damaged
			continue
		}
		if codec := chunks[index].MetaData.Codec; !slices.Contains(codecs, codec) {
			return fmt.Errorf("is compressed with %s, which cannot be read reliably; write it with zstd or snappy", codec)
		}
	}
	return nil
}

// leaves are the places of the leaves that a column has.
func leaves(c *parquet.Column) []int {
	if c.Leaf() {
		return []int{c.Index()}
	}
	var all []int
	for _, inner := range c.Columns() {
		all = append(all, leaves(inner)...)
	}
	return all
}
