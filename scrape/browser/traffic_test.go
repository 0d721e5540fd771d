package browser_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// TestUnderWay counts requests that have no answer yet. A page is at rest when no address is asked for the first time; what
// it asks for again and again does not count against it.
func TestUnderWay(t *testing.T) {
	t.Parallel()
	const a, b = "https://www.poco.in/a", "https://www.poco.in/b"
	inner := sent("2", doc, b)
	inner.FrameID = "inner"
	moved := sent("1", xhr, b)
	moved.RedirectResponse = &network.Response{Status: 302, Headers: network.Headers{"location": "/b"}}
	for _, tt := range []struct {
		name            string
		events          []any
		fresh, repeated int
	}{
		{"one", []any{sent("1", xhr, a)}, 1, 0},
		{"two", []any{sent("1", xhr, a), sent("2", script, b)}, 2, 0},
		{"again, in another spelling", []any{sent("1", xhr, a), sent("2", xhr, "http://poco.in/a/")}, 1, 1},
		{"the first is over", []any{sent("1", xhr, a), sent("2", xhr, a), broke("1", "x")}, 0, 1},
		{"the second is over", []any{sent("1", xhr, a), sent("2", xhr, a), broke("2", "x")}, 1, 0},
		{"again, after the first", []any{sent("1", xhr, a), broke("1", "x"), sent("2", xhr, a)}, 0, 1},
		{"the document", []any{sent("1", doc, address)}, 1, 0},
		{"the document again", []any{sent("1", doc, address), sent("2", doc, address)}, 2, 0},
		{"a frame within the page", []any{inner}, 0, 0},
		{"a picture", []any{sent("1", image, a)}, 0, 0},
		{"no address of the web", []any{sent("1", xhr, "data:text/plain,a"), sent("2", script, "blob:https://www.poco.in/1")}, 0, 0},
		{"redirected", []any{sent("1", xhr, a), moved}, 1, 0},
		{"the end of what nobody knows", []any{sent("1", xhr, a), broke("2", "x"), finished("3"), headed("4", ""), came("5", 1)}, 1, 0},
		{"its end twice", []any{sent("1", xhr, a), broke("1", "x"), broke("1", "x")}, 0, 0},
		{"refused before it is told of", []any{asks("1", image, a), sent("1", xhr, a)}, 0, 0},
		{"refused after it was told of", []any{sent("1", xhr, a), asks("1", image, a)}, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(tt.events...)
				if fresh, repeated := s.visit.UnderWay(); fresh != tt.fresh || repeated != tt.repeated {
					s.Errorf("%d and %d again are under way, want %d and %d", fresh, repeated, tt.fresh, tt.repeated)
				}
				s.ended("", "")
			})
		})
	}
}

// TestBeforeTheTab: what is heard while the tab is being opened is nothing of the page's.
func TestBeforeTheTab(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.visit.Opening()
		s.hear(sent("1", doc, "https://www.poco.in/"), &download)
		if fresh, _ := s.visit.UnderWay(); fresh != 0 || s.log.String() != "" {
			s.Errorf("%d requests are under way, and the log says %s", fresh, s.log)
		}
	})
}

// TestRedirectOfAScript is recorded as the answer that it is, and what it leads to goes on under its own address.
func TestRedirectOfAScript(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.page.answer = bodies("{}")
		next := sent("1", xhr, "https://www.poco.in/b")
		next.RedirectResponse = &network.Response{Status: 302, Headers: network.Headers{"location": "/b"}}
		s.hear(sent("1", xhr, "https://www.poco.in/a"), next, headed("1", "application/json"), came("1", 2), finished("1"))
		var got []string
		for _, x := range s.notes.exchanges {
			got = append(got, fmt.Sprint(x.URL, " ", x.Status, " ", x.Header.Get("Location"), string(x.Body)))
		}
		if d := cmp.Diff([]string{"https://www.poco.in/a 302 /b", "https://www.poco.in/b 200 {}"}, got); d != "" {
			s.Errorf("recorded (-want +got):\n%s", d)
		}
		if d := cmp.Diff([]string{"https://www.poco.in/b"}, s.visit.Along()); d != "" {
			s.Errorf("came along (-want +got):\n%s", d)
		}
	})
}

// TestTooLarge: one answer, or all of them together, may be too large; it is said which.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	const limit, a = 1 << 20, "https://www.poco.in/a"
	for _, tt := range []struct {
		name, reason, detail string
		events               []any
	}{
		{"just not", "", "", []any{sent("1", doc, address), came("1", limit-1), came("1", 1)}},
		{"the document", "too_large", "the answer is larger than 1 MiB", []any{sent("1", doc, address), came("1", limit), came("1", 1)}},
		{"data", "too_large", "what the page asks for is larger than 1 MiB: " + a, []any{sent("1", xhr, a), came("1", limit+1)}},
		{"four times as much in all", "", "", []any{
			sent("1", xhr, a), sent("2", xhr, a), sent("3", xhr, a), sent("4", xhr, a), came("1", limit), came("2", limit), came("3", limit), came("4", limit),
		}},
		{"more in all", "too_large", "what the page asks for", []any{
			sent("1", xhr, a), sent("2", xhr, a), sent("3", xhr, a), sent("4", xhr, a), sent("5", xhr, a), came("1", limit), came("2", limit), came("3", limit), came("4", limit), came("5", 1),
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.MaxBody = limit }, func(s *stage) {
				s.hear(tt.events...)
				s.ended(tt.reason, tt.detail)
			})
		})
	}
}

