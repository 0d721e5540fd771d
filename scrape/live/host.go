package live

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// host is what is known of one host, and the order in which it is asked.
type host struct {
	name string // for people
	*manners

	// gate is held by the one request that is next; the others stand behind it in their order. wake tells it to look again.
	gate, wake chan struct{}

	mu       sync.Mutex
	last     time.Time     // when the last request started; zero, which is long ago, before the first
	delay    time.Duration // Crawl-delay
	inFlight int
	paused   time.Time // no request starts before
	why      string    // the reason of the pause
	failures int       // rounds in a row that failed
	round    int       // counts failed rounds, so that requests that failed side by side are one failure
	alone    time.Time // until when the host is left alone, once its failures are too many
	ended    string    // why the host is not asked again in this run

	rules rulebook
}

func newHost(name string, m *manners) *host {
	return &host{
		name: name, manners: m, gate: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		rules: rulebook{turn: make(chan struct{}, 1)},
	}
}

// gaveUpError says that a host is not asked, and why.
type gaveUpError struct{ why string }

func (e *gaveUpError) Error() string { return e.why }

// enter waits until the host may be asked, in the order of the calls, and returns the round that the request belongs to,
// for leave. The error is a [*gaveUpError] or ctx's.
func (h *host) enter(ctx context.Context) (round int, err error) {
	select {
	case h.gate <- struct{}{}:
		defer func() { <-h.gate }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	var told time.Time
	for {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		round, wait, err := h.admit(now())
		if err != nil || !wait.needed {
			return round, err
		}
		if wait.why != "" && !wait.until.Equal(told) {
			told = wait.until
			h.waiting(h.name, wait.until, wait.why)
		}
		h.sleep(ctx, wait.until)
	}
}

// wait is why a request does not start yet: until a time, or until another one is done where there is none.
type wait struct {
	needed bool
	until  time.Time
	why    string // for people; empty for what is always so
}

// admit starts a request, or says what it waits for, or that it is not to be.
func (h *host) admit(at time.Time) (round int, w wait, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ended != "" {
		return 0, wait{}, &gaveUpError{h.ended}
	}
	limit := h.concurrency
	if h.failures > 0 {
		limit = 1 // tries whether the host is well again
	}
	if h.failures >= patience && at.Before(h.alone) {
		return 0, wait{}, &gaveUpError{fmt.Sprintf("the host failed %d times in a row (%s)", patience, h.why)}
	}
	if at.Before(h.paused) {
		return 0, wait{true, h.paused, h.why}, nil
	}
	if h.inFlight >= limit {
		return 0, wait{needed: true}, nil
	}
	if next := h.last.Add(max(h.gap, h.delay)); at.Before(next) {
		why := ""
		if h.delay > h.gap {
			why = "Crawl-delay"
		}
		return 0, wait{true, next, why}, nil
	}
	h.last = at
	h.inFlight++
	return h.round, wait{}, nil
}

// sleep waits for a time, where there is one, for news of the host, or for the end of ctx.
func (h *host) sleep(ctx context.Context, until time.Time) {
	var due <-chan time.Time
	if !until.IsZero() {
		due = time.After(until.Sub(now()))
	}
	select {
	case <-due:
	case <-h.wake:
	case <-ctx.Done():
	}
}

// health is what an answer, or its absence, says about a host.
type health int

const (
	unknown health = iota // nothing: the request was given up on our side
	well
	ill // it answers nothing, or that it cannot
)

// leave ends a request that entered in a round. An ill host rests, at least as long as it asks for.
func (h *host) leave(round int, o outcome) {
	h.mu.Lock()
	h.inFlight--
	switch o.host {
	case well:
		h.failures = 0
	case ill:
		h.fail(round, o, now())
	case unknown:
	}
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// fail makes the host rest. Of the requests that were under way side by side the first counts as a failure, and the others
// may only lengthen the rest.
func (h *host) fail(round int, o outcome, at time.Time) {
	rest := o.rest
	if round == h.round {
		h.round++
		h.failures++
		rest = max(rest, h.backOffAfter(h.failures))
		h.alone = at.Add(aloneFor)
	}
	if until := at.Add(rest); until.After(h.paused) {
		h.paused, h.why = until, o.why
	}
	if o.rest > maxRetryAfter {
		h.ended = fmt.Sprintf("the host asked to be left alone for longer than %d minutes (%s)", maxRetryAfter/time.Minute, o.why)
	}
}
