package browser

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

const (
	// glance is how often a page is looked at.
	glance = 50 * time.Millisecond
	// still is how long a page must not change before what came is taken to be all of it.
	still = 250 * time.Millisecond
	// steps bounds how often a list is scrolled on.
	steps = 200
)

// What Chromium says of a page that it shows nothing of although an answer came: one of status 400 or above without a body,
// and one that asks for a name and password, which are not given.
const (
	emptyRefusal = "net::ERR_HTTP_RESPONSE_CODE_FAILURE"
	closedDoor   = "net::ERR_INVALID_AUTH_CREDENTIALS"
)

// patience is how long a page that has its marker may go on asking and changing before it is taken as it is.
func (v *visit) patience() time.Duration { return v.o.PageTime / 6 }

// state is what state.js says of a page.
type state struct {
	Marker   bool `json:"marker"`
	Complete bool `json:"complete"`
	Quiet    int  `json:"quiet"` // milliseconds since the last change
	Elements int  `json:"elements"`
	End      bool `json:"end"` // the window shows the end of the document
	More     bool `json:"more"`
}

// drive sends the page to its address, waits until it is there, brings out all of it and ends the visit with it.
func (v *visit) drive(ctx context.Context) {
	went, err := cdp.Call(ctx, v.tab.page, page.Navigate, page.NavigateParams{URL: v.url})
	if ctx.Err() != nil || !v.process.alive() {
		return
	}
	if err == nil && (went.ErrorText == emptyRefusal || went.ErrorText == closedDoor) {
		return // the answer's own event ends the visit with it, which may come later than this
	}
	if err == nil && went.ErrorText != "" {
		err = fmt.Errorf("chromium says %s", went.ErrorText)
	}
	if err != nil {
		v.fail("unreachable", err.Error()) // unless the reason is known better by now
		return
	}
	if !v.await(ctx) || !v.unroll(ctx) {
		return
	}
	var document struct {
		Text   string
		Length int
	}
	if err := v.tab.eval(ctx, &document, documentScript, v.o.MaxBody); err != nil {
		v.fail(reasonRestless, "the page went away while it was read")
		return
	}
	if document.Length > 0 || len(document.Text) > v.o.MaxBody {
		v.fail("too_large", fmt.Sprintf("the rendered document is larger than %d MiB", v.o.MaxBody>>20))
		return
	}
	v.end(v.rendered(document.Text))
}

// look returns how far the page is. It returns false when the visit is over.
func (v *visit) look(ctx context.Context) (state, bool) {
	for {
		var s state
		err := v.tab.eval(ctx, &s, stateScript, v.recipe.Selector, v.recipe.Scroll, v.recipe.More)
		if err == nil {
			v.looks.Add(1)
			return s, ctx.Err() == nil
		}
		if !v.pause(ctx) { // a page between two documents
			return s, false
		}
	}
}

func (v *visit) pause(ctx context.Context) bool {
	select {
	case <-time.After(glance):
		return true
	case <-v.ended:
	case <-ctx.Done():
	}
	return false
}

// await waits until the page is there: its marker has come, and nothing more is under way. A page that comes to rest
// without its marker is taken as it is, for the reader to tell what it is, unless it did something else instead.
func (v *visit) await(ctx context.Context) bool {
	marked := v.recipe.Selector != "" || v.recipe.Response != nil
	var ready, resting time.Duration
	for {
		s, ok := v.look(ctx)
		if !ok {
			return false
		}
		v.mu.Lock()
		loaded, fresh, repeated, response := v.document != nil, v.fresh, v.repeated, v.response
		v.mu.Unlock()
		there := loaded && s.Marker && (v.recipe.Response == nil || response)
		if !marked {
			there = loaded && s.Complete
		}
		if there {
			if fresh == 0 && s.Quiet >= int(still.Milliseconds()) {
				return true
			}
			if ready += glance; marked && ready > v.patience() {
				v.o.Log.Warn("page taken before it came to rest", "url", v.url)
				return true
			}
		}
		if resting += glance; there || !s.Complete || fresh+repeated > 0 || s.Quiet < int(still.Milliseconds()) {
			resting = 0
		}
		if resting >= v.o.Rest {
			if reason, detail := v.misdeed(); reason != "" {
				v.fail(reason, detail)
				return false
			}
			return true
		}
		if !v.pause(ctx) {
			return false
		}
	}
}

// unroll scrolls and clicks as the recipe says, until nothing new comes.
func (v *visit) unroll(ctx context.Context) bool {
	clicks := 0
	for range steps {
		s, ok := v.look(ctx)
		if !ok {
			return false
		}
		switch {
		case v.recipe.Scroll && !s.End:
			if !v.act(ctx, scrollScript) {
				return false
			}
		case s.More && clicks < v.recipe.Clicks:
			clicks++
			if !v.act(ctx, moreScript, v.recipe.More) {
				return false
			}
			after, ok := v.look(ctx)
			if !ok || after.Elements <= s.Elements {
				return ok
			}
		default:
			return true
		}
	}
	v.o.Log.Warn("page is longer than it was scrolled", "url", v.url)
	return true
}

// act does something on the page and waits until what it brings is there.
func (v *visit) act(ctx context.Context, script string, args ...any) bool {
	var done bool
	if err := v.tab.eval(ctx, &done, script, args...); err != nil {
		return v.pause(ctx)
	}
	for waited := time.Duration(0); waited < v.patience(); waited += glance {
		if !v.pause(ctx) {
			return false
		}
		s, ok := v.look(ctx)
		if !ok {
			return false
		}
		v.mu.Lock()
		fresh := v.fresh
		v.mu.Unlock()
		if fresh == 0 && s.Quiet >= int(still.Milliseconds()) {
			return true
		}
	}
	return true
}
