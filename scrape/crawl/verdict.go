package crawl

import (
	"context"
	"errors"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
)

// verdict is what one capture, or the lack of one, says of an address.
type verdict struct {
	extract.Reading
	weight weight
	time   time.Time // of the capture or the failure
}

// weight is how much a verdict says.
type weight int

// The weights. Which of several verdicts holds must not depend on the order in which they are met: a walk asks one source
// after the other, and a replay of its recording meets the newest capture first.
const (
	nothing   weight = iota // no source holds the page
	elsewhere               // another spelling of the address is to be asked
	failed                  // somebody asked and got no answer
	answered                // an answer from which nothing can be concluded
	decided                 // the page is gone
	full                    // the page was found
)

// over returns the verdict that holds of two: the one that says more or, where they say as much, the newer one.
func (v verdict) over(w verdict) verdict {
	if v.weight > w.weight || v.weight == w.weight && v.time.After(w.time) {
		return v
	}
	return w
}

// weigh returns a reading of a page as a verdict.
func weigh(r extract.Reading, at time.Time) verdict {
	v := verdict{r, answered, at}
	switch {
	case r.State == catalog.Found:
		v.weight = full
	case r.State == catalog.Gone:
		v.weight = decided
	case r.Reason == "respelled":
		v.weight = elsewhere
	}
	return v
}

// notCaptured is the verdict on an address that is expected and that no source holds.
func notCaptured() verdict {
	return verdict{Reading: unknown("not_captured", "the page is expected, and no source holds a capture of it; capture it or name another source")}
}

func unknown(reason, detail string) extract.Reading {
	return extract.Reading{State: catalog.Unknown, Reason: reason, Detail: detail}
}

// open reads a capture that a source listed.
func (s *walker) open(ctx context.Context, h held) (verdict, error) {
	if h.fault != nil {
		return s.read(nil, h.fault)
	}
	page, err := h.lister.Open(ctx, h.capture)
	return s.read(page, err)
}

// read turns a page, or the reason why there is none, into a verdict. An error that says nothing of a page ends the walk.
func (s *walker) read(page *scrape.Page, err error) (verdict, error) {
	if err == nil {
		r, err := s.reader.Read(page)
		return weigh(r, page.Time), err
	}
	// First, since a capture that could not be got for a failure of the network is not damaged.
	if failure, ok := errors.AsType[*scrape.FailedError](err); ok {
		return verdict{unknown(failure.Reason, failure.Detail), failed, failure.Time}, nil
	}
	if damage, ok := errors.AsType[*scrape.DamagedError](err); ok {
		return verdict{unknown("damaged", damage.Error()+"; capture the page again"), answered, time.Time{}}, nil
	}
	if errors.Is(err, scrape.ErrNotHeld) {
		return notCaptured(), nil
	}
	return verdict{}, err
}
