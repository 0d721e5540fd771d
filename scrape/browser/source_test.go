package browser_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

// idle is a source on a program that is no browser.
func idle(t *testing.T, log *journal) *browser.Source {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := browser.New(browser.Options{Gate: &turnstile{}, Now: time.Now, Chromium: program, Folder: t.TempDir(), Log: log.logger()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// TestDeadBrowser is ended, with what it left behind, before a new one is started; that it did not end well is told.
func TestDeadBrowser(t *testing.T) {
	t.Parallel()
	var log journal
	s := idle(t, &log)
	gone, ends := make(chan struct{}), 0
	close(gone)
	s.Adopt(gone, func() error {
		ends++
		return errTest
	})
	if _, err := s.Fetch(t.Context(), address); err == nil || !strings.Contains(err.Error(), "start chromium") {
		t.Errorf("Fetch = %v", err)
	}
	if ends != 1 || !strings.Contains(log.String(), `level=WARN msg="browser did not end as it should" error="`+errTest.Error()) {
		t.Errorf("ended %d times; the log says %s", ends, log.String())
	}
}

// TestCloseEndsOnce: a browser is ended once, and what went wrong then is told to who closes it.
func TestCloseEndsOnce(t *testing.T) {
	t.Parallel()
	s := idle(t, &journal{})
	ends := 0
	s.Adopt(make(chan struct{}), func() error {
		ends++
		return errTest
	})
	if err := s.Close(); !errors.Is(err, errTest) {
		t.Errorf("Close = %v", err)
	}
	if err := s.Close(); err != nil || ends != 1 {
		t.Errorf("ended %d times; the second Close = %v", ends, err)
	}
}

// TestNoTab: a browser that opens no page is given up, and the page fails; one that was stopped meanwhile has not failed.
func TestNoTab(t *testing.T) {
	t.Parallel()
	for _, stopped := range []bool{false, true} {
		play(t, nil, func(s *stage) {
			ctx, cancel := context.WithCancel(s.ctx)
			defer cancel()
			if stopped {
				cancel()
			}
			given := s.visit.NoTab()
			_, err := s.visit.Run(ctx)
			failed, ok := errors.AsType[*scrape.FailedError](err)
			switch {
			case stopped && (ok || !errors.Is(err, context.Canceled)):
				s.Errorf("Run = %v, want the context's error", err)
			case !stopped && (!ok || failed.Reason != "crashed" || !strings.HasPrefix(failed.Detail, "the browser did not open a page: ") || failed.Err != nil):
				s.Errorf("Run = %#v, want a failure with reason crashed", err)
			}
			if given.Load() == 0 {
				s.Error("what there was of the tab is left")
			}
		})
	}
}

// TestPrepare: a tab that cannot be set up is not used, whatever it is that fails.
func TestPrepare(t *testing.T) {
	t.Parallel()
	play(t, nil, func(s *stage) {
		if err := s.visit.Prepare(s.ctx, "Chromium us", "en-IN", 1000); err != nil {
			s.Fatal(err)
		}
		told := slices.Clone(s.page.told)
		for _, want := range []string{
			`Emulation.setUserAgentOverride {"userAgent":"Chromium us","acceptLanguage":"en-IN"}`,
			`Network.setBypassServiceWorker {"bypass":true}`,
			`Network.enable {"maxTotalBufferSize":4000,"maxResourceBufferSize":1000}`,
			`Target.setAutoAttach {"autoAttach":true,"waitForDebuggerOnStart":true,"flatten":true}`,
		} {
			if !slices.Contains(told, want) {
				s.Errorf("the page was not told %s, but %q", want, told)
			}
		}
		for _, line := range told {
			method, _, _ := strings.Cut(line, " ")
			s.page.answer = fails(method)
			if err := s.visit.Prepare(s.ctx, "", "", 0); !errors.Is(err, errTest) {
				s.Errorf("%s failed, and Prepare = %v", method, err)
			}
		}
	})
}

// TestAgent is Chromium's own, and behind it who asks where that is known.
func TestAgent(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{"": "Chromium", "us (+https://example.org/)": "Chromium us (+https://example.org/)"} {
		play(t, func(o *browser.Options) { o.Agent = agent }, func(s *stage) {
			if got := s.visit.Agent(); got != want {
				s.Errorf("asked under %q, want %q", got, want)
			}
		})
	}
}

// TestAlongIsBounded: of the newest pages it is known what came along, each address once.
func TestAlongIsBounded(t *testing.T) {
	t.Parallel()
	s := idle(t, &journal{})
	page := func(i int) string { return fmt.Sprint("https://www.poco.in/", i) }
	for i := range browser.MaxAlong + 2 {
		s.CameAlong(page(i), []string{"https://www.poco.in/b", "https://www.poco.in/a", "https://www.poco.in/b"})
		s.CameAlong(page(i), []string{"https://www.poco.in/c", "https://www.poco.in/c"}) // it was rendered anew
	}
	s.CameAlong(page(browser.MaxAlong), nil) // it says nothing of what is known
	for i, want := range map[int][]string{0: nil, 1: nil, 2: {"https://www.poco.in/c"}, browser.MaxAlong: {"https://www.poco.in/c"}} {
		if d := cmp.Diff(want, s.Along(page(i))); d != "" {
			t.Errorf("came along with page %d (-want +got):\n%s", i, d)
		}
	}
	s.CameAlong("https://www.poco.in/x", []string{"https://www.poco.in/b", "https://www.poco.in/a"})
	got := s.Along("https://www.poco.in/x")
	if d := cmp.Diff([]string{"https://www.poco.in/a", "https://www.poco.in/b"}, got); d != "" {
		t.Errorf("came along (-want +got):\n%s", d)
	}
	got[0] = "changed"
	if s.Along("https://www.poco.in/x")[0] == "changed" {
		t.Error("the list that was handed out is the source's own")
	}
}

// TestFolders: a folder whose process is gone is removed by the next one; one in use, and one that cannot be judged, are left.
func TestFolders(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	var folders []browser.Folder
	for range 2 {
		f, err := browser.NewFolder(parent)
		if err != nil {
			t.Fatal(err)
		}
		folders = append(folders, f)
	}
	odd := filepath.Join(parent, strings.Replace(browser.FolderPattern, "*", "odd", 1))
	if err := os.MkdirAll(filepath.Join(odd, "lock"), 0o700); err != nil { // its lock is no file
		t.Fatal(err)
	}
	if err := folders[0].Abandon(); err != nil {
		t.Fatal(err)
	}
	next, err := browser.NewFolder(parent)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{folders[0].Path(): false, folders[1].Path(): true, next.Path(): true, odd: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", path, err == nil, want)
		}
	}
	for _, f := range []browser.Folder{folders[1], next} {
		if err := f.Remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(f.Path()); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there", f.Path())
		}
	}
}

// TestEnvironment: what Chromium writes goes into its folder, but for sockets whose path would be too long.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	short := "/tmp/pocomigrate-1"
	want := []string{"HOME=" + short, "XDG_CONFIG_HOME=", "XDG_CACHE_HOME=", "TZ=UTC", "TMPDIR=" + short}
	if d := cmp.Diff(want, browser.Environment(short)); d != "" {
		t.Errorf("environment (-want +got):\n%s", d)
	}
	for length, has := range map[int]bool{103 - len("/org.chromium.Chromium.123456/SingletonSocket"): true, 104 - len("/org.chromium.Chromium.123456/SingletonSocket"): false} {
		env := browser.Environment(strings.Repeat("x", length))
		if got := strings.HasPrefix(env[len(env)-1], "TMPDIR="); got != has {
			t.Errorf("a path of %d bytes is for temporary files: %v", length, got)
		}
	}
}

// TestWordsOfOthers: of what pages and Chromium say a report shows the beginning.
func TestWordsOfOthers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"a": "a", "\na\nb\n": "a; b", "a\nb\nc\nd": "a; b; c; d", "a\nb\nc\nd\ne\nf": "a; b; c; d"} {
		if got := browser.FirstLines(text); got != want {
			t.Errorf("of %q is shown %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"": "", " a\n\tb ": "a b", "a\xffb": "ab", strings.Repeat("é", 200): strings.Repeat("é", 200), strings.Repeat("é", 201): strings.Repeat("é", 200) + "…",
		strings.Repeat("x", 1<<20): strings.Repeat("x", 200) + "…",
	} {
		if got := browser.Short(text); got != want {
			t.Errorf("of %.20q is shown %q, want %q", text, got, want)
		}
	}
}
