package browser_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// look is what a page on the stage shows when it is looked at.
type look struct {
	Marker   bool `json:"marker"`
	Complete bool `json:"complete"`
	Quiet    int  `json:"quiet"`
	Elements int  `json:"elements"`
	End      bool `json:"end"`
	More     bool `json:"more"`
}

// resting is a page with its marker, at rest and shown to its end.
var resting = look{Marker: true, Complete: true, Quiet: 1000, End: true}

// screen is a page that scripts of ours look at. Its clock begins with the visit.
type screen struct {
	begun time.Time
	shows func(after time.Duration) look // nil: resting
	goes  func() error                   // when it is looked at; not nil: it is between two documents
	says  string                         // what Chromium says of its navigation
	text  string
	long  int // length of a document that is too long to be handed out

	scrolls, clicks, worlds int
	limit                   string // what the document script was told
}

func (p *screen) after() time.Duration { return time.Since(p.begun) }

func (p *screen) answer(method string, params any) (any, error) {
	switch method {
	case "Page.navigate":
		return p.says, nil
	case "Page.createIsolatedWorld":
		p.worlds++
		return runtime.ExecutionContextID(p.worlds), nil
	case "Runtime.evaluate":
		asked, _ := params.(runtime.EvaluateParams) //nolint:errcheck // they are
		return p.evaluate(asked)
	case "Network.getResponseBody":
		return p.text, nil
	}
	return nil, nil //nolint:nilnil // no answer
}

func (p *screen) evaluate(params runtime.EvaluateParams) (any, error) {
	if p.goes != nil {
		if err := p.goes(); err != nil {
			return nil, err
		}
	}
	if params.ContextID != runtime.ExecutionContextID(p.worlds) {
		return nil, fmt.Errorf("world %d is not that of %d", params.ContextID, p.worlds)
	}
	switch text := params.Expression; {
	case strings.Contains(text, "scrollTo("):
		p.scrolls++
		return true, nil
	case strings.Contains(text, ".click()"):
		p.clicks++
		return true, nil
	case strings.Contains(text, "outerHTML"):
		p.limit = text[strings.LastIndex(text, "(..."):]
		return map[string]any{"text": p.text, "length": p.long}, nil
	}
	if p.shows == nil {
		return resting, nil
	}
	return p.shows(p.after()), nil
}

// show puts a page on the stage, its document on the way when loads, and drives it. It returns how long that took.
func (s *stage) show(p *screen, loads bool) time.Duration {
	p.begun = time.Now()
	s.page.answer = p.answer
	if loads {
		s.hear(whole("1", doc, address, "text/html", int64(len(p.text)))...)
	}
	s.visit.Drive(s.ctx)
	return p.after()
}

// showsNothing fails the test if a rendered page is on record.
func (s *stage) showsNothing() {
	s.Helper()
	for _, x := range s.notes.exchanges {
		if x.Resource {
			s.Errorf("recorded as what the page shows: %.100q", x.Body)
		}
	}
}

// TestNavigate: what Chromium says when it was sent to an address.
func TestNavigate(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ says, reason, detail string }{
		{"net::ERR_NAME_NOT_RESOLVED", "unreachable", "chromium says net::ERR_NAME_NOT_RESOLVED"},
		{"net::ERR_HTTP_RESPONSE_CODE_FAILURE", "", ""}, // the answer ends the visit
		{"net::ERR_INVALID_AUTH_CREDENTIALS", "", ""},
	} {
		t.Run(tt.says, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				p := &screen{says: tt.says}
				s.show(p, false)
				s.ended(tt.reason, tt.detail)
				if d := cmp.Diff([]string{`{"url":"` + address + `"}`}, s.page.heard("Page.navigate")); d != "" || p.worlds > 0 {
					s.Errorf("sent to (-want +got):\n%s", d)
				}
			})
		})
	}
	t.Run("does not obey", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.page.answer = fails("Page.navigate")
			s.visit.Drive(s.ctx)
			s.ended("unreachable", errTest.Error())
		})
	})
	t.Run("stopped", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			ctx, cancel := context.WithCancel(s.ctx)
			s.page.answer = fails("Page.navigate")
			cancel()
			s.visit.Drive(ctx)
			s.ended("", "")
		})
	})
	t.Run("gone", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.page.answer = fails("Page.navigate")
			s.visit.Die()
			s.visit.Drive(s.ctx)
			s.ended("", "") // whoever watches says so
		})
	})
}