// TestNothingCame: what the end of a request that came to nothing means for the page.
func TestNothingCame(t *testing.T) {
	t.Parallel()
	const a = "https://www.poco.in/a"
	opened := []any{asks("1", doc, address), sent("1", doc, address)}
	then := func(more ...any) []any { return append(append([]any{}, opened...), more...) }
	blocked := broke("2", "net::ERR_BLOCKED")
	blocked.BlockedReason = network.BlockedReasonInspector
	for _, tt := range []struct {
		name, reason, detail string
		status               int // of the page, where the visit ends with one
		log                  string
		events               []any
	}{
		{name: "no answer", events: then(broke("1", "net::ERR_X")), reason: "unreachable", detail: "no answer came: chromium says net::ERR_X"},
		{name: "half an answer", events: then(answers("1", doc, address, 200, "text/html"), broke("1", "net::ERR_X")), reason: "torn", detail: "the answer broke off: chromium says net::ERR_X"},
		{name: "a refusal", events: then(answers("1", doc, address, 400, "text/html"), broke("1", "net::ERR_X")), status: 400},
		{name: "data", events: then(sent("2", xhr, a), broke("2", "net::ERR_X")), log: "request of a page came to nothing"},
		{name: "data that was refused", events: then(sent("2", xhr, a), blocked)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.hear(tt.events...)
				if tt.status == 0 {
					s.ended(tt.reason, tt.detail)
				} else if page, err := s.visit.Outcome(); err != nil || page == nil || page.Status != tt.status || page.URL != address {
					s.Errorf("the visit ended with %v, %v, want a page of status %d", page, err, tt.status)
				}
				if tt.log != "" {
					s.says(tt.log, "level=DEBUG", "url="+address, "to="+a, "error=net::ERR_X")
				} else if s.log.String() != "" {
					s.Errorf("the log says %s", s.log)
				}
			})
		})
	}
}

// bodies answers with a body whatever it is asked for.
func bodies(body string) func(string, any) (any, error) {
	return func(method string, _ any) (any, error) {
		if method == network.CommandGetResponseBody {
			return body, nil
		}
		return nil, nil //nolint:nilnil // no answer
	}
}

// TestScriptsAreKept: a script that came once is not asked for again, unless it is one of its own kind: the answer to a POST, a
// failure, or one that says that it shall not be kept.
func TestScriptsAreKept(t *testing.T) {
	t.Parallel()
	const url = "https://www.poco.in/main.js"
	for _, tt := range []struct {
		name   string
		change func(ask, send *network.Request, answer *network.Response)
		kept   bool
	}{
		{"a script", func(_, _ *network.Request, _ *network.Response) {}, true},
		{"a POST", func(ask, send *network.Request, _ *network.Response) {
			ask.Method, send.Method = http.MethodPost, http.MethodPost
		}, false},
		{"a failure", func(_, _ *network.Request, r *network.Response) { r.Status = 500 }, false},
		{"not to be kept", func(_, _ *network.Request, r *network.Response) { r.Headers["cache-control"] = "private, no-store" }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.page.answer = bodies("let x;")
				ask, send, head := asks("1", script, url), sent("1", script, url), headed("1", "text/javascript")
				tt.change(ask.Request, send.Request, head.Response)
				s.hear(ask, send, head, came("1", 6), finished("1"))
				other := s.visit.Another("https://www.poco.in/product/m6")
				other.Hear(s.ctx, asks("2", script, url))
				s.hear()
				filled := s.page.heard("Fetch.fulfillRequest")
				if !tt.kept {
					if len(filled) > 0 || len(s.gate.entered) != 2 {
						s.Errorf("answered by %s, the gate was entered for %q", filled, s.gate.entered)
					}
					return
				}
				want := []string{`{"requestId":"stopped 2","responseCode":200,"responseHeaders":[{"name":"Content-Type","value":"text/javascript"}],"body":"bGV0IHg7"}`}
				if d := cmp.Diff(want, filled); d != "" || len(s.gate.entered) != 1 {
					s.Errorf("answered by (-want +got):\n%sthe gate was entered for %q", d, s.gate.entered)
				}
				// A POST to the same address is another request, and data from it is no script.
				post := asks("3", script, url)
				post.Request = &network.Request{URL: url, Method: http.MethodPost}
				other.Hear(s.ctx, post)
				other.Hear(s.ctx, asks("4", xhr, url))
				s.hear()
				if filled := s.page.heard("Fetch.fulfillRequest"); len(filled) > 0 {
					s.Errorf("answered by %s", filled)
				}
				// What Chromium tells of the script that it was given is not read again.
				s.page.heard("Network.getResponseBody")
				other.Hear(s.ctx, sent("2", script, url))
				other.Hear(s.ctx, finished("2"))
				s.hear()
				if read := s.page.heard("Network.getResponseBody"); len(read) > 0 {
					s.Errorf("read again: %s", read)
				}
				if fresh, repeated := other.UnderWay(); fresh != 0 || repeated != 0 {
					s.Errorf("%d and %d again are under way", fresh, repeated)
				}
				if len(s.notes.exchanges) > 0 {
					s.Errorf("recorded %v", s.notes.exchanges)
				}
			})
		})
	}
}

