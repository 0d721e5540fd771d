package live

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/robots"
)

const (
	// maxRobotsHops is how many redirects of a robots.txt are followed (RFC 9309, section 2.3.1.2).
	maxRobotsHops = 5
	// robotsAge is how long a robots.txt holds (section 2.4).
	robotsAge = 24 * time.Hour
	// robotsRetry is how long one holds that could not be had: the shop may be back.
	robotsRetry = 10 * time.Minute
)

// rulebook is what a host's robots.txt said when it was asked for.
type rulebook struct {
	turn chan struct{} // held by who asks; the others wait for what he finds

	// Guarded by the host's lock.
	rules  *robots.Rules
	denied *failure // why there are no rules, so that nothing may be asked for
	until  time.Time
}

// permit returns nil where the host's robots.txt leaves the address open, and otherwise a [*scrape.FailedError], ctx's
// error or the recorder's.
func (f *Fetcher) permit(ctx context.Context, h *host, q query) error {
	if q.url.Path == "/robots.txt" { // is implicitly allowed (section 2.2.2)
		return nil
	}
	rules, denied, err := f.rulesOf(ctx, h, q.url)
	switch {
	case err != nil:
		return err
	case denied != nil:
		return f.failed(q, *denied)
	case !rules.Allow(q.url.RequestURI()):
		return f.failed(q, failure{reason: robotsForbid, detail: "robots.txt forbids it"})
	}
	return nil
}

// rulesOf returns the rules of a host, asked for at most once at a time and kept for a day.
func (f *Fetcher) rulesOf(ctx context.Context, h *host, of *url.URL) (*robots.Rules, *failure, error) {
	select {
	case h.rules.turn <- struct{}{}:
		defer func() { <-h.rules.turn }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	if rules, denied, ok := h.rulesAt(now()); ok {
		return rules, denied, nil
	}
	file, denied, err := f.robotsOf(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	rules := file.For(f.token)
	h.setRules(rules, denied, now())
	return rules, denied, nil
}

func (h *host) rulesAt(at time.Time) (*robots.Rules, *failure, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.rules.rules, h.rules.denied, at.Before(h.rules.until)
}

func (h *host) setRules(rules *robots.Rules, denied *failure, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rules.rules, h.rules.denied, h.rules.until = rules, denied, at.Add(robotsAge)
	if denied != nil {
		h.rules.until = at.Add(robotsRetry)
	}
	h.delay = min(rules.Delay, maxCrawlDelay)
}

// robotsOf asks for the robots.txt of a host (section 2.3.1). One that is not there, or is redirected without end, allows
// everything; one that cannot be had forbids everything, which the failure explains. Status 429, though among those that
// the standard calls unavailable, says nothing about the file and counts as the latter.
func (f *Fetcher) robotsOf(ctx context.Context, of *url.URL) (*robots.File, *failure, error) {
	none := robots.Parse(nil)
	address := (&url.URL{Scheme: of.Scheme, Host: of.Host, Path: "/robots.txt"}).String()
	for hop := range maxRobotsHops + 1 {
		q, err := newQuery(address)
		if err != nil {
			return none, nil, nil //nolint:nilerr // it leads nowhere, and so is not there
		}
		page, err := f.ask(ctx, q)
		if failed, ok := errors.AsType[*scrape.FailedError](err); ok {
			if failed.Reason == privateAddress && hop == 0 { // it is the host that may not be asked, for anything
				return none, &failure{privateAddress, failed.Detail, failed}, nil
			}
			return none, &failure{robotsForbid, "robots.txt cannot be had: " + failed.Detail, failed}, nil
		}
		switch {
		case err != nil:
			return nil, nil, err
		case page.Status >= 500, page.Status == 429:
			return none, &failure{reason: robotsForbid, detail: "robots.txt cannot be had: status " + strconv.Itoa(page.Status)}, nil
		case page.Status >= 200 && page.Status < 300:
			return robots.Parse(page.Body), nil, nil
		case page.Location() == "":
			return none, nil, nil
		}
		address = scrape.Resolve(address, page.Location())
	}
	return none, nil, nil
}