// TestThere: when a page is taken to be there, to the glance. Its document is there from the beginning on unless it loads later.
func TestThere(t *testing.T) {
	t.Parallel()
	const glance, still, patience, rest = 50 * time.Millisecond, 250 * time.Millisecond, 5 * time.Second, 4 * time.Second
	marked := browser.Recipe{Selector: "h1"}
	response := browser.Recipe{Response: func(url string) bool { return url == "https://poco.in/price" }}
	quiet := func(after time.Duration) int { return int(after.Milliseconds()) }
	for _, tt := range []struct {
		name   string
		recipe browser.Recipe
		shows  func(after time.Duration) look
		late   []any // what is told after a second
		later  []any // after two
		after  time.Duration
		log    string
	}{
		{name: "at once", after: 0},
		{
			name: "complete after a while", after: time.Second,
			shows: func(after time.Duration) look { return look{Complete: after >= time.Second, Quiet: 1000, End: true} },
		},
		{
			name: "still after a while", after: time.Second + still,
			shows: func(after time.Duration) look {
				return look{Complete: true, Quiet: quiet(max(0, after-time.Second)), End: true}
			},
		},
		{
			name: "complete, and asks on", after: 2 * time.Second,
			late: []any{sent("2", xhr, "https://www.poco.in/a")}, later: []any{broke("2", "x")},
			shows: func(after time.Duration) look {
				return look{Complete: after >= 1500*time.Millisecond, Quiet: 1000, End: true}
			},
		},
		{
			name: "marked after a while", recipe: marked, after: time.Second,
			shows: func(after time.Duration) look { return look{Marker: after >= time.Second, Quiet: 1000, End: true} },
		},
		{
			name: "marked, and never still", recipe: marked, after: patience, log: "page taken before it came to rest",
			shows: func(time.Duration) look { return look{Marker: true, End: true} },
		},
		{
			name: "marked, and asks on for ever", recipe: marked, after: time.Second + patience, log: "page taken before it came to rest",
			late:  []any{sent("2", xhr, "https://www.poco.in/a")},
			shows: func(after time.Duration) look { return look{Marker: after >= time.Second, Quiet: 1000, End: true} },
		},
		{
			name: "its answer came", recipe: response, after: time.Second,
			late: whole("2", xhr, "https://www.poco.in/price", "application/json", 2),
			shows: func(time.Duration) look {
				return look{Marker: true, Quiet: 1000, End: true}
			},
		},
		{
			name: "another answer came", recipe: response, after: time.Second + rest,
			late: whole("2", xhr, "https://www.poco.in/stock", "application/json", 2),
			shows: func(after time.Duration) look {
				return look{Marker: true, Complete: after > time.Second, Quiet: 1000, End: true}
			},
		},
		{
			name: "its answer was a redirect", recipe: response, after: rest - glance,
			shows: func(time.Duration) look { return look{Marker: true, Complete: true, Quiet: 1000, End: true} },
		},
		{
			name: "unmarked, at rest", recipe: marked, after: rest - glance,
			shows: func(time.Duration) look { return look{Complete: true, Quiet: 1000, End: true} },
		},
		{
			name: "unmarked, complete after a while", recipe: marked, after: time.Second + rest - glance,
			shows: func(after time.Duration) look { return look{Complete: after >= time.Second, Quiet: 1000, End: true} },
		},
		{
			name: "unmarked, still after a while", recipe: marked, after: time.Second + still + rest - glance,
			shows: func(after time.Duration) look {
				return look{Complete: true, Quiet: quiet(max(0, after-time.Second)), End: true}
			},
		},
		{
			name: "unmarked, asks on for a while", recipe: marked, after: 2*time.Second + rest - glance,
			late: []any{sent("2", xhr, "https://www.poco.in/a"), sent("3", xhr, "https://www.poco.in/a"), broke("2", "x")}, later: []any{broke("3", "x")},
			shows: func(time.Duration) look { return look{Complete: true, Quiet: 1000, End: true} },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) {
				o.Recipe, o.PageTime, o.Rest = func(string) browser.Recipe { return tt.recipe }, 6*patience, rest
			}, func(s *stage) {
				for after, events := range map[time.Duration][]any{time.Second: tt.late, 2 * time.Second: tt.later} {
					time.AfterFunc(after-time.Nanosecond, func() {
						for _, e := range events {
							s.visit.Hear(s.ctx, e)
						}
					})
				}
				p := &screen{shows: tt.shows, text: "<p>x"}
				if took := s.show(p, true); took != tt.after {
					s.Errorf("the page was there after %s, want %s", took, tt.after)
				}
				if page, err := s.visit.Outcome(); err != nil || page == nil || string(page.Body) != "<p>x" {
					s.Errorf("the visit ended with %v, %v", page, err)
				}
				if tt.log != "" {
					s.says("level=WARN", tt.log, "url="+address)
				} else if strings.Contains(s.log.String(), "WARN") {
					s.Errorf("the log says %s", s.log)
				}
			})
		})
	}
}

