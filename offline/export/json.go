package export

import (
	"bufio"
	"io"

	"github.com/go-json-experiment/json"
)

// encode writes v as JSON; equal values give equal bytes.
func encode(v any) ([]byte, error) { return json.Marshal(v, json.Deterministic(true)) }

// Lines are values as JSON, one a line.
type lines struct{ out *bufio.Writer }

func newLines(w io.Writer) *lines { return &lines{bufio.NewWriter(w)} }

func (l *lines) write(r *Row) error { return l.line(r) }

func (l *lines) line(v any) error {
	text, err := encode(v)
	if err == nil {
		_, err = l.out.Write(append(text, '\n'))
	}
	return err
}

func (l *lines) close() error { return l.out.Flush() }
