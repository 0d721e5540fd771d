package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// visit is one page on its way from an address to an answer. One goroutine drives the page, one watches over its time, and
// what the browser tells comes from others; they meet under the lock.
type visit struct {
	*Source
	process *process
	url     string // as it was asked
	recipe  Recipe
	ended   chan struct{} // closed when page or err is there
	looks   atomic.Int64  // how often the page said how far it is
	wg      sync.WaitGroup

	mu   sync.Mutex
	tab  *tab // nil while it is being opened
	page *scrape.Page
	err  error

	// What was asked for.
	opened  bool                         // the document was; later ones are a script's doing
	reloads int                          // how often a script sent the page to its own address
	total   int                          // requests in all
	waiting int                          // those that the gate keeps waiting
	held    map[fetch.RequestID]*request // let through and not answered yet; nil when the visit is over

	// What is under way.
	traffic  map[network.RequestID]*traffic
	ignored  map[network.RequestID]bool // refused, and not counted
	asked    map[string]int             // how often each canonical address was asked for
	fresh    int                        // requests under way to addresses that are asked for the first time
	repeated int                        // the others under way

	// What came.
	begun    *traffic          // the head of the document, nil while it has not come
	document *scrape.Exchange  // nil while it has not come whole
	response bool              // the answer that the recipe waits for has come
	size     int               // bytes of all answers
	recorded map[string]string // digest of what was last recorded of each canonical address
	along    []string          // addresses whose answers were kept

	dialogs, popups int
	downloads       map[string]bool // what is told of the addresses of files that the page would have saved
}

func (s *Source) newVisit(p *process, url string) *visit {
	return &visit{
		Source: s, process: p, url: url, recipe: s.o.Recipe(url), ended: make(chan struct{}),
		held: map[fetch.RequestID]*request{}, traffic: map[network.RequestID]*traffic{}, ignored: map[network.RequestID]bool{},
		asked: map[string]int{}, recorded: map[string]string{}, downloads: map[string]bool{},
	}
}

// end sets the visit's outcome; the first one counts.
func (v *visit) end(page *scrape.Page, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.page == nil && v.err == nil {
		v.page, v.err = page, err
		close(v.ended)
	}
}

// fail ends the visit with a failure.
func (v *visit) fail(reason, detail string) { v.end(nil, v.failure(reason, detail, nil)) }

// failure returns the error of an address that was asked in vain.
func (s *Source) failure(url, reason, detail string, cause error) error {
	return &scrape.FailedError{URL: url, Time: s.now(), Via: Via, Reason: reason, Detail: detail, Err: cause}
}

func (v *visit) failure(reason, detail string, cause error) error {
	return v.Source.failure(v.url, reason, detail, cause)
}

// refusal turns an error of the gate into the visit's own.
func (v *visit) refusal(err error) error {
	if f, ok := errors.AsType[*scrape.FailedError](err); ok {
		return v.failure(f.Reason, f.Detail, err)
	}
	return v.failure("unreachable", err.Error(), err)
}

// run visits the page in a tab of its own. Whatever happens, the tab is closed when it returns.
func (v *visit) run(ctx context.Context) (*scrape.Page, error) {
	work, cancel := context.WithCancel(ctx)
	defer cancel()
	tab, err := v.process.openTab(ctx, func(event any) { v.hear(work, event) })
	if err != nil {
		return nil, v.lost(ctx, err)
	}
	v.mu.Lock()
	v.tab = tab
	v.mu.Unlock()
	defer v.leave(ctx, cancel)
	if err := tab.prepare(work, v.agent(), cmp.Or(v.recipe.Language, "en"), int64(v.o.MaxBody)); err != nil {
		return nil, v.lost(ctx, err)
	}
	v.wg.Go(func() { v.drive(work) })
	v.watch(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", v.url, err)
	}
	return v.outcome()
}

// outcome returns what the visit ended with. The document of a page that failed is recorded, too.
func (v *visit) outcome() (*scrape.Page, error) {
	v.mu.Lock()
	page, document, err := v.page, v.document, v.err
	v.mu.Unlock()
	if _, failed := errors.AsType[*scrape.FailedError](err); failed && document != nil {
		if _, err := v.record(document); err != nil {
			return nil, err
		}
	}
	return page, err
}

// agent is the user agent that the page is asked under: Chromium's own, and who is behind it.
func (v *visit) agent() string {
	if v.o.Agent == "" {
		return v.process.agent
	}
	return v.process.agent + " " + v.o.Agent
}

// lost says that a browser did not do as it was told. It is ended; the next page has a new one.
func (v *visit) lost(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("fetch %s: %w", v.url, ctx.Err())
	}
	v.discard(v.process)
	// The error of a browser that ended is told, not wrapped: it would pass for the end of ctx.
	return v.failure(reasonCrashed, "the browser did not open a page: "+err.Error(), nil)
}

// leave closes the tab and gives back what the gate let through. A browser that cannot close a tab is ended; the next
// page has a new one.
func (v *visit) leave(ctx context.Context, cancel context.CancelFunc) {
	cancel()
	if err := v.tab.close(ctx); err != nil {
		v.o.Log.Warn("tab cannot be closed; the browser is started anew", "url", v.url, "error", err)
		v.discard(v.process)
	}
	v.mu.Lock()
	held := v.held
	v.held = nil // nothing is begun from here on
	v.mu.Unlock()
	v.wg.Wait()
	for _, r := range held {
		r.leave(0, nil)
	}
}

// rendered records the document, and what the browser shows of it as a resource, which is the page.
func (v *visit) rendered(text string) (*scrape.Page, error) {
	v.mu.Lock()
	document := v.document
	v.mu.Unlock()
	if _, err := v.record(document); err != nil {
		return nil, err
	}
	at := v.now()
	if !at.After(document.Time) {
		at = document.Time.Add(time.Millisecond) // what is shown is the newer capture, also by a coarse clock
	}
	return v.record(&scrape.Exchange{
		URL: v.url, Time: at, Status: document.Status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body: []byte(text), Via: Via, Resource: true,
	})
}