// TestDocumentIsNeeded: a page is not there before its document has come whole, whatever it shows.
func TestDocumentIsNeeded(t *testing.T) {
	t.Parallel()
	for name, recipe := range map[string]browser.Recipe{"marked": {Selector: "h1"}, "unmarked": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.Recipe = func(string) browser.Recipe { return recipe } }, func(s *stage) {
				p := &screen{text: "<p>x"}
				s.hear(asks("1", doc, address), sent("1", doc, address), answers("1", doc, address, 200, "text/html"), headed("1", "text/html"), came("1", 4))
				time.AfterFunc(3*time.Second-time.Nanosecond, func() { s.visit.Hear(s.ctx, finished("1")) })
				if took := s.show(p, false); took != 3*time.Second {
					s.Errorf("the page was there after %s, want the three seconds that its document took", took)
				}
			})
		})
	}
}

// TestShowsNothing: a page that comes to rest without its marker, and did something else in its place, is named for that.
func TestShowsNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		reason, detail string
		events         []any
	}{
		{"download", "starts a download and shows nothing else", []any{&alert, &popup, &download}},
		{"popups", "opens another window and shows nothing itself", []any{&alert, &popup}},
		{"dialogs", "opens a dialog and shows nothing else", []any{&alert}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.Recipe = selector("h1") }, func(s *stage) {
				s.hear(tt.events...)
				s.show(&screen{shows: func(time.Duration) look { return look{Complete: true, Quiet: 1000} }, text: "<p>x"}, true)
				s.ended(tt.reason, tt.detail)
				// The document of a page that failed is on record.
				if xs := s.notes.of(address); len(xs) != 1 || string(xs[0].Body) != "<p>x" || xs[0].Resource {
					s.Errorf("recorded %v", xs)
				}
			})
		})
	}
}

// TestRendered: the document as it came and as it is shown are two captures, the second the newer, also by a clock that stands.
func TestRendered(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 26, 4, 0, 0, 999_999_999, time.FixedZone("", 3600))
	for name, now := range map[string]func() time.Time{"clock that stands": func() time.Time { return at }, "clock": func() time.Time { return time.Now().Add(time.Hour) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.Now = now }, func(s *stage) {
				p := &screen{text: "<p>x", shows: func(after time.Duration) look {
					return look{Complete: after >= time.Second, Quiet: 1000, End: true}
				}}
				s.show(p, true)
				xs := s.notes.of(address)
				if len(xs) != 2 || xs[0].Resource || !xs[1].Resource {
					t.Fatalf("recorded %v", xs)
				}
				apart := time.Second
				if name != "clock" {
					apart = time.Millisecond
				}
				if d := xs[1].Time.Sub(xs[0].Time); d != apart || xs[0].Time.Location() != time.UTC || xs[0].Time.Nanosecond()%1_000_000 != 0 {
					s.Errorf("recorded at %s and %s", xs[0].Time, xs[1].Time)
				}
				if p.limit != fmt.Sprintf("(...[%d])", 64<<20) && !strings.HasPrefix(p.limit, "(...[") {
					s.Errorf("the document was asked for with %s", p.limit)
				}
			})
		})
	}
}

