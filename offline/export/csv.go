package export

import (
	"encoding/csv"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A sheet is CSV. Its columns are those of Row, in their order.
type sheet struct {
	out   *csv.Writer
	cells []string
}

func newCSV(w io.Writer) (*sheet, error) {
	s := &sheet{out: csv.NewWriter(w)}
	row := reflect.TypeFor[Row]()
	s.cells = make([]string, row.NumField())
	for i := range s.cells {
		s.cells[i], _, _ = strings.Cut(row.Field(i).Tag.Get("json"), ",")
	}
	return s, s.out.Write(s.cells)
}

func (s *sheet) write(r *Row) (err error) {
	row := reflect.ValueOf(r).Elem()
	for i := range s.cells {
		if s.cells[i], err = cell(row.Field(i).Interface()); err != nil {
			return err
		}
	}
	return s.out.Write(s.cells)
}

func (s *sheet) close() error {
	s.out.Flush()
	return s.out.Error()
}

// cell is a value as its shortest text that reads back as the same value; null
// is an empty cell.
func cell(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case time.Time:
		return v.Format(time.RFC3339Nano), nil
	case *float64:
		if v == nil {
			return "", nil
		}
		return cell(*v)
	case *time.Time:
		if v == nil {
			return "", nil
		}
		return cell(*v)
	}
	text, err := encode(v)
	return string(text), err
}
