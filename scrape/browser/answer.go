package browser

import (
	"context"
	"crypto/sha256"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// answered looks at the beginning of an answer before the page does. A second beginning says that the answer broke off.
func (v *visit) answered(ctx context.Context, e *fetch.EventRequestPaused) {
	header := headerOf(e.ResponseHeaders)
	v.release(e.RequestID, int(e.ResponseStatusCode), header)
	own := e.ResourceType == network.ResourceTypeDocument && e.FrameID == v.tab.frame
	begun := &traffic{url: v.url, own: true, request: requestHeader(e.Request.Headers), status: int(e.ResponseStatusCode), header: header}
	if own && e.ResponseErrorReason == "" {
		v.mu.Lock()
		v.begun = begun
		v.mu.Unlock()
	}
	switch {
	case e.ResponseErrorReason != "":
		v.unanswered(ctx, e, own)
		return
	case own && isBodiless(int(e.ResponseStatusCode), header):
		v.end(v.keep(begun, nil))
		v.refuse(ctx, e.RequestID)
		return
	case own && isDownload(header):
		v.fail(reasonDownload, "the shop answers with a file to download")
		v.refuse(ctx, e.RequestID)
		return
	case own && !isRendered(int(e.ResponseStatusCode), header):
		_, err := cdp.Call(ctx, v.tab.page, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		v.tell(ctx, "scripts cannot be stopped", err)
	}
	v.letIn(ctx, e.RequestID)
}

// unanswered passes on that no answer came. Chromium knows only that its proxy did not connect; the proxy knows why.
func (v *visit) unanswered(ctx context.Context, e *fetch.EventRequestPaused, own bool) {
	if cause := v.process.proxy.fault(e.Request.URL); cause != nil {
		if own {
			v.end(nil, v.refusal(cause))
		} else {
			v.o.Log.Warn("request of a page got no answer", "url", v.url, "to", e.Request.URL, "error", cause)
		}
	}
	v.letIn(ctx, e.RequestID)
}

// letIn gives the page an answer, or the news that none came.
func (v *visit) letIn(ctx context.Context, id fetch.RequestID) {
	_, err := cdp.Call(ctx, v.tab.page, fetch.ContinueResponse, fetch.ContinueResponseParams{RequestID: id})
	v.tell(ctx, "answer cannot be let in", err)
}

// keep records an answer, or remembers what only draws pages. It returns the page where the visit ends with it.
func (v *visit) keep(t *traffic, body []byte) (*scrape.Page, error) {
	x := &scrape.Exchange{
		URL: t.url, Time: v.now(), Request: t.request, Status: t.status, Header: decoded(t.header), Body: body, Via: Via,
	}
	switch {
	case t.own:
		return v.keepOwn(x)
	case isStatic(t.kind):
		if t.method == http.MethodGet && x.Status == http.StatusOK && !strings.Contains(x.Header.Get("Cache-Control"), "no-store") {
			v.statics.put(x.URL, &scrape.Page{URL: x.URL, Status: x.Status, Header: x.Header, Body: body})
		}
		return nil, nil //nolint:nilnil // the visit goes on
	case t.method != http.MethodGet || !v.news(x):
		return nil, nil //nolint:nilnil // the address does not name it, or it is on record
	}
	page, err := v.record(x)
	if err != nil || page.Location() != "" {
		return nil, err
	}
	url := scrape.Canonical(x.URL)
	v.mu.Lock()
	defer v.mu.Unlock()
	if !isRendered(x.Status, x.Header) { // a page that a script fetched ahead is still to be rendered
		v.received.put(url, page)
		v.along = append(v.along, x.URL)
	}
	if v.recipe.Response != nil && v.recipe.Response(url) {
		v.response = true
	}
	return nil, nil //nolint:nilnil // the visit goes on
}

// keepOwn keeps the document. One that there is nothing to render of is the page. One that is rendered is recorded at the
// visit's end, just before what it became: an archive that ends between the two would give the shell for the page.
func (v *visit) keepOwn(x *scrape.Exchange) (*scrape.Page, error) {
	x.URL = v.url
	if !isRendered(x.Status, x.Header) {
		return v.record(x)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.document = x
	return nil, nil //nolint:nilnil // the visit goes on
}

// news reports whether an answer differs from the last one of its address: a page that asks every second for what has not
// changed fills no archive.
func (v *visit) news(x *scrape.Exchange) bool {
	sum := fmt.Sprintf("%d %x", x.Status, sha256.Sum256(x.Body))
	url := scrape.Canonical(x.URL)
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.recorded[url] == sum {
		return false
	}
	v.recorded[url] = sum
	return true
}

// isRendered reports whether a document is one for the browser to render. Anything else is a page as it came.
func isRendered(status int, header http.Header) bool {
	media := (&scrape.Page{Header: header}).MediaType()
	return status < http.StatusMultipleChoices && !isBodiless(status, header) && (media == "text/html" || media == "application/xhtml+xml" || media == "")
}

// isBodiless reports whether an answer is all said with its head: a redirect, or one without content.
func isBodiless(status int, header http.Header) bool {
	return status >= 300 && status < 400 && header.Get("Location") != "" || status == http.StatusNoContent || status == http.StatusResetContent
}

// isDownload reports whether Chromium would save an answer and show nothing.
func isDownload(header http.Header) bool {
	if kind, _, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && kind == "attachment" {
		return true
	}
	media := (&scrape.Page{Header: header}).MediaType()
	family, name, _ := strings.Cut(media, "/")
	switch family {
	case "", "text", "image":
		return false
	}
	return name != "json" && name != "xml" && name != "javascript" && !strings.HasSuffix(name, "+json") && !strings.HasSuffix(name, "+xml")
}