// TestDocumentThatCannotBeRecorded: what the page shows is not recorded without it, which an archive would take for the document.
func TestDocumentThatCannotBeRecorded(t *testing.T) {
	t.Parallel()
	recorder := &refusing{}
	play(t, func(o *browser.Options) { o.Recorder = recorder }, func(s *stage) {
		s.show(&screen{text: "<p>x"}, true)
		if page, err := s.visit.Outcome(); !errors.Is(err, errFull) || len(recorder.exchanges) > 0 {
			s.Errorf("the visit ended with %v, %v; recorded %v", page, err, recorder.exchanges)
		}
	})
}

// refusing is a recorder that has no room for documents.
type refusing struct{ notebook }

func (r *refusing) Record(x *scrape.Exchange) (string, string, error) {
	if !x.Resource {
		return "", "", errFull
	}
	return r.notebook.Record(x)
}

// TestRenderedTooLarge: a document that grew in the browser is not handed out by the page, or not taken.
func TestRenderedTooLarge(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*screen{
		"not handed out": {long: 2 << 20}, "letters of several bytes": {text: strings.Repeat("é", 600<<10)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.MaxBody = 1 << 20 }, func(s *stage) {
				s.hear(whole("1", doc, address, "text/html", 0)...)
				s.show(p, false)
				s.ended("too_large", "the rendered document is larger than 1 MiB")
				s.showsNothing()
				if want := "(...[1048576])"; p.limit != want {
					s.Errorf("the document was asked for with %s, want %s", p.limit, want)
				}
			})
		})
	}
}

// TestBetweenDocuments: a page that goes on to another document is looked at again there, in a world of its own; one that goes
// while its document is read is lost.
func TestBetweenDocuments(t *testing.T) {
	t.Parallel()
	t.Run("while it comes", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			p := &screen{text: "<p>x"}
			p.goes = func() error {
				if p.after() < time.Second {
					return errors.New("cannot find context with specified id")
				}
				return nil
			}
			if took := s.show(p, true); took != time.Second {
				s.Errorf("the page was there after %s", took)
			}
			if page, err := s.visit.Outcome(); err != nil || page == nil || p.worlds != 21 {
				s.Errorf("the visit ended with %v, %v in world %d", page, err, p.worlds)
			}
		})
	})
	t.Run("for ever", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			time.AfterFunc(time.Second, func() { s.visit.Hear(s.ctx, &crashed) })
			p := &screen{goes: func() error { return errors.New("cannot find context") }}
			if took := s.show(p, false); took != time.Second {
				s.Errorf("it was looked at for %s, want until the visit ended", took)
			}
		})
	})
	t.Run("while it is read", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			looked := 0
			p := &screen{goes: func() error {
				if looked++; looked > 2 {
					return errors.New("cannot find context")
				}
				return nil
			}}
			s.show(p, true)
			s.ended("restless", "the page went away while it was read")
			s.showsNothing()
		})
	})
	t.Run("no world", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			p := &screen{text: "<p>x", begun: time.Now()}
			s.page.answer = func(method string, params any) (any, error) {
				if method == "Page.createIsolatedWorld" && p.after() < time.Second {
					return nil, errTest
				}
				return p.answer(method, params)
			}
			s.hear(whole("1", doc, address, "text/html", 4)...)
			s.visit.Drive(s.ctx)
			if page, err := s.visit.Outcome(); err != nil || page == nil || p.after() != time.Second {
				s.Errorf("after %s the visit ended with %v, %v", p.after(), page, err)
			}
		})
	})
}

