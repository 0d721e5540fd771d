package browser

import (
	"context"
	"net/http"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
)

// maxReloads is how often a script may send the page to its own address, most often to another spelling of it.
const maxReloads = 5

// request is one request of the page that the gate let through and that has no answer yet.
type request struct {
	network network.RequestID
	leave   func(status int, header http.Header)
}

// paused takes a request that waits to be sent, or whose answer waits to be let in.
func (v *visit) paused(ctx context.Context, e *fetch.EventRequestPaused) {
	if e.ResponseStatusCode != 0 || e.ResponseErrorReason != "" {
		v.beside(func() { v.answered(ctx, e) })
		return
	}
	if n := v.count(&v.total); n > v.o.Requests {
		v.fail(reasonRestless, "the page asks for more than can be of use")
		return
	}
	v.beside(func() { v.send(ctx, e) })
}

// send lets a request through, or not.
func (v *visit) send(ctx context.Context, e *fetch.EventRequestPaused) {
	if !v.wanted(e) {
		v.forget(e.NetworkID)
		v.refuse(ctx, e.RequestID)
		return
	}
	if p := v.statics.get(e.Request.URL); p != nil && isStatic(e.ResourceType) && e.Request.Method == http.MethodGet {
		v.fulfil(ctx, e.RequestID, p.Status, entries(p.Header), p.Body)
		return
	}
	leave, err := v.enter(ctx, e.Request.URL)
	if err != nil {
		v.denied(ctx, e, err)
		return
	}
	v.process.proxy.let(e.Request.URL)
	if !v.hold(e.RequestID, &request{network: e.NetworkID, leave: leave}) {
		leave(0, nil)
		return
	}
	_, err = cdp.Call(ctx, v.tab.page, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID, InterceptResponse: new(true)})
	if err != nil {
		v.release(e.RequestID, 0, nil) // the page gave it up meanwhile
	}
}

// enter waits at the gate; the page's time stands still meanwhile.
func (v *visit) enter(ctx context.Context, url string) (func(int, http.Header), error) {
	v.count(&v.waiting)
	defer func() {
		v.mu.Lock()
		v.waiting--
		v.mu.Unlock()
	}()
	return v.o.Gate.Enter(ctx, url)
}

// wanted reports whether a request is one that a reader of the page needs. One that is the page's end is dealt with.
func (v *visit) wanted(e *fetch.EventRequestPaused) bool {
	switch {
	case e.ResourceType == network.ResourceTypeDocument:
		return v.wantedDocument(e)
	case e.Request.Headers["Sec-Purpose"] != nil: // on the chance that somebody goes there
		return false
	case isData(e.ResourceType), isStatic(e.ResourceType), e.ResourceType == network.ResourceTypePreflight:
		return isWeb(e.Request.URL) && !v.blocked.holds(e.Request.URL)
	}
	return false
}

// isData tells what scripts ask for to read it.
func isData(kind network.ResourceType) bool {
	return kind == network.ResourceTypeXHR || kind == network.ResourceTypeFetch
}

// isStatic tells what draws a page and is the same for all of them.
func isStatic(kind network.ResourceType) bool {
	return kind == network.ResourceTypeScript || kind == network.ResourceTypeStylesheet
}

// wantedDocument tells the visit's own document from what a script does with one. Frames inside the page are left empty.
func (v *visit) wantedDocument(e *fetch.EventRequestPaused) bool {
	if e.FrameID != v.tab.frame {
		return false
	}
	if e.NetworkID == "" { // a link with the attribute
		v.download(e.Request.URL)
		return false
	}
	v.mu.Lock()
	first := !v.opened
	v.opened = true
	v.mu.Unlock()
	switch {
	case first:
		return true
	case !v.isSamePage(e.Request.URL) || e.Request.Method != http.MethodGet:
		v.leads(e.Request.URL)
		return false
	case v.count(&v.reloads) > maxReloads:
		v.fail(reasonRestless, "a script loads the page again and again")
		return false
	}
	return true
}

// denied tells what the gate did not let through. Without its document there is no page.
func (v *visit) denied(ctx context.Context, e *fetch.EventRequestPaused, err error) {
	if ctx.Err() != nil {
		return
	}
	if e.ResourceType == network.ResourceTypeDocument {
		v.end(nil, v.refusal(err))
	} else {
		v.o.Log.Warn("request of a page refused", "url", v.url, "to", e.Request.URL, "error", err)
	}
	v.refuse(ctx, e.RequestID)
}

func (v *visit) refuse(ctx context.Context, id fetch.RequestID) {
	_, err := cdp.Call(ctx, v.tab.page, fetch.FailRequest, fetch.FailRequestParams{RequestID: id, ErrorReason: network.ErrorReasonBlockedByClient})
	v.tell(ctx, "request cannot be refused", err)
}

// fulfil answers a request without sending it.
func (v *visit) fulfil(ctx context.Context, id fetch.RequestID, status int, header []*fetch.HeaderEntry, body []byte) {
	_, err := cdp.Call(ctx, v.tab.page, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: id, ResponseCode: int64(status), ResponseHeaders: header, Body: body,
	})
	v.tell(ctx, "request cannot be answered", err)
}

// hold keeps a request until its answer begins. It returns false when the visit is over.
func (v *visit) hold(id fetch.RequestID, r *request) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.held == nil {
		return false
	}
	v.held[id] = r
	return true
}

// release gives a request back to the gate, once.
func (v *visit) release(id fetch.RequestID, status int, header http.Header) {
	v.mu.Lock()
	r := v.held[id]
	delete(v.held, id)
	v.mu.Unlock()
	if r != nil {
		r.leave(status, header)
	}
}

// abandoned releases a request that the page gave up before its answer came.
func (v *visit) abandoned(id network.RequestID) {
	v.mu.Lock()
	var found fetch.RequestID
	for held, r := range v.held {
		if r.network == id {
			found = held
		}
	}
	v.mu.Unlock()
	if found != "" {
		v.beside(func() { v.release(found, 0, nil) })
	}
}
