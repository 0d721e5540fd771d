package wayback

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// patience is how many things in a row are asked for in vain before each further one is tried only once: a walk through
// an archive that is down must end. The next answer ends it.
const patience = 3

// ask gets one answer of the archive, again and again while there is trouble that may pass. what names the page or the
// area that it is about. request returns the address to ask for, given the status of the try before, 0 at first. The
// error is a *scrape.FailedError about what, ctx's, or one that the fetcher returned and that only its caller understands.
func (s *Source) ask(ctx context.Context, l lane, what string, request func(before int) string) (*scrape.Page, error) {
	status := 0
	for try := 1; ; try++ {
		if err := s.gate.pass(ctx, l); err != nil {
			return nil, fmt.Errorf("ask the archive for %s: %w", what, err)
		}
		page, err := s.fetcher.Fetch(ctx, request(status))
		failed, unanswered := errors.AsType[*scrape.FailedError](err)
		reason, trouble := "gave_up", "the archive gave no answer"
		switch {
		case err == nil && !transient(page):
			s.vain.Store(0)
			return page, nil
		case ctx.Err() != nil:
			return nil, fmt.Errorf("ask the archive for %s: %w", what, ctx.Err())
		case err == nil:
			status = page.Status
			trouble = fmt.Sprintf("the archive answered %d", status)
		case !unanswered:
			return nil, fmt.Errorf("ask the archive for %s: %w", what, err)
		case !slices.Contains([]string{"unreachable", "torn", "gave_up"}, failed.Reason):
			return nil, s.failed(what, failed.Reason, "the archive: "+failed.Detail, failed)
		default:
			reason, trouble = failed.Reason, trouble+": "+failed.Detail
		}
		rest := s.rest(page, try)
		if try >= s.pace.Tries || s.vain.Load() >= patience {
			s.vain.Add(1)
			return nil, s.failed(what, reason, fmt.Sprintf("%s (tries: %d)", trouble, try), err)
		}
		if err := s.gate.until(ctx, s.gate.now().Add(rest), fmt.Sprintf("%s; try %d of %d comes next", trouble, try+1, s.pace.Tries)); err != nil {
			return nil, fmt.Errorf("ask the archive for %s: %w", what, err)
		}
	}
}

// rest returns how long to wait after trouble, nil for no answer. A 429 is a word to all who ask, so it shuts the gate;
// anything else holds up one request.
func (s *Source) rest(page *scrape.Page, try int) time.Duration {
	backoff := s.pace.Backoff
	for range try - 1 {
		backoff = min(2*backoff, s.pace.MaxRest)
	}
	if page == nil {
		return backoff
	}
	asked := retryAfter(page.Header, s.gate.now(), s.pace.MaxRest)
	if page.Status != http.StatusTooManyRequests {
		return max(asked, backoff)
	}
	if asked == 0 {
		asked = s.pace.Rest
	}
	s.gate.shut(asked)
	return 0
}

// transient says that an answer is trouble of the archive itself that may pass. The list is the one that the archive's
// other clients go by: https://github.com/edgi-govdata-archiving/wayback. What was archived is never trouble.
func transient(p *scrape.Page) bool {
	if isMemento(p.Header) || hiddenIn(p) != nil {
		return false
	}
	switch p.Status {
	case 413, 421, 429, 500, 502, 503, 504, 599:
		return true
	}
	return false
}

// failed returns the report that nothing was got.
func (s *Source) failed(what, reason, detail string, cause error) *scrape.FailedError {
	return &scrape.FailedError{URL: what, Time: s.gate.now().UTC(), Via: name, Reason: reason, Detail: detail, Err: cause}
}

// hiddenError is a way in which the archive says that it does not show what it may well hold.
type hiddenError struct{ mark, reason, detail string }

func (e *hiddenError) Error() string { return e.detail }

var hiddenErrors = []hiddenError{
	{"AdministrativeAccessControlException", "blocked", "the site is blocked in the archive (AdministrativeAccessControlException)"},
	{"URLBlockedException", "blocked", "the address is blocked in the archive (URLBlockedException)"},
	{"URL has been excluded", "blocked", "the address has been excluded from the archive"},
	{"RobotAccessControlException", "robots", "the archive does not show it because of the site's robots.txt (RobotAccessControlException)"},
	{"due to robots.txt", "robots", "the archive does not show it because of the site's robots.txt"},
}

// hiddenBy returns the way that a text of the archive speaks of, nil for none.
func hiddenBy(text string) *hiddenError {
	for i := range hiddenErrors {
		if strings.Contains(text, hiddenErrors[i].mark) {
			return &hiddenErrors[i]
		}
	}
	return nil
}

// hiddenIn looks for it in an answer that is neither archived nor a success.
func hiddenIn(p *scrape.Page) *hiddenError {
	if h := hiddenBy(p.Header.Get("X-Archive-Wayback-Runtime-Error")); h != nil {
		return h
	}
	if p.Status == http.StatusOK {
		return nil
	}
	return hiddenBy(string(p.Body))
}
