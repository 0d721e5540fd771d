package browser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/inspector"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/google/go-cmp/cmp"
)

// What a page does beside asking for things.
var (
	alert    = cdpage.EventJavascriptDialogOpening{Type: cdpage.DialogTypeAlert, Message: "Win!\n Now"}
	leaving  = cdpage.EventJavascriptDialogOpening{Type: cdpage.DialogTypeBeforeunload}
	popup    = cdpage.EventWindowOpen{URL: "https://www.poco.in/other"}
	window   = target.EventTargetCreated{TargetInfo: &target.Info{TargetID: "2", OpenerID: "tab"}}
	foreign  = target.EventTargetCreated{TargetInfo: &target.Info{TargetID: "3", OpenerID: "another"}}
	download = browser.EventDownloadWillBegin{FrameID: "tab", URL: "https://www.poco.in/a.zip"}
	crashed  = inspector.EventTargetCrashed{}
	beneath  = browser.EventDownloadWillBegin{FrameID: "inner", URL: "https://www.poco.in/b.zip"}
)

// TestBother: dialogs are dismissed and windows refused, each of them told of, up to three.
func TestBother(t *testing.T) {
	t.Parallel()
	t.Run("dialogs", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(&alert, &leaving, &leaving, &leaving, &leaving, &alert, &alert)
			s.ended("", "")
			s.says("level=WARN", "dialog dismissed", "url="+address, `text="Win! Now"`)
			no, yes := `{"accept":false}`, `{"accept":true}`
			if d := cmp.Diff([]string{no, yes, yes, yes, yes, no, no}, s.page.heard("Page.handleJavaScriptDialog")); d != "" {
				s.Errorf("answered with (-want +got):\n%s", d)
			}
			s.hear(&alert)
			s.ended("dialogs", "one dialog after the other")
			if more := s.page.heard("Page.handleJavaScriptDialog"); len(more) > 0 {
				s.Errorf("the last is answered, with %s", more)
			}
		})
	})
	t.Run("windows", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(&popup, &popup, &popup)
			s.ended("", "")
			s.says("level=WARN", "popup refused", "url="+address, "to=https://www.poco.in/other")
			s.hear(&popup)
			s.ended("popups", "one window after the other")
			if n := strings.Count(s.log.String(), "popup refused"); n != 3 {
				s.Errorf("the log tells of %d windows", n)
			}
		})
	})
	t.Run("windows that open all the same", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(&window, &foreign)
			if d := cmp.Diff([]string{`{"targetId":"2"}`}, s.whole.heard("Target.closeTarget")); d != "" {
				s.Errorf("closed (-want +got):\n%s", d)
			}
		})
	})
	t.Run("windows before there is a tab", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.visit.Opening()
			s.hear(&window)
			if closed := s.whole.heard("Target.closeTarget"); len(closed) > 0 {
				s.Errorf("closed %s", closed)
			}
		})
	})
	t.Run("downloads", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(&beneath)
			if s.log.String() != "" {
				s.Errorf("of a frame within the page the log says %s", s.log)
			}
			s.hear(&download)
			s.hear(&download)
			s.says("level=WARN", "download refused", "url="+address, "to=https://www.poco.in/a.zip")
			if n := strings.Count(s.log.String(), "\n"); n != 1 {
				s.Errorf("the log says so in %d lines", n)
			}
			for i := range 2 {
				s.hear(&browser.EventDownloadWillBegin{FrameID: "tab", URL: fmt.Sprint("https://www.poco.in/", i, ".zip")})
			}
			s.hear(&download)
			s.ended("", "")
			s.hear(&browser.EventDownloadWillBegin{FrameID: "tab", URL: "data:," + strings.Repeat("x", 1<<20)})
			s.ended("download", "one download after the other")
		})
	})
	t.Run("crash", func(t *testing.T) {
		t.Parallel()
		play(t, nil, func(s *stage) {
			s.hear(&crashed)
			s.ended("crashed", "brought its part of the browser down")
		})
	})
}

// TestOver: a visit that has ended does nothing more.
func TestOver(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		s.hear(&crashed)
		s.hear(asks("1", doc, address), &alert, &window, &popup, &popup, &popup, &popup)
		s.ended("crashed", "") // and not for the windows
		if len(s.page.told)+len(s.whole.told)+len(s.gate.entered) > 0 {
			s.Errorf("told %q and %q, entered %q", s.page.told, s.whole.told, s.gate.entered)
		}
	})
}
