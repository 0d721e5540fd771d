package browser

import (
	"context"
	"time"
)

// The reasons of a failure that only a browser has, beside those that [scrape.FailedError] names.
const (
	reasonDialogs  = "dialogs"         // it opens dialogs without end
	reasonPopups   = "popups"          // it opens windows without end, or shows nothing and opens one
	reasonDownload = "download"        // it is a download, or shows nothing and starts one
	reasonHung     = "hung"            // a script keeps running
	reasonRestless = "restless"        // it never comes to rest
	reasonLeads    = "script_redirect" // a script leads on to another page
	reasonCrashed  = "crashed"         // the browser ended under it
)

// watch returns when the visit has ended, by itself or because its time is over. The time does not run while the gate
// keeps a request waiting: that is no fault of the page.
func (v *visit) watch(ctx context.Context) {
	const tick = 50 * time.Millisecond
	clock := time.Tick(tick)
	var silent time.Duration // since the page last said how far it is
	var looks int64
	for spent := time.Duration(0); spent < v.o.PageTime; {
		select {
		case <-v.ended:
			return
		case <-ctx.Done():
			return
		case <-v.process.gone:
			v.fail(reasonCrashed, "the browser ended while the page was open")
			return
		case <-clock:
			if silent += tick; looks != v.looks.Load() {
				looks, silent = v.looks.Load(), 0
			}
			v.mu.Lock()
			if v.waiting == 0 {
				spent += tick
			}
			v.mu.Unlock()
		}
	}
	v.timeOver(silent > time.Second)
}

// timeOver names what a page did with its time.
func (v *visit) timeOver(silent bool) {
	v.mu.Lock()
	whole, begun, busy := v.document != nil, v.begun != nil, v.fresh+v.repeated > 0
	v.mu.Unlock()
	limit := v.o.PageTime.String()
	switch {
	case !whole && begun && !silent:
		v.fail("gave_up", "the answer did not end within "+limit)
	case !begun:
		v.fail("gave_up", "no answer came within "+limit)
	case silent:
		v.fail(reasonHung, "a script of the page kept running until its "+limit+" were over")
	case busy:
		v.fail(reasonRestless, "the page kept asking for more until its "+limit+" were over")
	default:
		v.fail(reasonRestless, "the page kept changing until its "+limit+" were over")
	}
}

// misdeed names what a page did that shows nothing: it returns "" for one that did nothing of the kind.
func (v *visit) misdeed() (reason, detail string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case len(v.downloads) > 0:
		return reasonDownload, "the page starts a download and shows nothing else"
	case v.popups > 0:
		return reasonPopups, "the page opens another window and shows nothing itself"
	case v.dialogs > 0:
		return reasonDialogs, "the page opens a dialog and shows nothing else"
	}
	return "", ""
}
