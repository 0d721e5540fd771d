package browser_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// TestWanted: what a reader of the page needs goes to the gate and on; all else is refused without asking anybody.
func TestWanted(t *testing.T) {
	t.Parallel()
	const a = "https://www.poco.in/a"
	ahead := asks("1", script, a)
	ahead.Request.Headers = network.Headers{"Sec-Purpose": "prefetch"}
	inner := asks("1", doc, a)
	inner.FrameID = "inner"
	for _, tt := range []struct {
		name string
		ask  *fetch.EventRequestPaused
		sent bool
	}{
		{"the document", asks("1", doc, address), true},
		{"a script", asks("1", script, a), true},
		{"a style", asks("1", network.ResourceTypeStylesheet, a), true},
		{"data", asks("1", xhr, a), true},
		{"data by fetch", asks("1", network.ResourceTypeFetch, a), true},
		{"the question before data of another host", asks("1", network.ResourceTypePreflight, a), true},
		{"a picture", asks("1", image, a), false},
		{"a font", asks("1", network.ResourceTypeFont, a), false},
		{"a film", asks("1", network.ResourceTypeMedia, a), false},
		{"a beacon", asks("1", network.ResourceTypePing, a), false},
		{"on the chance that somebody goes there", ahead, false},
		{"a frame within the page", inner, false},
		{"who measures visitors", asks("1", script, "https://www.google-analytics.com/analytics.js"), false},
		{"with a password", asks("1", xhr, "https://a:b@www.poco.in/a"), false},
		{"a file", asks("1", xhr, "file:///etc/passwd"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(tt.ask)
				sent, refused := s.page.heard("Fetch.continueRequest"), s.page.heard("Fetch.failRequest")
				if tt.sent {
					if d := cmp.Diff([]string{`{"requestId":"stopped 1","interceptResponse":true}`}, sent); d != "" || len(refused) > 0 || len(s.gate.entered) != 1 || !s.visit.IsLet(tt.ask.Request.URL) {
						s.Errorf("sent (-want +got):\n%srefused %s, entered %q", d, refused, s.gate.entered)
					}
				} else if d := cmp.Diff([]string{`{"requestId":"stopped 1","errorReason":"BlockedByClient"}`}, refused); d != "" || len(sent) > 0 || len(s.gate.entered) > 0 || s.visit.IsLet(tt.ask.Request.URL) {
					s.Errorf("refused (-want +got):\n%ssent %s, entered %q", d, sent, s.gate.entered)
				}
				s.ended("", "")
			})
		})
	}
}

// TestGateIsLeft: each request that the gate let through is given back to it once: when its answer begins, with that, when the
// page gives it up, when it could not be sent, and at the end of the visit.
func TestGateIsLeft(t *testing.T) {
	t.Parallel()
	const a = "https://www.poco.in/a"
	for name, events := range map[string][]any{
		"200 application/json": {asks("1", xhr, a), sent("1", xhr, a), answers("1", xhr, a, 200, "application/json"), headed("1", "application/json"), finished("1")},
		"404 text/html":        {asks("1", doc, address), sent("1", doc, address), answers("1", doc, address, 404, "text/html"), broke("1", "x")},
		"0":                    {asks("1", xhr, a), sent("1", xhr, a), broke("1", "x")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(events...)
				if d := cmp.Diff([]string{name}, s.gate.left); d != "" {
					s.Errorf("left with (-want +got):\n%s", d)
				}
				s.visit.Closed()
				s.visit.Leave(s.ctx)
				if len(s.gate.left) != 1 {
					s.Errorf("left %d times", len(s.gate.left))
				}
			})
		})
	}
	t.Run("at the end", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(asks("1", xhr, a), asks("2", xhr, a))
			if len(s.gate.left) > 0 {
				s.Errorf("left too early, with %q", s.gate.left)
			}
			s.visit.Closed()
			s.visit.Leave(s.ctx)
			if d := cmp.Diff([]string{"0", "0"}, s.gate.left); d != "" {
				s.Errorf("left with (-want +got):\n%s", d)
			}
		})
	})
	t.Run("when it could not be sent", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.page.answer = fails("Fetch.continueRequest")
			s.hear(asks("1", xhr, a))
			if d := cmp.Diff([]string{"0"}, s.gate.left); d != "" {
				s.Errorf("left with (-want +got):\n%s", d)
			}
		})
	})
	t.Run("when the visit is over by then", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.gate.closed = make(chan struct{})
			s.hear(asks("1", xhr, a))
			s.visit.Closed()
			left := make(chan struct{})
			go func() {
				s.visit.Leave(s.ctx)
				close(left)
			}()
			synctest.Wait()
			close(s.gate.closed)
			<-left
			if d := cmp.Diff([]string{"0"}, s.gate.left); d != "" {
				s.Errorf("left with (-want +got):\n%s", d)
			}
			if sent := s.page.heard("Fetch.continueRequest"); len(sent) > 0 {
				s.Errorf("sent %s", sent)
			}
		})
	})
}

