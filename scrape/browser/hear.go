package browser

import (
	"context"
	"net/netip"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"

	"github.com/pocomigrate/pocomigrate/scrape"
)

// bother is how many dialogs, windows or downloads a page may start before it is stopped.
const bother = 3

// hear takes an event of the tab. It returns at once; what takes time goes on beside it.
func (v *visit) hear(ctx context.Context, event any) {
	switch e := event.(type) {
	case *fetch.EventRequestPaused:
		v.paused(ctx, e)
	case *network.EventRequestWillBeSent:
		v.sent(e)
	case *network.EventResponseReceived:
		v.headed(e)
	case *network.EventDataReceived:
		v.came(e)
	case *network.EventLoadingFinished:
		v.finished(ctx, e.RequestID)
	case *network.EventLoadingFailed:
		v.failed(e)
	case *page.EventJavascriptDialogOpening:
		v.dialog(ctx, e)
	case *page.EventWindowOpen:
		v.popup(e.URL)
	case *target.EventTargetCreated:
		v.strayed(ctx, e.TargetInfo)
	case *browser.EventDownloadWillBegin:
		if t := v.at(); t != nil && e.FrameID == t.frame {
			v.download(e.URL)
		}
	case *inspector.EventTargetCrashed:
		v.fail(reasonCrashed, "the page brought its part of the browser down")
	}
}

// at returns the visit's tab, nil while it is being opened.
func (v *visit) at() *tab {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.tab
}

// count raises one of the visit's counters, and returns how high it is.
func (v *visit) count(n *int) int {
	v.mu.Lock()
	defer v.mu.Unlock()
	*n++
	return *n
}

// dialog dismisses a dialog, which keeps the page's scripts waiting until then.
func (v *visit) dialog(ctx context.Context, e *page.EventJavascriptDialogOpening) {
	if e.Type != page.DialogTypeBeforeunload {
		if n := v.count(&v.dialogs); n > bother {
			v.fail(reasonDialogs, "the page opens one dialog after the other")
			return
		}
		v.o.Log.Warn("dialog dismissed", "url", v.url, "text", short(e.Message))
	}
	v.beside(func() {
		_, err := cdp.Call(ctx, v.at().page, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: e.Type == page.DialogTypeBeforeunload})
		v.tell(ctx, "dialog cannot be dismissed", err)
	})
}

// popup counts a window that the page wants; Chromium opens none unless a person clicks.
func (v *visit) popup(address string) {
	if n := v.count(&v.popups); n > bother {
		v.fail(reasonPopups, "the page opens one window after the other")
		return
	}
	v.o.Log.Warn("popup refused", "url", v.url, "to", short(address))
}

// strayed closes a window that the page has opened all the same.
func (v *visit) strayed(ctx context.Context, info *target.Info) {
	t := v.at()
	if t == nil || info.OpenerID != t.id {
		return
	}
	v.beside(func() {
		_, err := cdp.Call(ctx, t.browser, target.CloseTarget, target.CloseTargetParams{TargetID: info.TargetID})
		v.tell(ctx, "popup cannot be closed", err)
	})
}

// download notes a file that the page would have saved, once: Chromium may speak of it twice. Of its address, which a script may
// make as long as it likes, as much is kept as is told.
func (v *visit) download(address string) {
	address = short(address)
	v.mu.Lock()
	known, n := v.downloads[address], len(v.downloads)
	if !known && n < bother {
		v.downloads[address] = true
	}
	v.mu.Unlock()
	switch {
	case known:
	case n >= bother:
		v.fail(reasonDownload, "the page starts one download after the other")
	default:
		v.o.Log.Warn("download refused", "url", v.url, "to", address)
	}
}

// beside does something without keeping the events of the browser waiting. A visit that is over does nothing more.
func (v *visit) beside(do func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.begin(do)
}

// begin is beside for a caller that holds the lock.
func (v *visit) begin(do func()) {
	if v.held != nil && v.page == nil && v.err == nil {
		v.wg.Go(do)
	}
}

// tell notes that the browser did not do as it was told, unless it was stopped.
func (v *visit) tell(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		v.o.Log.Debug("browser did not obey", "url", v.url, "what", what, "error", err)
	}
}

// leads ends the visit of a page whose script leads on to another page.
func (v *visit) leads(to string) {
	if isInward(to) {
		v.fail("private_address", "a script leads on to "+short(to)+", which is no address that a shop can have")
		return
	}
	v.fail(reasonLeads, "a script leads on to "+short(to)+", which is another page; it was not followed")
}

// short returns as much of a page's words as a report has room for, on one line.
func short(words string) string {
	const room = 200
	words = strings.Join(strings.Fields(strings.ToValidUTF8(words[:min(len(words), 4*room)], "")), " ")
	if runes := []rune(words); len(runes) > room {
		return string(runes[:room]) + "…"
	}
	return words
}

// isInward reports whether an address names a place within a network, as far as its host says so.
func isInward(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	return !ip.IsGlobalUnicast() || ip.IsPrivate()
}

// isSamePage reports whether an address is the visit's own, in any spelling.
func (v *visit) isSamePage(address string) bool {
	return scrape.Canonical(address) == scrape.Canonical(v.url)
}