// TestScriptThatThrows is one of ours on a page that took something away from it: the page is not taken for one that shows
// what it does not.
func TestScriptThatThrows(t *testing.T) {
	t.Parallel()
	for name, details := range map[string]*runtime.ExceptionDetails{
		"an error": {Text: "Uncaught", Exception: &runtime.RemoteObject{Description: "TypeError: no"}}, "no more than that": {Text: "Uncaught"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, nil, func(s *stage) {
				p := &screen{begun: time.Now()}
				s.page.answer = func(method string, params any) (any, error) {
					if e, ok := params.(runtime.EvaluateParams); ok && strings.Contains(e.Expression, "outerHTML") {
						return details, nil
					}
					return p.answer(method, params)
				}
				s.hear(whole("1", doc, address, "text/html", 0)...)
				s.visit.Drive(s.ctx)
				s.ended("restless", "the page went away while it was read")
			})
		})
	}
}

// TestUnroll: a list is scrolled and clicked on as long as that brings anything, and not for ever.
func TestUnroll(t *testing.T) {
	t.Parallel()
	all := browser.Recipe{Scroll: true, More: "#more", Clicks: 3}
	for _, tt := range []struct {
		name            string
		recipe          browser.Recipe
		shows           func(p *screen, l *look)
		scrolls, clicks int
		after           time.Duration // 0: a glance each
		log             string
	}{
		{name: "nothing to do", recipe: all, shows: func(*screen, *look) {}},
		{name: "scrolled", recipe: all, shows: func(p *screen, l *look) { l.End = p.scrolls == 7 }, scrolls: 7},
		{name: "not to be scrolled", recipe: browser.Recipe{}, shows: func(_ *screen, l *look) { l.End = false }},
		{
			name: "without end", recipe: all, shows: func(_ *screen, l *look) { l.End = false }, scrolls: 200,
			log: "page is longer than it was scrolled",
		},
		{name: "clicked", recipe: all, shows: func(p *screen, l *look) { l.More, l.Elements = p.clicks < 2, p.clicks }, clicks: 2},
		{name: "clicked as often as may be", recipe: all, shows: func(p *screen, l *look) { l.More, l.Elements = true, p.clicks }, clicks: 3},
		{name: "clicked in vain", recipe: all, shows: func(_ *screen, l *look) { l.More, l.Elements = true, 7 }, clicks: 1},
		{name: "scrolled and clicked", recipe: all, shows: func(p *screen, l *look) {
			l.End, l.More, l.Elements = p.scrolls > p.clicks, true, p.clicks
		}, scrolls: 4, clicks: 3},
		{
			name: "loads for a while", recipe: all, scrolls: 1, after: time.Second, shows: func(p *screen, l *look) {
				l.End = p.scrolls == 1
				if p.scrolls == 1 && p.after() < time.Second {
					l.Quiet = 0
				}
			},
		},
		{
			name: "loads for ever", recipe: all, scrolls: 1, after: 5 * time.Second, shows: func(p *screen, l *look) {
				if l.End = p.scrolls == 1; p.scrolls == 1 {
					l.Quiet = 0
				}
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.Recipe = func(string) browser.Recipe { return tt.recipe } }, func(s *stage) {
				p := &screen{}
				p.shows = func(time.Duration) look {
					l := resting
					tt.shows(p, &l)
					return l
				}
				took := s.show(p, true)
				after := tt.after
				if after == 0 {
					after = time.Duration(tt.scrolls+tt.clicks) * 50 * time.Millisecond
				}
				if p.scrolls != tt.scrolls || p.clicks != tt.clicks || took != after {
					s.Errorf("scrolled %d times and clicked %d times in %s, want %d and %d in %s", p.scrolls, p.clicks, took, tt.scrolls, tt.clicks, after)
				}
				if page, err := s.visit.Outcome(); err != nil || page == nil {
					s.Errorf("the visit ended with %v, %v", page, err)
				}
				if tt.log != "" {
					s.says("level=WARN", tt.log, "url="+address)
				} else if s.log.String() != "" {
					s.Errorf("the log says %s", s.log)
				}
			})
		})
	}
}