var errTest = errors.New("no, says the test")

// fails answers nothing to all but one method, to which it gives an error.
func fails(method string) func(string, any) (any, error) {
	return func(m string, _ any) (any, error) {
		if m == method {
			return nil, errTest
		}
		return nil, nil //nolint:nilnil // no answer
	}
}

// TestGateRefuses: without its document there is no page, and it is said why; a page does without all else.
func TestGateRefuses(t *testing.T) {
	t.Parallel()
	const a = "https://www.poco.in/a"
	robots := &scrape.FailedError{Reason: "robots", Detail: "robots.txt forbids it"}
	for _, tt := range []struct {
		name, reason, detail string
		ask                  *fetch.EventRequestPaused
		why                  error
	}{
		{"the document", "robots", "robots.txt forbids it", asks("1", doc, address), robots},
		{"the document, for another reason", "unreachable", errTest.Error(), asks("1", doc, address), errTest},
		{"data", "", "", asks("1", xhr, a), robots},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.gate.refuse = map[string]error{tt.ask.Request.URL: tt.why}
				s.hear(tt.ask)
				s.ended(tt.reason, tt.detail)
				if _, err := s.visit.Outcome(); err != nil && !errors.Is(err, tt.why) {
					s.Errorf("%v does not wrap the gate's error", err)
				}
				if tt.reason == "" {
					s.says("level=WARN", "request of a page refused", "to="+a, "robots.txt forbids it")
				}
				if refused := s.page.heard("Fetch.failRequest"); len(refused) != 1 || s.visit.IsLet(tt.ask.Request.URL) {
					s.Errorf("refused %s", refused)
				}
			})
		})
	}
	t.Run("while all is being stopped", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.gate.closed = make(chan struct{})
			ctx, cancel := context.WithCancel(s.ctx)
			s.ctx = ctx
			s.hear(asks("1", doc, address))
			cancel()
			s.hear()
			s.ended("", "")
			if s.log.String() != "" || len(s.page.heard("Fetch.failRequest")) > 0 {
				s.Errorf("the log says %s", s.log)
			}
		})
	})
}

// TestNoConnection: Chromium knows only that nothing came; the reason is the proxy's.
func TestNoConnection(t *testing.T) {
	t.Parallel()
	const a = "https://dead.example/a"
	silent := func(kind network.ResourceType, url string) *fetch.EventRequestPaused {
		e := asks("1", kind, url)
		e.ResponseErrorReason = network.ErrorReasonTimedOut
		return e
	}
	private := &scrape.FailedError{Reason: "private_address", Detail: "10.0.0.1 is not a public address"}
	for _, tt := range []struct {
		name, reason, detail, log string
		e                         *fetch.EventRequestPaused
		why                       error
	}{
		{"the document", "private_address", "10.0.0.1 is not", "", silent(doc, address), private},
		{"the document, unknown why", "", "", "", silent(doc, address), nil},
		{"data", "", "", "request of a page got no answer", silent(xhr, a), private},
		{"data, unknown why", "", "", "", silent(xhr, a), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				if tt.why != nil {
					s.visit.NotConnected(tt.e.Request.URL, tt.why)
				}
				s.hear(tt.e)
				s.ended(tt.reason, tt.detail)
				if tt.log != "" {
					s.says("level=WARN", tt.log, "to="+a, "10.0.0.1 is not")
				} else if s.log.String() != "" {
					s.Errorf("the log says %s", s.log)
				}
				if in := s.page.heard("Fetch.continueResponse"); len(in) != 1 {
					s.Errorf("Chromium was told %d times that nothing came", len(in))
				}
				// Half an answer is no answer: what comes of it is not the head of a document.
				s.hear(sent("1", doc, address), broke("1", "net::ERR_X"))
				if tt.reason == "" {
					s.ended("unreachable", "no answer came: chromium says net::ERR_X")
				}
			})
		})
	}
}

