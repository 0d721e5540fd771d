package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/pocomigrate/pocomigrate/scrape/crawl"
)

// progress shows how far a walk is: on a terminal a bar with rate and time left, which is wiped at the end; elsewhere a
// plain line every ten seconds.
type progress struct {
	app *app
	bar *progressbar.ProgressBar // nil elsewhere

	mu          sync.Mutex
	begun, last time.Time
}

// plainEvery is how often a plain line is written. A log that is read afterwards needs no more, and a build that is
// watched shows that it lives.
const plainEvery = 10 * time.Second

func newProgress(a *app) *progress {
	p := &progress{app: a, begun: a.now(), last: a.now()}
	if !a.quiet && isTerminal(a.err) && !a.dumb() {
		p.bar = progressbar.NewOptions(-1,
			progressbar.OptionSetWriter(a.err),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetDescription("pages"),
			progressbar.OptionShowCount(),
			progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("pages"),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetWidth(20), // leaves room for the rest at 80 columns
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

// tell shows a step of a walk.
func (p *progress) tell(c crawl.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.app.quiet:
	case p.bar != nil:
		// A bar that cannot be drawn is no reason to stop the walk.
		p.bar.ChangeMax(c.Known)
		_ = p.bar.Set(c.Done) //nolint:errcheck // as above
	case p.due():
		rate := float64(c.Done) / max(p.app.now().Sub(p.begun).Seconds(), 1)
		say(p.app.err, fmt.Sprintf("%d of %d pages, %.1f a second, now %s", c.Done, c.Known, rate, c.Shop))
	}
}

// wait shows that a source waits before it asks on, and why.
func (p *progress) wait(whom string, until time.Time, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := until.Sub(p.app.now()).Round(time.Second)
	switch {
	case p.app.quiet || left < 2*time.Second:
	case p.bar != nil:
		p.bar.Describe(fmt.Sprintf("waiting %s for %s", left, whom))
	case p.due():
		say(p.app.err, fmt.Sprintf("waiting %s for %s: %s", left, whom, why))
	}
}

// due reports whether it is time for another plain line, and takes that time.
func (p *progress) due() bool {
	now := p.app.now()
	if now.Sub(p.last) < plainEvery {
		return false
	}
	p.last = now
	return true
}

// end wipes the bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear() //nolint:errcheck // nothing depends on it
	}
}

// isTerminal reports whether a stream is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
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
