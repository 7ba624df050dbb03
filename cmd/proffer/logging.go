package main

import (
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
)

// A logging is how a command that runs for long tells what it does.
type logging struct {
	level, format string
}

func (l *logging) flags(c *cobra.Command) {
	c.Flags().StringVar(&l.level, "log-level", "info", "least important level to log: debug, info, warn or error")
	c.Flags().StringVar(&l.format, "log-format", "auto", "json, pretty, or auto: pretty on a terminal and else json")
}

// logTime is how the time of a line is written: to the millisecond, and in UTC
// so that the lines of several servers can be sorted together.
const logTime = "2006-01-02T15:04:05.000Z07:00"

// logger is the one that the flags ask for. It writes to standard error.
func (a *app) logger(l logging) (zerolog.Logger, error) {
	level, err := zerolog.ParseLevel(l.level)
	if err != nil || level < zerolog.DebugLevel || level > zerolog.ErrorLevel {
		return zerolog.Logger{}, misused("--log-level %s: must be debug, info, warn or error", l.level)
	}
	w := a.err
	switch l.format {
	case "json":
	case "pretty", "auto":
		if l.format == "pretty" || a.terminal(a.err) {
			_, plain := a.env("NO_COLOR")
			w = zerolog.ConsoleWriter{Out: a.err, NoColor: plain || !a.terminal(a.err), TimeFormat: time.TimeOnly}
		}
	default:
		return zerolog.Logger{}, misused("--log-format %s: must be auto, json or pretty", l.format)
	}
	stamp := func(e *zerolog.Event, _ zerolog.Level, _ string) {
		e.Str(zerolog.TimestampFieldName, a.now().UTC().Format(logTime))
	}
	return zerolog.New(w).Level(level).Hook(zerolog.HookFunc(stamp)), nil
}
