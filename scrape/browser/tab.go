package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

const (
	// openTime is how long a tab may take to open.
	openTime = 30 * time.Second
	// closeTime is how long it may take to close. A renderer that is caught in a loop takes two seconds.
	closeTime = 15 * time.Second
)

// tab is one open page in a browser context of its own.
type tab struct {
	page     cdp.Session // takes commands to the page
	browser  cdp.Session // takes those to the browser
	id       target.ID
	frame    cdp.FrameID     // the page's own, as opposed to those inside it
	detached <-chan struct{} // closed when the page is gone
	lost     <-chan struct{} // closed when the browser is
	dispose  context.CancelFunc
	world    runtime.ExecutionContextID // where our scripts run, unseen by the page's; 0 while there is none
}

// openTab opens an empty page. listen is called with each of its events; it must return at once. The tab is closed by
// close, also when ctx is done by then.
func (p *process) openTab(ctx context.Context, listen func(ev any)) (*tab, error) {
	life, dispose := p.newTab(listen)
	limited, cancel := context.WithTimeout(ctx, openTime)
	defer cancel()
	stop := context.AfterFunc(limited, dispose)
	t, err := newTab(limited, life, listen)
	if !stop() && err == nil {
		err = context.Cause(limited)
	}
	if err != nil {
		dispose()
		return nil, err
	}
	t.dispose = dispose
	return t, nil
}

func newTab(ctx, life context.Context, listen func(ev any)) (*tab, error) {
	if err := chromedp.Do(life); err != nil {
		return nil, err
	}
	detached, err := chromedp.Detached(life)
	if err != nil {
		return nil, err
	}
	if err := chromedp.ListenBrowser(life, listen); err != nil {
		return nil, err
	}
	c := chromedp.FromContext(life)
	_, err = cdp.Call(ctx, c.Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: c.BrowserContextID, EventsEnabled: new(true),
	})
	id := c.Target.TargetID
	return &tab{page: c.Target, browser: c.Browser, id: id, frame: cdp.FrameID(id), detached: detached, lost: c.Browser.LostConnection}, err
}

// prepare sets the page up before it is sent anywhere. Chromium keeps answers of up to room bytes until they are asked for.
func (t *tab) prepare(ctx context.Context, agent, language string, room int64) error {
	// Events that nobody here reads; a page could make any number of them.
	for _, off := range []string{runtime.CommandDisable, dom.CommandDisable, css.CommandDisable, "Log.disable"} {
		if err := t.page.Call(ctx, off, cdp.Empty{}, nil); err != nil {
			return err
		}
	}
	for _, step := range []struct {
		method string
		params any
	}{
		{emulation.SetUserAgentOverride.Method, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: language}},
		{network.SetBypassServiceWorker.Method, network.SetBypassServiceWorkerParams{Bypass: true}},
		// What the page starts beside itself waits for a debugger that never comes.
		{target.SetAutoAttach.Method, target.SetAutoAttachParams{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: new(true)}},
		{network.Enable.Method, network.EnableParams{MaxTotalBufferSize: new(4 * room), MaxResourceBufferSize: new(room)}},
		{page.AddScriptToEvaluateOnNewDocument.Method, page.AddScriptToEvaluateOnNewDocumentParams{Source: beforeScript}},
		{fetch.Enable.Method, fetch.EnableParams{}},
	} {
		if err := t.page.Call(ctx, step.method, step.params, nil); err != nil {
			return fmt.Errorf("%s: %w", step.method, err)
		}
	}
	return nil
}

// close closes the page, however busy it is, and waits until it is gone. The events are heard until then: the connection
// to the browser stands still for all tabs when those of one are not taken.
func (t *tab) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	defer t.dispose()
	if _, err := cdp.Call(ctx, t.browser, target.CloseTarget, target.CloseTargetParams{TargetID: t.id}); err != nil {
		return err
	}
	select {
	case <-t.detached:
		return nil
	case <-t.lost:
		return errors.New("the browser is gone")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// eval calls a function, given as text, with arguments, and reads what it returns. The page's scripts see nothing of it.
func (t *tab) eval(ctx context.Context, into any, function string, args ...any) error {
	if t.world == 0 {
		made, err := cdp.Call(ctx, t.page, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: t.frame, WorldName: "reader"})
		if err != nil {
			return err
		}
		t.world = made.ExecutionContextID
	}
	list, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return err
	}
	got, err := cdp.Call(ctx, t.page, runtime.Evaluate, runtime.EvaluateParams{
		Expression: "(" + function + ")(..." + string(list) + ")", ContextID: t.world,
		ReturnByValue: new(true), Silent: new(true),
	})
	if err != nil {
		t.world = 0 // the page went on to another document
		return err
	}
	if thrown := got.ExceptionDetails; thrown != nil {
		return fmt.Errorf("script: %s", thrown.Text)
	}
	return json.Unmarshal(got.Result.Value, into)
}
