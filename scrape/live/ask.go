package live

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// outcome is what became of one request: a page or an error, and what that says about the host.
type outcome struct {
	page  *scrape.Page
	err   error  // a [*scrape.FailedError], or what ends the walk
	again bool   // the trouble may pass
	why   string // the trouble, empty where there is none
	host  health
	rest  time.Duration // how long the host asked to be left alone
}

// ask asks for an address, and asks again after what may pass, until the attempts are used up or the host is given up. The
// last outcome is the one that counts.
func (f *Fetcher) ask(ctx context.Context, q query) (*scrape.Page, error) {
	if err := f.mayAsk(q); err != nil {
		return nil, err
	}
	h := f.host(q.url)
	var last outcome
	for attempt := 1; ; attempt++ {
		round, err := h.enter(ctx)
		if err != nil {
			if attempt > 1 && ctx.Err() == nil {
				return last.page, last.err
			}
			return nil, f.refused(q, err)
		}
		begun := now()
		last = f.once(ctx, q)
		h.leave(round, last)
		f.o.Logger.Debug("asked", "url", q.address, "attempt", attempt, "elapsed", now().Sub(begun), "trouble", last.why, "cause", errors.Unwrap(last.err))
		if !last.again || attempt >= f.o.Attempts {
			return last.page, last.err
		}
		if last.host == well { // the trouble is the page's own, and the host need not rest
			pause(ctx, f.manners.backOffAfter(attempt))
		}
	}
}

// refused makes the error of a host that is not asked any more the outcome of an address, and tells the address with ctx's.
func (f *Fetcher) refused(q query, err error) error {
	if gave, ok := errors.AsType[*gaveUpError](err); ok {
		return f.failed(q, failure{reason: gaveUp, detail: gave.why})
	}
	return fmt.Errorf("fetch %s: %w", q.address, err)
}

// once asks one time and records the answer.
func (f *Fetcher) once(ctx context.Context, q query) outcome {
	timed, cancel := context.WithTimeout(ctx, f.o.Timeout)
	defer cancel()
	req := f.request(timed, q)
	resp, err := f.road.RoundTrip(req)
	if err != nil {
		return f.lost(ctx, q, noAnswer(err), ill)
	}
	at := stamp()
	f.cookies.keep(q.url, resp)
	raw, body, err := bodyOf(timed, resp, q)
	if err != nil {
		return f.lost(ctx, q, noBody(err), well)
	}
	page := &scrape.Page{URL: q.address, Status: resp.StatusCode, Header: resp.Header, Body: body, Time: at, Archive: f.o.Via}
	if f.o.Recorder != nil {
		page.Archive, page.Record, err = f.o.Recorder.Record(&scrape.Exchange{
			URL: q.address, Time: at, Request: req.Header, Status: resp.StatusCode, Header: resp.Header, Body: raw, Via: f.o.Via,
		})
		if err != nil {
			return outcome{err: fmt.Errorf("record %s: %w", q.address, err)}
		}
	}
	return f.judged(page)
}

// lost is the outcome of a request whose answer did not come whole.
func (f *Fetcher) lost(ctx context.Context, q query, what failure, host health) outcome {
	if err := ctx.Err(); err != nil {
		return outcome{err: fmt.Errorf("fetch %s: %w", q.address, err)}
	}
	o := outcome{err: f.failed(q, what), why: what.detail, host: host}
	switch what.reason {
	case unreachable:
		o.again = !isCertificate(what.err)
	case torn:
		o.again, o.host = true, well
	case privateAddress:
		o.host = unknown // it was not asked
	case tooLarge:
		o.host = well
	}
	return o
}

// judged is the outcome of a request that was answered. An archive's copy of a refusal (RFC 7089) is none of its own.
func (f *Fetcher) judged(p *scrape.Page) outcome {
	o := outcome{page: p, host: well}
	if p.Header.Get("Memento-Datetime") != "" {
		return o
	}
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		o.host = ill
	case http.StatusInternalServerError:
	default:
		return o
	}
	o.again, o.why = true, fmt.Sprintf("status %d", p.Status)
	asked, ok := retryAfter(p.Header, now())
	if !ok && p.Status == http.StatusTooManyRequests {
		asked = f.o.Refused
	}
	o.rest = asked
	return o
}

// pause waits for a while, or for the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
