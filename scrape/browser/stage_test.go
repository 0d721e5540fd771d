package browser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// stage is a visit whose browser is played by the test. Time passes at once, as soon as everybody waits for it.
type stage struct {
	*testing.T
	ctx         context.Context //nolint:containedctx // of the one visit
	visit       browser.Visit
	page, whole *session
	gate        *turnstile
	notes       *notebook
	log         *journal
}

// address is what a visit on the stage is of.
const address = "https://www.poco.in/product/f6"

// play has a visit on a stage.
func play(t *testing.T, change func(*browser.Options), act func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{T: t, page: &session{}, whole: &session{}, gate: &turnstile{}, notes: &notebook{}, log: &journal{}}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s.ctx = ctx
		o := browser.Options{
			Gate: s.gate, Now: time.Now, Recorder: s.notes, Chromium: os.Args[0], PageTime: 30 * time.Second,
			Log: s.log.logger(),
		}
		if change != nil {
			change(&o)
		}
		var err error
		if s.visit, err = browser.NewVisit(o, address, s.page, s.whole); err != nil {
			t.Fatal(err)
		}
		act(s)
	})
}

// hear tells the visit what happens, and waits until it has done what it does then.
func (s *stage) hear(events ...any) {
	for _, e := range events {
		s.visit.Hear(s.ctx, e)
		synctest.Wait()
	}
	synctest.Wait()
}

// says fails the test unless the log holds a line with all of the words, and returns the log so far.
func (s *stage) says(words ...string) {
	s.Helper()
	for line := range strings.Lines(s.log.String()) {
		all := true
		for _, w := range words {
			all = all && strings.Contains(line, w)
		}
		if all {
			return
		}
	}
	s.Errorf("no line with %q in the log:\n%s", words, s.log)
}

// ended fails the test unless the visit has ended with a failure, or goes on where reason is empty.
func (s *stage) ended(reason, detail string) {
	s.Helper()
	page, err := s.visit.Outcome()
	if reason == "" {
		if page != nil || err != nil {
			s.Errorf("the visit ended with %v, %v", page, err)
		}
		return
	}
	failed, ok := errors.AsType[*scrape.FailedError](err)
	if !ok || failed.Reason != reason || !strings.Contains(failed.Detail, detail) {
		s.Errorf("the visit ended with %v, %v, want reason %q, detail with %q", page, err, reason, detail)
	}
}

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// logger returns what writes to the journal, everything and without the time.
func (j *journal) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(j, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// session notes what the page or the browser is told, and answers.
type session struct {
	cdp.Session
	answer func(method string, params any) (any, error) // nil answers nothing to all; so does a nil answer

	mu   sync.Mutex
	told []string // method, and what is told by it
}

func (s *session) Call(_ context.Context, method string, params, result any) error {
	said, err := json.Marshal(params)
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.told = append(s.told, method+" "+string(said))
	s.mu.Unlock()
	if s.answer == nil {
		return nil
	}
	answer, err := s.answer(method, params)
	if err != nil || answer == nil {
		return err
	}
	text, _ := answer.(string) //nolint:errcheck // that of an answer which is a text
	switch into := result.(type) {
	case *network.GetResponseBodyResult:
		into.Body = []byte(text)
	case *cdpage.NavigateResult:
		into.ErrorText = text
	case *cdpage.CreateIsolatedWorldResult:
		into.ExecutionContextID, _ = answer.(runtime.ExecutionContextID) //nolint:errcheck // it is one
	case *runtime.EvaluateResult:
		value, err := json.Marshal(answer)
		if details, threw := answer.(*runtime.ExceptionDetails); threw {
			into.ExceptionDetails = details
			return nil
		}
		into.Result = &runtime.RemoteObject{Value: value}
		return err
	default:
		return fmt.Errorf("no answer to %s of type %T", method, result)
	}
	return nil
}

// heard returns what was told by a method, and forgets it.
func (s *session) heard(method string) (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var rest []string
	for _, t := range s.told {
		if what, ok := strings.CutPrefix(t, method+" "); ok {
			all = append(all, what)
		} else {
			rest = append(rest, t)
		}
	}
	s.told = rest
	return all
}

// turnstile is a gate that connects to nothing.
type turnstile struct {
	refuse map[string]error
	closed chan struct{} // when not nil, nobody comes through before it is closed

	mu      sync.Mutex
	entered []string
	left    []string // status and Content-Type of the answer
}

func (g *turnstile) Enter(ctx context.Context, url string) (func(int, http.Header), error) {
	if g.closed != nil {
		select {
		case <-g.closed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refuse[url]; err != nil {
		return nil, err
	}
	g.entered = append(g.entered, url)
	return func(status int, h http.Header) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.left = append(g.left, strings.TrimSpace(fmt.Sprint(status, " ", h.Get("Content-Type"))))
	}, nil
}

func (*turnstile) DialContext(context.Context, string, string) (net.Conn, error) {
	return nil, errors.New("nobody connects on a stage")
}

// What a browser says of a request. Its id is the same in all of them.

func request(url string) *network.Request { return &network.Request{URL: url, Method: http.MethodGet} }

func sent(id network.RequestID, kind network.ResourceType, url string) *network.EventRequestWillBeSent {
	return &network.EventRequestWillBeSent{RequestID: id, Type: kind, FrameID: "tab", Request: request(url)}
}

func headed(id network.RequestID, media string) *network.EventResponseReceived {
	return &network.EventResponseReceived{RequestID: id, Response: &network.Response{Status: http.StatusOK, Headers: network.Headers{"content-type": media}}}
}

func came(id network.RequestID, bytes int64) *network.EventDataReceived {
	return &network.EventDataReceived{RequestID: id, DataLength: bytes}
}

func finished(id network.RequestID) *network.EventLoadingFinished {
	return &network.EventLoadingFinished{RequestID: id}
}

func broke(id network.RequestID, why string) *network.EventLoadingFailed {
	return &network.EventLoadingFailed{RequestID: id, ErrorText: why}
}

// asks stops a request before it is sent.
func asks(id network.RequestID, kind network.ResourceType, url string) *fetch.EventRequestPaused {
	return &fetch.EventRequestPaused{RequestID: fetch.RequestID("stopped " + id), NetworkID: id, ResourceType: kind, FrameID: "tab", Request: request(url)}
}

// answers stops it again when its answer begins.
func answers(id network.RequestID, kind network.ResourceType, url string, status int64, media string) *fetch.EventRequestPaused {
	e := asks(id, kind, url)
	e.ResponseStatusCode, e.ResponseHeaders = status, []*fetch.HeaderEntry{{Name: "Content-Type", Value: media}}
	return e
}

// whole is all that is said of a request that is answered, well, with some bytes.
func whole(id network.RequestID, kind network.ResourceType, url, media string, bytes int64) []any {
	const status = http.StatusOK
	return []any{
		asks(id, kind, url), sent(id, kind, url), answers(id, kind, url, status, media), headed(id, media), came(id, bytes), finished(id),
	}
}

const (
	doc    = network.ResourceTypeDocument
	xhr    = network.ResourceTypeXHR
	script = network.ResourceTypeScript
	image  = network.ResourceTypeImage
)
