package terminal

import (
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress shows how far a walk is: on a terminal a bar with rate and time left, which is wiped at the end; elsewhere a
// plain line every ten seconds.
type Progress struct {
	to    Streams
	quiet bool
	bar   *progressbar.ProgressBar // nil elsewhere
	waits bool                     // the bar says that a source waits

	mu          sync.Mutex
	begun, last time.Time
}

// plainEvery is how often a plain line is written. A log that is read afterwards needs no more, and a build that is
// watched shows that it lives.
const plainEvery = 10 * time.Second

// pages is what a walk counts.
const pages = "pages"

// NewProgress returns what shows a walk that begins now on the stream for people; nothing where quiet is set.
func NewProgress(s Streams, quiet bool) *Progress {
	p := &Progress{to: s, quiet: quiet, begun: s.Now(), last: s.Now()}
	if !quiet && IsTerminal(s.Err) && !s.dumb() {
		p.bar = progressbar.NewOptions(-1,
			progressbar.OptionSetWriter(s.Err),
			progressbar.OptionUseANSICodes(true),
			progressbar.OptionSetDescription(pages),
			progressbar.OptionShowCount(),
			progressbar.OptionShowIts(),
			progressbar.OptionSetItsString(pages),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetWidth(20), // leaves room for the rest at 80 columns
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSetSpinnerChangeInterval(0), // nothing draws but Tell and Wait, and nothing after End
		)
	}
	return p
}

// Tell shows a step of a walk: how many pages are done of those that are known by now, and whose pages it is at.
func (p *Progress) Tell(done, known int, shop string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.quiet:
	case p.bar != nil:
		// Both draw what was done before, and put off what is done now.
		if p.waits {
			p.bar.Describe(pages)
			p.waits = false
		}
		if known != p.bar.GetMax() {
			p.bar.ChangeMax(known)
		}
		// A bar that cannot be drawn is no reason to stop the walk.
		_ = p.bar.Set(done) //nolint:errcheck // as above
	case p.due():
		rate := float64(done) / max(p.to.Now().Sub(p.begun).Seconds(), 1)
		Say(p.to.Err, fmt.Sprintf("%d of %d pages, %.1f a second, now %s", done, known, rate, shop))
	}
}

// Wait shows that a source waits before it asks on, and why.
func (p *Progress) Wait(whom string, until time.Time, why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	left := until.Sub(p.to.Now()).Round(time.Second)
	switch {
	case p.quiet || left < 2*time.Second:
	case p.bar != nil:
		p.waits = true
		p.bar.Describe(fmt.Sprintf("waiting %s for %s", left, whom))
	case p.due():
		Say(p.to.Err, fmt.Sprintf("waiting %s for %s: %s", left, whom, why))
	}
}

// due reports whether it is time for another plain line, and takes that time.
func (p *Progress) due() bool {
	now := p.to.Now()
	if now.Sub(p.last) < plainEvery {
		return false
	}
	p.last = now
	return true
}

// End wipes the bar.
func (p *Progress) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear() //nolint:errcheck // nothing depends on it
	}
}
