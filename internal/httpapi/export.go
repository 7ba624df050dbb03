package httpapi

import (
	"io"
	"net/http"

	"proffer/offline/export"
)

// exportMedia are the media types of what is exported.
var exportMedia = map[export.Format]string{
	export.JSONL:   "application/x-ndjson",
	export.CSV:     "text/csv; charset=utf-8; header=present",
	export.Parquet: "application/vnd.apache.parquet",
	export.DSJSON:  "application/x-ndjson",
}

// export streams the log as a table. The service goes on meanwhile.
func (a *api) export(c *call) (reply, error) {
	format, window, err := exportOf(c)
	if err != nil {
		return reply{}, err
	}
	re := reply{media: exportMedia[format], header: http.Header{
		"Content-Disposition": {`attachment; filename="decisions.` + string(format) + `"`},
	}}
	if c.Method == http.MethodHead {
		return re, nil
	}
	re.stream = func(w io.Writer) error {
		_, err := export.Write(c.Context(), w, format, a.service, window)
		if gone := c.Context().Err(); err != nil && gone != nil {
			return gone // whatever failed, nobody waits for it
		}
		return err
	}
	return re, nil
}

// exportOf reads what is asked for; the error names every bad field.
func exportOf(c *call) (f export.Format, w export.Window, err error) {
	q := asked(c, "format", "from", "to")
	if f = export.Format(q.Get("format")); f == "" {
		f = export.JSONL
	}
	q.wrong("format", f.Validate())
	w = export.Window{From: q.moment("from"), To: q.moment("to")}
	q.period(w.Validate)
	return f, w, q.err()
}
