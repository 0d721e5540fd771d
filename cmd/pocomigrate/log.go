package main

import (
	"io"
	"log/slog"
)

// logger returns where the page sources tell what no page says: warnings, and with --verbose everything. Times are left
// out, as everywhere in what the program says.
func (a *app) logger() *slog.Logger {
	level := slog.LevelWarn
	switch {
	case a.verbose:
		level = slog.LevelDebug
	case a.quiet:
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(sayer{a.err}, &slog.HandlerOptions{Level: level, ReplaceAttr: func(groups []string, at slog.Attr) slog.Attr {
		if len(groups) == 0 && at.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return at
	}}))
}

// sayer says what is written to it.
type sayer struct{ w io.Writer }

// Write says whole lines; a logger writes one at a time.
func (s sayer) Write(text []byte) (int, error) {
	say(s.w, string(text))
	return len(text), nil
}
