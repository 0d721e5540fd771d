package wayback

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

const (
	// maxDrift is how far a capture may lie from the one wanted. The archive leads to its nearest, which may be months away.
	maxDrift = 24 * time.Hour
	// maxHops is how many redirects of the archive itself are followed for one capture.
	maxHops = 3
)

// memento returns the page of a capture. The error is a *scrape.FailedError where nothing was got, a *scrape.DamagedError
// where the archive has something else in its place, or one of ask's.
func (s *Source) memento(ctx context.Context, wanted memento) (*scrape.Page, error) {
	m := wanted
	for range maxHops + 1 {
		page, err := s.ask(ctx, captures, wanted.url, func(int) string { return s.endpoint + m.path() })
		switch {
		case errors.Is(err, scrape.ErrNotHeld):
			return nil, wanted.damaged("what the archive is read through has no answer for it", err)
		case err != nil:
			return nil, err
		case datedAs(page.Header, m.at):
			return m.page(page)
		case isMemento(page.Header):
			return nil, wanted.damaged(fmt.Sprintf("the archive gave another capture (Memento-Datetime: %s)", page.Header.Get("Memento-Datetime")), nil)
		}
		nearest, ok := redirected(page)
		if !ok {
			return nil, s.refusal(wanted, page)
		}
		if err := s.near(wanted, nearest); err != nil {
			return nil, err
		}
		m = nearest
	}
	return nil, wanted.damaged("the archive redirects without end", nil)
}

// redirected returns the capture that an answer of the archive itself leads to.
func redirected(p *scrape.Page) (memento, bool) {
	digits, _, original := splitArchived(p.Location())
	at, ok := parseStamp(digits)
	original = captured(original)
	return memento{at, original}, ok && original != ""
}

// near returns an error unless a capture may stand for the one wanted.
func (s *Source) near(wanted, m memento) error {
	switch drift := m.at.Sub(wanted.at).Abs(); {
	case !same(m.url, wanted.url):
		return wanted.damaged("the archive has only a capture of "+m.url, scrape.ErrNotHeld)
	case !s.asOf.IsZero() && m.at.After(s.asOf):
		return wanted.damaged("the nearest capture, of "+m.at.Format(time.DateTime)+", is too late", scrape.ErrNotHeld)
	case drift > maxDrift:
		return wanted.damaged("the nearest capture, of "+m.at.Format(time.DateTime)+", is too far away", scrape.ErrNotHeld)
	}
	return nil
}

// refusal says what an answer means that is no capture.
func (s *Source) refusal(wanted memento, p *scrape.Page) error {
	why := p.Header.Get("X-Archive-Wayback-Runtime-Error")
	h := hiddenIn(p)
	if h == nil {
		h = hiddenBy(string(p.Body))
	}
	switch {
	case h != nil:
		return s.failed(wanted.url, h.reason, h.detail, h)
	case why != "":
		return wanted.damaged("the archive cannot show it: "+why, nil)
	case p.Status == http.StatusNotFound:
		return wanted.damaged("the archive names it in its index and does not have it", scrape.ErrNotHeld)
	case p.Status == http.StatusOK && strings.Contains(string(p.Body), "response at crawl time"):
		return wanted.damaged("the archive tells of the capture instead of showing it", scrape.ErrNotHeld)
	case p.Status == http.StatusOK, p.Status == http.StatusForbidden, p.Status == http.StatusUnavailableForLegalReasons:
		return s.failed(wanted.url, "blocked", fmt.Sprintf(
			"blocked in the archive: it answered %d with a page of its own, as it does for what it may not show", p.Status), nil)
	case p.Location() != "":
		return wanted.damaged("the archive redirects to "+p.Location()+", which is no capture", scrape.ErrNotHeld)
	}
	return s.failed(wanted.url, "gave_up", fmt.Sprintf("the archive answered %d", p.Status), nil)
}

// damaged reports that the archive has not what its index says.
func (m memento) damaged(what string, cause error) *scrape.DamagedError {
	return &scrape.DamagedError{Archive: name, Record: m.record(), URL: m.url, What: what, Err: cause}
}
