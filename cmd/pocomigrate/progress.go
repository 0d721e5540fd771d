package main

import (
	"fmt"
	"io"
	"os"

	"github.com/pocomigrate/pocomigrate/scrape/crawl"
)

// progress shows on a terminal how far a walk is, on one line that is wiped at the end. Elsewhere it shows nothing.
type progress struct {
	w     io.Writer
	shown bool
}

func newProgress(a *app) *progress {
	if a.quiet || !isTerminal(a.err) || a.dumb() {
		return &progress{}
	}
	return &progress{w: a.err}
}

func (p *progress) tell(c crawl.Progress) {
	if p.w == nil || (c.Done%10 != 0 && c.Done != c.Known) {
		return
	}
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%d of %d pages  %s", c.Done, c.Known, c.Shop)
}

func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// isTerminal reports whether a stream is a terminal, as far as the standard library can tell: a character device that is
// not the null device.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

// dumb reports whether the terminal does not move its cursor.
func (a *app) dumb() bool {
	term, _ := a.env("TERM")
	return term == "dumb"
}

// colorOn reports whether text for people on w is coloured.
func (a *app) colorOn(w io.Writer) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	none, _ := a.env("NO_COLOR")
	return none == "" && !a.dumb() && isTerminal(w)
}