// TestAnswerBegins: what is done about an answer by its head alone.
func TestAnswerBegins(t *testing.T) {
	t.Parallel()
	const a = "https://www.poco.in/a"
	with := func(e *fetch.EventRequestPaused, name, value string) *fetch.EventRequestPaused {
		e.ResponseHeaders = append(e.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: value})
		return e
	}
	inner := answers("1", doc, a, 200, "application/zip")
	inner.FrameID = "inner"
	for _, tt := range []struct {
		name, reason string
		e            *fetch.EventRequestPaused
		status       int  // of the page that ends the visit, 0 for none
		scripts, in  bool // scripts run, and the page gets the answer
	}{
		{"a page", "", answers("1", doc, address, 200, "text/html"), 0, true, true},
		{"a page of no type", "", answers("1", doc, address, 200, ""), 0, true, true},
		{"XHTML", "", answers("1", doc, address, 200, "application/xhtml+xml"), 0, true, true},
		{"text", "", answers("1", doc, address, 200, "text/plain"), 0, false, true},
		{"data in place of a page", "", answers("1", doc, address, 200, "application/json"), 0, false, true},
		{"a feed", "", answers("1", doc, address, 200, "application/rss+xml"), 0, false, true},
		{"structured data", "", answers("1", doc, address, 200, "application/ld+json"), 0, false, true},
		{"XML", "", answers("1", doc, address, 200, "application/xml"), 0, false, true},
		{"a script", "", answers("1", doc, address, 200, "application/javascript"), 0, false, true},
		{"a failure", "", answers("1", doc, address, 500, "text/html"), 0, false, true},
		{"a redirect", "", with(answers("1", doc, address, 301, "text/html"), "Location", "/b"), 301, true, false},
		{"a redirect to nowhere", "", answers("1", doc, address, 301, "text/html"), 0, false, true},
		{"nothing", "", answers("1", doc, address, 204, "text/html"), 204, true, false},
		{"nothing, and start anew", "", answers("1", doc, address, 205, "text/html"), 205, true, false},
		{"an archive", "download", answers("1", doc, address, 200, "application/zip"), 0, true, false},
		{"a film", "download", answers("1", doc, address, 200, "video/mp4"), 0, true, false},
		{"a page to be saved", "download", with(answers("1", doc, address, 200, "text/html"), "Content-Disposition", "attachment; filename=a.html"), 0, true, false},
		{"a page to be shown", "", with(answers("1", doc, address, 200, "text/html"), "Content-Disposition", "inline"), 0, true, true},
		{"data", "", answers("1", xhr, a, 200, "application/zip"), 0, true, true},
		{"a frame within the page", "", inner, 0, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(tt.e)
				page, err := s.visit.Outcome()
				switch {
				case tt.status == 0:
					s.ended(tt.reason, "")
				case err != nil || page == nil || page.Status != tt.status || page.URL != address || page.Record == "":
					s.Errorf("the visit ended with %v, %v, want a page of status %d", page, err, tt.status)
				}
				if off := len(s.page.heard("Emulation.setScriptExecutionDisabled")) == 1; off == tt.scripts {
					s.Errorf("scripts run: %v, want %v", !off, tt.scripts)
				}
				if in, out := len(s.page.heard("Fetch.continueResponse")) == 1, len(s.page.heard("Fetch.failRequest")) == 1; in != tt.in || out == in {
					s.Errorf("let in: %v, refused: %v, want %v", in, out, tt.in)
				}
			})
		})
	}
}

// TestOneDocument: the first document is the visit's. A script may load it again, a few times and in any spelling, and send
// the page nowhere else.
func TestOneDocument(t *testing.T) {
	t.Parallel()
	post := asks("2", doc, address)
	post.Request.Method = "POST"
	link := asks("", doc, "https://www.poco.in/a.zip")
	for _, tt := range []struct {
		name, reason, detail string
		next                 *fetch.EventRequestPaused
		times                int
		log                  string
	}{
		{"again", "", "", asks("2", doc, "http://poco.in/product/f6/?utm_source=x"), 5, ""},
		{"and again", "restless", "again and again", asks("2", doc, address), 6, ""},
		{"elsewhere", "script_redirect", "a script leads on to https://www.poco.in/b, which is another page", asks("2", doc, "https://www.poco.in/b"), 1, ""},
		{"inward", "private_address", "a script leads on to http://10.0.0.1/, which is no address", asks("2", doc, "http://10.0.0.1/"), 1, ""},
		{"a form", "script_redirect", "another page", post, 1, ""},
		{"a link to save", "", "", link, 1, "download refused"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(asks("1", doc, address))
				s.page.heard("Fetch.continueRequest")
				for range tt.times {
					s.hear(tt.next)
				}
				s.ended(tt.reason, tt.detail)
				if tt.log != "" {
					s.says("level=WARN", tt.log, "to="+tt.next.Request.URL)
				}
				sent := len(s.page.heard("Fetch.continueRequest"))
				if want := map[bool]int{true: 5}[strings.HasSuffix(tt.name, "again")]; sent != want {
					s.Errorf("sent %d times, want %d", sent, want)
				}
			})
		})
	}
}

