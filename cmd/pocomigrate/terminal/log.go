package terminal

import (
	"io"
	"log/slog"
)

// NewLogger returns where the page sources tell what no page says: warnings, everything where verbose is set, nothing where quiet alone is. Times are left
// out, as everywhere in what the program says.
func NewLogger(w io.Writer, quiet, verbose bool) *slog.Logger {
	level := slog.LevelWarn
	switch {
	case verbose:
		level = slog.LevelDebug
	case quiet:
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(sayer{w}, &slog.HandlerOptions{Level: level, ReplaceAttr: func(groups []string, at slog.Attr) slog.Attr {
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
	Say(s.w, string(text))
	return len(text), nil
}
