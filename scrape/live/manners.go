package live

import "time"

const (
	// maxCrawlDelay is how much of a Crawl-delay is honoured: a file that asks for an hour means to forbid, and can.
	maxCrawlDelay = time.Minute
	// maxRetryAfter is the longest rest that is waited for. A host that asks for more is done for this run.
	maxRetryAfter = 10 * time.Minute
	// maxBackOff is the longest rest that is taken unasked.
	maxBackOff = time.Minute
	// patience is how many failures in a row are borne before the host is left alone: two minutes of rests.
	patience = 8
	// aloneFor is how long it is left alone before one request tries it again.
	aloneFor = 5 * time.Minute
)

// manners are how hosts are treated.
type manners struct {
	gap         time.Duration // between the starts of two requests
	concurrency int
	backOff     time.Duration
	refused     time.Duration
	jitter      func() float64
	waiting     func(host string, until time.Time, why string)
}

func mannersOf(o *Options) *manners {
	m := &manners{
		concurrency: o.Concurrency, backOff: o.BackOff, refused: o.Refused, jitter: o.Jitter, waiting: o.Waiting,
	}
	if o.Rate > 0 {
		m.gap = time.Duration(min(float64(time.Second)/o.Rate, float64(24*time.Hour)))
	}
	return m
}

// backOffAfter returns the rest after the nth failure in a row: it doubles with each, and jitter takes up to half of it off.
func (m *manners) backOffAfter(n int) time.Duration {
	d := maxBackOff
	if shift := n - 1; shift < 16 {
		d = min(m.backOff<<shift, maxBackOff)
	}
	return d/2 + time.Duration(m.jitter()*float64(d/2))
}