// TestTooManyRequests: a page may ask for so much and no more. An answer is no request.
func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	play(t, func(o *browser.Options) { o.Requests = 3 }, func(s *stage) {
		for i := range 3 {
			url := fmt.Sprint("https://www.poco.in/", i)
			s.hear(asks("1", xhr, url), answers("1", xhr, url, 200, ""))
		}
		s.ended("", "")
		s.hear(asks("4", xhr, "https://www.poco.in/4"))
		s.ended("restless", "the page asks for more than can be of use")
		if len(s.gate.entered) != 3 {
			s.Errorf("entered %q", s.gate.entered)
		}
	})
}

// TestBrowserThatDoesNotObey is told of in the log, for whoever looks into a page that does not come out; not when it was
// stopped.
func TestBrowserThatDoesNotObey(t *testing.T) {
	t.Parallel()
	const js = "https://www.poco.in/main.js"
	for _, tt := range []struct {
		method, what string
		events       []any
	}{
		{"Page.handleJavaScriptDialog", "dialog cannot be dismissed", []any{&alert}},
		{"Fetch.failRequest", "request cannot be refused", []any{asks("1", image, js)}},
		{"Fetch.continueResponse", "answer cannot be let in", []any{answers("1", doc, address, 200, "text/html")}},
		{"Emulation.setScriptExecutionDisabled", "scripts cannot be stopped", []any{answers("1", doc, address, 500, "text/html")}},
		{"Fetch.fulfillRequest", "request cannot be answered", append(whole("1", script, js, "text/javascript", 0), asks("2", script, js))},
		{"Target.closeTarget", "popup cannot be closed", []any{&window}},
	} {
		for _, stopped := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.method, " stopped ", stopped), func(t *testing.T) {
				t.Parallel()
				play(t, nil, func(s *stage) {
					s.page.answer = fails(tt.method)
					s.whole.answer = s.page.answer
					if stopped {
						ctx, cancel := context.WithCancel(s.ctx)
						cancel()
						s.ctx = ctx
					}
					s.hear(tt.events...)
					if stopped {
						if strings.Contains(s.log.String(), "did not obey") {
							s.Errorf("the log says %s", s.log)
						}
						return
					}
					s.says("level=DEBUG", "browser did not obey", "url="+address, fmt.Sprintf("what=%q", tt.what), errTest.Error())
				})
			})
		}
	}
}

// TestLeave: a tab that does not close, or whose browser is gone, costs a new browser and no more time than it may.
func TestLeave(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, why string
		end       func(s *stage)
		after     time.Duration
	}{
		{"closes", "", func(s *stage) { s.visit.Closed() }, 0},
		{"never closes", "deadline exceeded", func(*stage) {}, 15 * time.Second},
		{"browser is gone", "the browser is gone", func(s *stage) { s.visit.Die() }, 0},
		{"does not obey", errTest.Error(), func(s *stage) { s.whole.answer = fails("Target.closeTarget") }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				tt.end(s)
				ctx, cancel := context.WithCancel(s.ctx)
				cancel() // the tab is closed all the same
				begun := time.Now()
				s.visit.Leave(ctx)
				if spent := time.Since(begun); spent != tt.after {
					s.Errorf("it took %s, want %s", spent, tt.after)
				}
				if d := cmp.Diff([]string{`{"targetId":"tab"}`}, s.whole.heard("Target.closeTarget")); d != "" {
					s.Errorf("closed (-want +got):\n%s", d)
				}
				if tt.why == "" {
					if s.log.String() != "" {
						s.Errorf("the log says %s", s.log)
					}
					return
				}
				s.says("level=WARN", "tab cannot be closed; the browser is started anew", "url="+address, tt.why)
			})
		})
	}
}