// TestBodyThatCannotBeRead: an answer that Chromium has let go of is told of in the log, and the page goes on without.
func TestBodyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind network.ResourceType
		url  string
		what string
	}{{doc, address, "document was not kept"}, {xhr, "https://www.poco.in/a", "answer was not kept"}} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				s.page.answer = func(method string, _ any) (any, error) {
					if method == network.CommandGetResponseBody {
						return nil, errors.New("no resource with given identifier")
					}
					return nil, nil //nolint:nilnil // no answer
				}
				s.hear(whole("1", tt.kind, tt.url, "text/html", 10)...)
				s.says("browser did not obey", tt.what, "no resource with given identifier")
				s.ended("", "")
				if fresh, _ := s.visit.UnderWay(); fresh != 0 || len(s.notes.exchanges) > 0 {
					s.Errorf("%d requests are under way, and recorded is %v", fresh, s.notes.exchanges)
				}
			})
		})
	}
}

// TestAsItWasAsked: the page is recorded under the address that was asked for, however Chromium spells it.
func TestAsItWasAsked(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.page.answer = bodies("{}")
		s.hear(whole("1", doc, address+"/?", "application/json", 2)...)
		if page, err := s.visit.Outcome(); err != nil || page == nil || page.URL != address || len(s.notes.of(address)) != 1 {
			s.Errorf("the visit ended with %v, %v; recorded %v", page, err, s.notes.exchanges)
		}
	})
}

// TestEmptyAnswer is not asked for.
func TestEmptyAnswer(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.page.answer = bodies("never")
		s.hear(whole("1", xhr, "https://www.poco.in/a", "application/json", 0)...)
		if xs := s.notes.of("https://www.poco.in/a"); len(xs) != 1 || len(xs[0].Body) > 0 {
			s.Errorf("recorded %v", xs)
		}
	})
}

// TestRecorderThatFails ends the visit, whoever came upon it.
func TestRecorderThatFails(t *testing.T) {
	t.Parallel()
	for name, events := range map[string][]any{
		"a document as it came": whole("1", doc, address, "application/json", 2),
		"data":                  whole("1", xhr, "https://www.poco.in/a", "application/json", 2),
		"a refusal":             {asks("1", doc, address), sent("1", doc, address), answers("1", doc, address, 403, "text/html"), broke("1", "x")},
		"a redirect":            {asks("1", doc, address), sent("1", doc, address), answers("1", doc, address, 204, "text/html")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.Recorder = &full{} }, func(s *stage) {
				s.page.answer = bodies("{}")
				s.hear(events...)
				if page, err := s.visit.Outcome(); !errors.Is(err, errFull) {
					s.Errorf("the visit ended with %v, %v, want the recorder's error", page, err)
				}
			})
		})
	}
}

// TestWhatScriptsGet: data is kept for whoever asks for it next, a page that a script fetched ahead is still to be rendered, and the
// answer to a POST is no answer of its address.
func TestWhatScriptsGet(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.page.answer = bodies("<h1>M6")
		post := sent("3", xhr, "https://www.poco.in/post")
		post.Request.Method = http.MethodPost
		for _, events := range [][]any{
			whole("1", xhr, "https://www.poco.in/data", "application/json", 6),
			whole("2", xhr, "https://www.poco.in/product/m6", "text/html", 6),
			{post, headed("3", "application/json"), came("3", 6), finished("3")},
		} {
			s.hear(events...)
		}
		if d := cmp.Diff([]string{"https://www.poco.in/data"}, s.visit.Along()); d != "" {
			s.Errorf("came along (-want +got):\n%s", d)
		}
		if s.visit.Received("http://poco.in/data/") == nil || s.visit.Received("https://www.poco.in/product/m6") != nil || s.visit.Received("https://www.poco.in/post") != nil {
			s.Error("kept for whoever asks next: not just what a script got as data")
		}
		var recorded []string
		for _, x := range s.notes.exchanges {
			recorded = append(recorded, strings.TrimPrefix(x.URL, "https://www.poco.in/"))
		}
		if d := cmp.Diff([]string{"data", "product/m6"}, recorded); d != "" {
			s.Errorf("recorded (-want +got):\n%s", d)
		}
	})
}
