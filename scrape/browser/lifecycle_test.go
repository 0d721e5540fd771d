package browser_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// processes returns the processes that were told to write below a folder, and that run: one that has ended may stay
// listed until somebody asks for its status.
func processes(tb testing.TB, folder string) (pids []int) {
	tb.Helper()
	if runtime.GOOS != "linux" {
		tb.Skip("processes are looked for in /proc")
	}
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range lines {
		line, err := os.ReadFile(name)
		if err != nil || !bytes.Contains(line, []byte("--user-data-dir="+folder+"/")) {
			continue
		}
		if stat, err := os.ReadFile(filepath.Join(filepath.Dir(name), "stat")); err != nil || bytes.Contains(stat, []byte(") Z ")) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if err != nil {
			tb.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

// gone waits until no process is left that writes below a folder.
func gone(tb testing.TB, folder string) {
	tb.Helper()
	var left []int
	for range 100 {
		if left = processes(tb, folder); len(left) == 0 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	tb.Errorf("processes %v are left", left)
}

func TestCloseLeavesNothing(t *testing.T) {
	t.Parallel()
	var folder string
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a"), html(shop1+"/loop", "<script>for (;;) {}</script>")}, scrapetest.ServeOptions{}, func(o *browser.Options) {
		folder = o.Folder
	})
	if left := processes(t, folder); len(left) > 0 {
		t.Fatalf("processes %v run before the first page", left)
	}
	if _, err := s.Fetch(t.Context(), shop1+"/a"); err != nil {
		t.Fatal(err)
	}
	if len(processes(t, folder)) == 0 {
		t.Fatal("no process runs while the browser is open")
	}
	busy := make(chan error)
	go func() {
		_, err := s.Fetch(t.Context(), shop1+"/loop")
		busy <- err
	}()
	for s.server.Requests(shop1+"/loop") == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-busy; err == nil {
		t.Error("a page came out of a browser that was closed under it")
	}
	gone(t, folder)
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := s.Fetch(t.Context(), shop1+"/a"); err == nil {
		t.Error("a closed browser fetches")
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

// TestStopped: a page that is given up is left at once, whatever it does, and the browser goes on.
func TestStopped(t *testing.T) {
	t.Parallel()
	act := func(r *http.Request, _ string, _ int) scrapetest.Action {
		if r.URL.Path == "/silent" {
			return scrapetest.Action{Delay: time.Minute}
		}
		return scrapetest.Action{}
	}
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a"), html(shop1+"/silent", ""), html(shop1+"/loop", "<script>for (;;) {}</script>")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) {
		o.PageTime, o.Tabs = time.Minute, 1
	})
	for _, path := range []string{"/silent", "/loop"} {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for s.server.Requests(shop1+path) == 0 {
				time.Sleep(10 * time.Millisecond)
			}
			cancel()
		}()
		start := time.Now()
		page, err := s.Fetch(ctx, shop1+path)
		if _, failed := errors.AsType[*scrape.FailedError](err); failed || !errors.Is(err, context.Canceled) {
			t.Errorf("Fetch(%s) = %v, %v, want the context's error", path, page, err)
		}
		if spent := time.Since(start); spent > 30*time.Second {
			t.Errorf("Fetch(%s) took %s to stop", path, spent)
		}
		if page, err := s.Fetch(t.Context(), shop1+"/a"); err != nil {
			t.Errorf("the next page = %v, %v", page, err)
		}
	}
}

// TestWaitingForATabStops: a page that waits for its turn gives up when it is told to.
func TestWaitingForATabStops(t *testing.T) {
	t.Parallel()
	act := func(*http.Request, string, int) scrapetest.Action { return scrapetest.Action{Delay: 2 * time.Second} }
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a"), html(shop1+"/b", "<p>b")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) { o.Tabs = 1 })
	first := make(chan error)
	go func() {
		_, err := s.Fetch(t.Context(), shop1+"/a")
		first <- err
	}()
	for s.server.Requests(shop1+"/a") == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Fetch(ctx, shop1+"/b"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Fetch = %v, want the context's error", err)
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
	if s.server.Requests(shop1+"/b") != 0 {
		t.Error("two pages were open at once")
	}
}

// TestBrowserThatDies: the page that was open is named, and the next one has a new browser.
func TestBrowserThatDies(t *testing.T) {
	t.Parallel()
	act := func(r *http.Request, _ string, _ int) scrapetest.Action {
		if r.URL.Path == "/silent" {
			return scrapetest.Action{Delay: time.Minute}
		}
		return scrapetest.Action{}
	}
	var folder string
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a"), html(shop1+"/silent", "")}, scrapetest.ServeOptions{Act: act}, func(o *browser.Options) { folder = o.Folder })
	go func() {
		for s.server.Requests(shop1+"/silent") == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		for _, pid := range processes(t, folder) {
			if p, err := os.FindProcess(pid); err == nil {
				_ = p.Kill() //nolint:errcheck // it ended with its parent
			}
		}
	}()
	_, err := s.Fetch(t.Context(), shop1+"/silent")
	if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || failed.Reason != "crashed" || errors.Is(err, context.Canceled) {
		t.Errorf("Fetch = %#v, want a failure with reason crashed", err)
	}
	if page, err := s.Fetch(t.Context(), shop1+"/a"); err != nil || !strings.Contains(string(page.Body), "<p>a") {
		t.Errorf("the next page = %v, %v", page, err)
	}
}

// TestCrashOfOurs: when this process is killed, its browser ends too, and the next browser removes what was left.
func TestCrashOfOurs(t *testing.T) {
	if folder := os.Getenv("POCOMIGRATE_TEST_CRASH"); folder != "" {
		crash(t, folder)
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("processes are looked for in /proc")
	}
	if _, err := browser.Find(); err != nil {
		t.Skip(err)
	}
	t.Parallel()
	folder, err := os.MkdirTemp("", "t") //nolint:usetesting // a path that is short enough for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Remove(folder); err != nil {
			t.Error(err)
		}
	})
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCrashOfOurs$", "-test.v")
	cmd.Env = append(os.Environ(), "POCOMIGRATE_TEST_CRASH="+folder, "TMPDIR="+t.TempDir())
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "open"; {
	}
	if len(processes(t, folder)) == 0 {
		t.Error("the browser does not run")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() //nolint:errcheck // it was killed
	gone(t, folder)
	left, err := filepath.Glob(filepath.Join(folder, browser.FolderPattern))
	if err != nil || len(left) != 1 {
		t.Fatalf("left behind: %q, %v, want one folder", left, err)
	}
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a")}, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Folder = folder })
	if _, err := s.Fetch(t.Context(), shop1+"/a"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(left[0]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there: %v", left[0], err)
	}
	// One that is in use is left alone.
	other := open(t, []scrape.Page{html(shop1+"/a", "<p>a")}, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Folder = folder })
	if _, err := other.Fetch(t.Context(), shop1+"/a"); err != nil {
		t.Error(err)
	}
	if both, err := filepath.Glob(filepath.Join(folder, browser.FolderPattern)); err != nil || len(both) != 2 {
		t.Errorf("folders of two browsers: %q, %v", both, err)
	}
}

// crash opens a page in a browser, says so, and waits to be killed.
func crash(t *testing.T, folder string) {
	t.Helper()
	s := open(t, []scrape.Page{html(shop1+"/a", "<p>a")}, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Folder = folder })
	if _, err := s.Fetch(t.Context(), shop1+"/a"); err != nil {
		t.Fatal(err)
	}
	fmt.Println("open")
	time.Sleep(time.Minute)
}
