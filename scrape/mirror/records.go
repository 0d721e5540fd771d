package mirror

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// addLines adds what HTTrack's list tells.
func (b *builder) addLines(lines []*line) {
	sound := slices.DeleteFunc(slices.Clone(lines), func(l *line) bool { return l.fault != "" })
	times := b.times(sound)
	for i, l := range sound {
		f := l.find(b.files)
		e := l.entry(f, times[i])
		if f != nil {
			if b.told[f.path] {
				e.record = l.record() // two addresses gave one file
			}
			b.told[f.path] = true
		}
		b.add(e)
	}
	for _, l := range lines {
		if l.fault != "" {
			b.add(&entry{record: l.record(), fault: "line " + l.fault})
		}
	}
}

// times returns when the pages of HTTrack's lines were got, the zero time where that is not known.
func (b *builder) times(lines []*line) []time.Time {
	const tries = 50 // a copy that keeps no comments is told after so many
	tried := 0
	for i, l := range lines {
		f := l.find(b.files)
		if f == nil || f.fault != "" || l.media != "text/html" || l.done != "added" && l.done != "updated" {
			continue
		}
		if tried++; tried > tries {
			break
		}
		if body, err := b.content(f.path); err == nil {
			if _, at, ok := parseMirrored(body); ok {
				return moments(lines, i, at)
			}
		}
	}
	return make([]time.Time, len(lines))
}

func (l *line) record() string { return fmt.Sprintf("%s:%d", cacheList, l.number) }

// entry returns what became of an address that HTTrack recorded. The file of a redirect is a page of HTTrack's own.
func (l *line) entry(f *file, at time.Time) *entry {
	e := &entry{url: l.url, record: l.record(), time: at, status: l.status, media: l.media}
	redirect := l.status >= 300 && l.status <= 399 && l.status != 304
	switch {
	case l.status < 100 || l.status > 999:
		detail := "HTTrack got no answer"
		if l.message != "" {
			detail += " (" + l.message + ")"
		}
		e.failed = &scrape.FailedError{URL: l.url, Time: at, Reason: "unreachable", Detail: detail}
	case f != nil && f.fault != "":
		e.record, e.fault, e.cause = f.path, f.fault, f.cause
	case f != nil && !redirect:
		e.record, e.file = f.path, f.path
		if e.time.IsZero() {
			e.time = f.time
		}
		if l.status == 304 {
			e.status = 200 // the copy was up to date
		}
	case l.status < 300 || l.status == 304:
		e.fault = "the file " + cmp.Or(l.file, "of the page") + " is not in the mirror"
	}
	return e
}
