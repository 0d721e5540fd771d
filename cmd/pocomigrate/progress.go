package main

import (
	"fmt"
	"io"
	"os"

	"github.com/pocomigrate/pocomigrate/catalog"
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

func (p *progress) tell(done, known int, shop catalog.ShopID) {
	if p.w == nil || (done%10 != 0 && done != known) {
		return
	}
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[K%d of %d pages  %s", done, known, shop)
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
