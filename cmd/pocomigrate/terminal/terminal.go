// Package terminal is what people see of the program: its streams, what is said on them, colour, how wide text is, how far a walk is.
// Data for programs depends on none of it.
package terminal

import (
	"io"
	"os"
	"strconv"
	"time"

	"golang.org/x/term"
)

// Streams are what the program talks through, the environment, and the clock that it looks at.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer // data, and everything else
	Env      func(string) (string, bool)
	Now      func() time.Time
}

// IsTerminal reports whether a stream is a terminal.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// dumb reports whether the terminal does not move its cursor.
func (s Streams) dumb() bool {
	term, _ := s.Env("TERM")
	return term == "dumb"
}

// Colors are the choices of --color.
var Colors = []string{"auto", "always", "never"}

// Colored reports whether text for people on w is coloured; choice is one of [Colors], and auto asks the terminal and NO_COLOR.
func (s Streams) Colored(w io.Writer, choice string) bool {
	switch choice {
	case "always":
		return true
	case "never":
		return false
	}
	none, _ := s.Env("NO_COLOR")
	return none == "" && !s.dumb() && IsTerminal(w)
}

// columns returns how wide a terminal is, 0 where the stream is none or does not say.
func columns(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	n, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return n
}

// TableWidth returns how wide a table for people on w may be: what COLUMNS says, else the terminal; 0 where nobody said, and
// then lines are as long as they are.
func (s Streams) TableWidth(w io.Writer) int {
	text, _ := s.Env("COLUMNS")
	n, err := strconv.Atoi(text)
	if err != nil {
		n = columns(w)
	}
	if n < 40 {
		return 0
	}
	return n
}

// The width of running text in columns: on a terminal its own between these bounds, elsewhere the plain one, so that what is
// written to a file depends on nothing.
const (
	Narrowest  = 30
	PlainWidth = 80
	widest     = 100 // longer lines are hard to read
)

// TextWidth returns how wide running text is on a stream.
func TextWidth(w io.Writer) int {
	if n := columns(w); n > 0 {
		return min(max(n, Narrowest), widest)
	}
	return PlainWidth
}
