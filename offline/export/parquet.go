package export

import (
	"io"

	"github.com/parquet-go/parquet-go"
)

// groupRows is how many rows are held in memory before they are written as one
// group: large enough to compress, and some tens of megabytes at most.
const groupRows = 10_000

// A columnar is a Parquet file.
type columnar struct {
	out  *parquet.GenericWriter[Row]
	held int
}

func newParquet(w io.Writer) *columnar {
	return &columnar{out: parquet.NewGenericWriter[Row](w, parquet.Compression(&parquet.Snappy),
		parquet.CreatedBy("proffer", "1", "export"))}
}

func (c *columnar) write(r *Row) error {
	if _, err := c.out.Write([]Row{*r}); err != nil {
		return err
	}
	if c.held++; c.held < groupRows {
		return nil
	}
	c.held = 0
	return c.out.Flush()
}

// close writes the last group and the footer, without which the file is none.
func (c *columnar) close() error { return c.out.Close() }
