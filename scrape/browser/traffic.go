package browser

import (
	"context"
	"fmt"
	"net/http"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// traffic is one request of the page, and as much of the answer as has come.
type traffic struct {
	url     string
	method  string
	kind    network.ResourceType
	own     bool // it is the page's document
	fresh   bool // the first of its address
	request http.Header
	status  int
	header  http.Header
	size    int // bytes of the body, decoded
}

// sent counts a request as under way; a redirect is kept and goes on as another request.
func (v *visit) sent(e *network.EventRequestWillBeSent) {
	tab := v.at()
	own := tab != nil && e.Type == network.ResourceTypeDocument && e.FrameID == tab.frame
	if !isWeb(e.Request.URL) || !own && !isData(e.Type) && !isStatic(e.Type) {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ignored[e.RequestID] {
		return
	}
	t, ok := v.traffic[e.RequestID]
	if ok && e.RedirectResponse != nil {
		hop := *t
		hop.answer(e.RedirectResponse)
		v.begin(func() { v.conclude(v.keep(&hop, nil)) })
		t.url = e.Request.URL
		return
	}
	t = &traffic{url: e.Request.URL, method: e.Request.Method, kind: e.Type, own: own, request: requestHeader(e.Request.Headers)}
	url := scrape.Canonical(t.url)
	v.asked[url]++
	if t.fresh = v.asked[url] == 1 || own; t.fresh {
		v.fresh++
	} else {
		v.repeated++
	}
	v.traffic[e.RequestID] = t
}

func (t *traffic) answer(r *network.Response) {
	t.status, t.header = int(r.Status), responseHeader(r.Headers)
}

// headed notes the head of an answer.
func (v *visit) headed(e *network.EventResponseReceived) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if t, ok := v.traffic[e.RequestID]; ok {
		t.answer(e.Response)
	}
}

// came counts what came of an answer. One that is too large is the end of the page: it cannot be stopped on its own.
func (v *visit) came(e *network.EventDataReceived) {
	v.mu.Lock()
	t, ok := v.traffic[e.RequestID]
	large := false
	if ok {
		t.size += int(e.DataLength)
		v.size += int(e.DataLength)
		large = t.size > v.o.MaxBody || v.size > 4*v.o.MaxBody
	}
	v.mu.Unlock()
	switch {
	case large && t.own:
		v.fail("too_large", fmt.Sprintf("the answer is larger than %d MiB", v.o.MaxBody>>20))
	case large:
		v.fail("too_large", fmt.Sprintf("what the page asks for is larger than %d MiB: %s", v.o.MaxBody>>20, short(t.url)))
	}
}

// finished fetches the body of an answer that has come whole, and keeps both.
func (v *visit) finished(ctx context.Context, id network.RequestID) {
	v.mu.Lock()
	t, ok := v.traffic[id]
	v.mu.Unlock()
	if !ok {
		return
	}
	if isStatic(t.kind) && v.statics.get(t.url) != nil {
		v.over(id)
		return
	}
	v.beside(func() {
		defer v.over(id)
		body, err := v.body(ctx, id, t)
		switch {
		case err != nil && t.own:
			// The page went on to another document, or it is over.
			v.tell(ctx, "document was not kept", err)
		case err != nil:
			v.tell(ctx, "answer was not kept", err)
		default:
			v.conclude(v.keep(t, body))
		}
	})
}

// conclude ends the visit where what was kept is the page, or cannot be kept.
func (v *visit) conclude(page *scrape.Page, err error) {
	if page != nil || err != nil {
		v.end(page, err)
	}
}

// body returns a body. What Chromium took for text comes in UTF-8, and the headers are made to say so.
func (v *visit) body(ctx context.Context, id network.RequestID, t *traffic) ([]byte, error) {
	if t.size == 0 {
		return nil, nil
	}
	got, err := cdp.Call(ctx, v.tab.page, network.GetResponseBody, network.GetResponseBodyParams{RequestID: id})
	if err != nil {
		return nil, err
	}
	if !got.Base64encoded {
		t.header = inUTF8(t.header)
	}
	return got.Body, nil
}

// failed counts a request as over that came to nothing. Without its document there is no page.
func (v *visit) failed(e *network.EventLoadingFailed) {
	v.abandoned(e.RequestID)
	v.mu.Lock()
	t, ok := v.traffic[e.RequestID]
	begun := v.begun
	v.mu.Unlock()
	if !ok {
		return
	}
	v.over(e.RequestID)
	switch {
	case t.own && begun != nil && begun.status >= http.StatusBadRequest:
		// A refusal says all with its head. Chromium shows a page of its own in the place of an empty one, and wants a
		// password before it shows another.
		v.beside(func() { v.conclude(v.keep(begun, nil)) })
	case t.own && begun != nil:
		v.fail("torn", "the answer broke off: chromium says "+e.ErrorText)
	case t.own:
		v.fail("unreachable", "no answer came: chromium says "+e.ErrorText)
	case e.BlockedReason == "":
		v.o.Log.Debug("request of a page came to nothing", "url", v.url, "to", t.url, "error", e.ErrorText)
	}
}

// forget takes a refused request out of the count; it may not be counted yet.
func (v *visit) forget(id network.RequestID) {
	v.over(id)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.ignored[id] = true
}

// over counts a request as no longer under way.
func (v *visit) over(id network.RequestID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	t, ok := v.traffic[id]
	switch {
	case !ok:
		return
	case t.fresh:
		v.fresh--
	default:
		v.repeated--
	}
	delete(v.traffic, id)
}