// TestUnrollOfAPageThatGoesOn: a page that goes to another document when it is scrolled is looked at there.
func TestUnrollOfAPageThatGoesOn(t *testing.T) {
	t.Parallel()
	play(t, func(o *browser.Options) {
		o.Recipe = func(string) browser.Recipe { return browser.Recipe{Scroll: true} }
	}, func(s *stage) {
		gone := 0
		p := &screen{begun: time.Now(), text: "<p>x"}
		p.shows = func(time.Duration) look {
			l := resting
			l.End = gone > 0
			return l
		}
		s.page.answer = func(method string, params any) (any, error) {
			if e, ok := params.(runtime.EvaluateParams); ok && strings.Contains(e.Expression, "scrollTo(") {
				gone++
				return nil, errTest
			}
			return p.answer(method, params)
		}
		s.hear(whole("1", doc, address, "text/html", 4)...)
		s.visit.Drive(s.ctx)
		if page, err := s.visit.Outcome(); err != nil || page == nil || gone != 1 || p.after() != 50*time.Millisecond {
			s.Errorf("after %s, scrolled %d times, the visit ended with %v, %v", p.after(), gone, page, err)
		}
	})
}

// TestUnrollWaitsForData: after a click the data that the page asks for is waited for.
func TestUnrollWaitsForData(t *testing.T) {
	t.Parallel()
	play(t, func(o *browser.Options) {
		o.Recipe = func(string) browser.Recipe { return browser.Recipe{More: "#more", Clicks: 1} }
	}, func(s *stage) {
		p := &screen{}
		p.shows = func(time.Duration) look {
			l := resting
			l.More, l.Elements = true, p.clicks
			if p.clicks == 1 && p.after() < 100*time.Millisecond {
				s.visit.Hear(s.ctx, sent("2", xhr, "https://www.poco.in/more"))
				time.AfterFunc(time.Second, func() { s.visit.Hear(s.ctx, broke("2", "x")) })
			}
			return l
		}
		if took := s.show(p, true); took < time.Second || took > 1200*time.Millisecond {
			s.Errorf("the page was there after %s, want the second that its data took", took)
		}
	})
}

// TestEndsMeanwhile: a visit that ends while the page is looked at, scrolled or clicked stops at once.
func TestEndsMeanwhile(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		at   func(p *screen) bool
	}{
		{"when it is looked at", func(p *screen) bool { return p.after() >= 200*time.Millisecond }},
		{"when it is scrolled", func(p *screen) bool { return p.scrolls == 1 }},
		{"when it is clicked", func(p *screen) bool { return p.clicks == 1 }},
	} {
		for _, stopped := range []bool{false, true} {
			t.Run(fmt.Sprint(tt.name, " stopped ", stopped), func(t *testing.T) {
				t.Parallel()
				play(t, func(o *browser.Options) {
					o.Recipe = func(string) browser.Recipe { return browser.Recipe{Scroll: true, More: "#more", Clicks: 9} }
				}, func(s *stage) {
					ctx, cancel := context.WithCancel(s.ctx)
					defer cancel()
					s.ctx = ctx
					p, ends := &screen{}, time.Time{}
					p.shows = func(after time.Duration) look {
						l := resting
						l.Complete, l.More, l.Elements, l.End = after >= 300*time.Millisecond, true, p.clicks, p.scrolls >= 3
						if ends.IsZero() && tt.at(p) {
							if ends = time.Now(); stopped {
								cancel()
							} else {
								s.visit.Hear(s.ctx, &crashed)
							}
						}
						return l
					}
					s.show(p, true)
					if ends.IsZero() || time.Since(ends) > 0 {
						s.Errorf("it went on for %s", time.Since(ends))
					}
					if asked := p.limit; asked != "" {
						s.Errorf("the document was asked for, with %s", asked)
					}
					if !stopped {
						s.ended("crashed", "")
					}
				})
			})
		}
	}
}

