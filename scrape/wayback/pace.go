package wayback

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Pace says how fast the archive is asked and how long it is left alone after trouble. A zero number means the one named
// beside it. The numbers are four fifths of the limits that the archive is known to hold (30 and 600 a minute).
type Pace struct {
	Index    int           // requests to the index a minute: 24
	Mementos int           // requests for captures a minute: 480
	Rest     time.Duration // how long nothing is asked after a 429 that does not say how long: a minute
	MaxRest  time.Duration // the longest that a Retry-After is obeyed; it is asked again then: ten minutes
	Backoff  time.Duration // the rest before the second try, doubled before each further one: two seconds
	Tries    int           // how often one thing is asked for: 6; once after three in a row that were asked for in vain
}

func (p Pace) withDefaults() Pace {
	return Pace{
		Index: cmp.Or(p.Index, 24), Mementos: cmp.Or(p.Mementos, 480),
		Rest: cmp.Or(p.Rest, time.Minute), MaxRest: cmp.Or(p.MaxRest, 10*time.Minute),
		Backoff: cmp.Or(p.Backoff, 2*time.Second), Tries: cmp.Or(p.Tries, 6),
	}
}

// lane is a kind of request, of which the archive counts each for itself.
type lane int

const (
	index lane = iota
	captures
)

// bucket lets a few requests through at once and then one an interval.
type bucket struct {
	interval time.Duration
	burst    int
	full     time.Time // when the whole burst is there again
}

// newBucket returns a bucket for so many requests a minute. The burst is a fifth of it, and at most a second's worth where
// that is more than five: no minute then sees more than the archive's limit.
func newBucket(perMinute int) bucket {
	return bucket{interval: time.Minute / time.Duration(perMinute), burst: min(max(perMinute/5, 1), max(perMinute/60, 5))}
}

// take reserves the next place and returns when it is due.
func (b *bucket) take(now time.Time) time.Time {
	if b.full.Before(now) {
		b.full = now
	}
	due := b.full.Add(-time.Duration(b.burst-1) * b.interval)
	b.full = b.full.Add(b.interval)
	return due
}

// gate holds requests back until their time has come.
type gate struct {
	now     func() time.Time
	waiting func(until time.Time, why string)
	why     [2]string // what is said of a wait for the lane's pace

	mu     sync.Mutex
	lanes  [2]bucket
	closed time.Time // until when nobody passes
}

func newGate(p Pace, now func() time.Time, waiting func(time.Time, string)) *gate {
	return &gate{
		now: now, waiting: waiting, lanes: [2]bucket{newBucket(p.Index), newBucket(p.Mementos)},
		why: [2]string{
			fmt.Sprintf("the archive's index is asked %d times a minute at most", p.Index),
			fmt.Sprintf("the archive is asked for %d captures a minute at most", p.Mementos),
		},
	}
}

// pass waits until a request may go out.
func (g *gate) pass(ctx context.Context, l lane) error {
	for {
		if err := g.until(ctx, g.take(l), g.why[l]); err != nil {
			return err
		}
		closed := g.closedUntil()
		if !closed.After(g.now()) {
			return nil
		}
		// The places that were taken before the gate closed are void: those who hold them would all go at once.
		if err := g.until(ctx, closed, "the archive asked for a rest"); err != nil {
			return err
		}
	}
}

func (g *gate) take(l lane) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.lanes[l].take(g.now())
}

func (g *gate) closedUntil() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.closed
}

// shut closes the gate for everyone.
func (g *gate) shut(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := g.now().Add(d); until.After(g.closed) {
		g.closed = until
	}
}

// until waits for a time. Waits of a second and more are told.
func (g *gate) until(ctx context.Context, t time.Time, why string) error {
	d := t.Sub(g.now())
	if d <= 0 {
		return ctx.Err()
	}
	if d >= time.Second && g.waiting != nil {
		g.waiting(t, why)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryAfter returns how long an answer wants to be left alone, in seconds or by date; zero where it does not say.
func retryAfter(h http.Header, now time.Time, most time.Duration) time.Duration {
	value := h.Get("Retry-After")
	var d time.Duration
	if seconds, err := strconv.Atoi(value); err == nil {
		d = time.Duration(min(seconds, int(most/time.Second)+1)) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), most)
}