// TestWatch: what a page did with its time, which stands still while the gate keeps a request waiting.
func TestWatch(t *testing.T) {
	t.Parallel()
	const limit = 10 * time.Second
	begun := []any{asks("1", doc, address), sent("1", doc, address), answers("1", doc, address, 200, "text/html")}
	loaded := whole("1", doc, address, "text/html", 0)
	for _, tt := range []struct {
		name, reason, detail string
		events               []any
		looks                bool // the page says how far it is
		after                time.Duration
		during               func(s *stage)
	}{
		{name: "no answer", reason: "gave_up", detail: "no answer came within 10s", after: limit},
		{name: "no answer, and says so", reason: "gave_up", detail: "no answer came within 10s", looks: true, after: limit},
		{name: "half an answer", reason: "gave_up", detail: "the answer did not end within 10s", events: begun, looks: true, after: limit},
		{name: "half an answer, and hangs", reason: "hung", detail: "kept running until its 10s were over", events: begun, after: limit},
		{name: "hangs", reason: "hung", detail: "kept running", events: loaded, after: limit},
		{name: "asks on", reason: "restless", detail: "the page kept asking for more until its 10s were over", events: append(loaded, sent("2", xhr, address+"/a")), looks: true, after: limit},
		{name: "asks again and again", reason: "restless", detail: "kept asking for more", events: append(loaded, sent("2", xhr, address+"/a"), sent("3", xhr, address+"/a"), broke("2", "x")), looks: true, after: limit},
		{name: "changes", reason: "restless", detail: "the page kept changing until its 10s were over", events: loaded, looks: true, after: limit},
		{name: "browser dies", reason: "crashed", detail: "the browser ended while the page was open", after: time.Second, during: func(s *stage) { s.visit.Die() }},
		{name: "ends by itself", reason: "crashed", detail: "brought its part", after: time.Second, during: func(s *stage) { s.visit.Hear(s.ctx, &crashed) }},
		{name: "waits at the gate", reason: "gave_up", detail: "no answer", after: limit + time.Minute, during: func(s *stage) {
			s.gate.closed = make(chan struct{})
			s.visit.Hear(s.ctx, asks("1", doc, address))
			time.AfterFunc(time.Minute, func() { close(s.gate.closed) })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			play(t, func(o *browser.Options) { o.PageTime, o.Recipe = limit, selector("h1") }, func(s *stage) {
				s.hear(tt.events...)
				start := time.Now()
				if tt.looks {
					s.page.answer = (&screen{begun: start, shows: func(time.Duration) look { return look{} }}).answer
					ctx, cancel := context.WithCancel(s.ctx)
					defer synctest.Wait()
					defer cancel()
					go s.visit.Drive(ctx)
				}
				if tt.during != nil {
					time.AfterFunc(time.Second, func() { tt.during(s) })
				}
				s.visit.Watch(s.ctx)
				if took := time.Since(start); (took - tt.after).Abs() > 50*time.Millisecond {
					s.Errorf("it was watched for %s, want %s", took, tt.after)
				}
				s.ended(tt.reason, tt.detail)
			})
		})
	}
	t.Run("stopped", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			ctx, cancel := context.WithTimeout(s.ctx, time.Second)
			defer cancel()
			begun := time.Now()
			s.visit.Watch(ctx)
			s.ended("", "")
			if took := time.Since(begun); took != time.Second {
				s.Errorf("it was watched for %s", took)
			}
		})
	})
}

// TestOutcome: a visit ends once.
func TestOutcome(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.hear(&crashed, &popup, &popup, &popup, &popup)
		s.ended("crashed", "")
		_, err := s.visit.Outcome()
		want := &scrape.FailedError{URL: address, Time: time.Now().UTC(), Via: "browser", Reason: "crashed", Detail: "the page brought its part of the browser down"}
		if d := cmp.Diff(error(want), err); d != "" {
			s.Errorf("the visit ended with (-want +got):\n%s", d)
		}
	})
}
