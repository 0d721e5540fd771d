package browser_test

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/browser"
)

func TestFind(t *testing.T) {
	t.Parallel()
	place := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(place, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	none := func(string) (string, error) { return "", exec.ErrNotFound }
	only := func(name string) func(string) (string, error) {
		return func(asked string) (string, error) {
			if asked == name {
				return "/bin/" + name, nil
			}
			return none(asked)
		}
	}
	for _, tt := range []struct {
		name   string
		look   func(string) (string, error)
		places []string
		want   string
	}{
		{"on PATH", only("chromium"), []string{place}, "/bin/chromium"},
		{"Chrome on PATH", only("google-chrome"), nil, "/bin/google-chrome"},
		{"Edge on PATH", only("msedge"), nil, "/bin/msedge"},
		{"in a usual place", none, []string{"/nowhere/chromium", filepath.Dir(place), place}, place},
		{"nowhere", none, []string{"/nowhere/chromium"}, ""},
	} {
		got, err := browser.FindWith(tt.look, tt.places)
		if got != tt.want || errors.Is(err, browser.ErrNoChromium) != (tt.want == "") {
			t.Errorf("%s: Find = %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
	for _, word := range []string{"apt install chromium", "brew install --cask chromium", "winget install"} {
		if !strings.Contains(browser.ErrNoChromium.Error(), word) {
			t.Errorf("the error does not say %q: %v", word, browser.ErrNoChromium)
		}
	}
	if strings.Contains(browser.ErrNoChromium.Error(), "\n") {
		t.Error("the error is more than a line")
	}
}

// TestUsualPlaces: where installers put browsers that are not on PATH, for everybody and for one person.
func TestUsualPlaces(t *testing.T) {
	t.Parallel()
	for system, want := range map[string][]string{
		"darwin": {
			"/Applications/Chromium.app/Contents/MacOS/Chromium", "/home/me/Applications/Chromium.app/Contents/MacOS/Chromium",
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/home/me/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge", "/home/me/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
		},
		"windows": {
			`C:\Program Files\Chromium\Application\chrome.exe`, `C:\Program Files (x86)\Chromium\Application\chrome.exe`, `/home/me\AppData\Local\Chromium\Application\chrome.exe`,
			`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Google\Chrome\Application\chrome.exe`, `/home/me\AppData\Local\Google\Chrome\Application\chrome.exe`,
			`C:\Program Files\Microsoft\Edge\Application\msedge.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`, `/home/me\AppData\Local\Microsoft\Edge\Application\msedge.exe`,
		},
		"linux": {"/snap/bin/chromium", "/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"},
	} {
		var got []string
		for _, place := range browser.UsualPlaces(system, "/home/me") {
			if system == "darwin" {
				place = filepath.ToSlash(place)
			}
			got = append(got, place)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("places on %s (-want +got):\n%s", system, d)
		}
	}
}

func TestOptionsThatDoNotWork(t *testing.T) {
	t.Parallel()
	g := &gate{}
	for _, tt := range []struct {
		name string
		o    browser.Options
		want string
	}{
		{"no gate", browser.Options{Now: time.Now}, "without a gate"},
		{"no clock", browser.Options{Gate: g}, "or a clock"},
		{"no such program", browser.Options{Gate: g, Now: time.Now, Chromium: "/nowhere/chromium"}, "/nowhere/chromium"},
	} {
		if _, err := browser.New(tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: New = %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}

// TestProgramThatIsNoBrowser: what cannot be started, or ends at once, is an error that repeats what it said.
func TestProgramThatIsNoBrowser(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho this is no browser >&2\nexit 3\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	nowhere, err := browser.New(browser.Options{Gate: &gate{}, Now: time.Now, Chromium: program, Folder: filepath.Join(t.TempDir(), "missing")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := nowhere.Fetch(t.Context(), "https://www.poco.in/"); err == nil || !strings.Contains(err.Error(), "folder of the browser: ") || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Fetch without a place for its folder = %v", err)
	}
	folder := t.TempDir()
	s, err := browser.New(browser.Options{Gate: &gate{}, Now: time.Now, Chromium: program, Folder: folder})
	if err != nil {
		t.Skip(err)
	}
	for range 7 {
		if _, err = s.Fetch(t.Context(), "https://www.poco.in/"); err == nil || !strings.Contains(err.Error(), "start chromium") && !strings.Contains(err.Error(), "broke down") {
			t.Fatalf("Fetch = %v", err)
		}
	}
	if !strings.Contains(err.Error(), "broke down 5 times") {
		t.Errorf("the seventh page = %v, want no more tries", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestBlocked(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://www.google-analytics.com/analytics.js": true,
		"https://google-analytics.com/g/collect?v=2":    true,
		"https://notgoogle-analytics.com/":              false,
		"https://google-analytics.com.example.org/":     false,
		"https://www.facebook.com/tr?id=1":              true,
		"https://www.facebook.com/poco":                 false,
		"http://IN.STAT.appmifile.com/micra":            true,
		"https://i01.appmifile.com/webfile/x.js":        false,
		"https://go.buy.mi.com/uk/v2/item":              false,
		"https://www.poco.in/":                          false,
		"%zz":                                           false,
	} {
		if got, err := browser.IsBlocked(address); got != want || err != nil {
			t.Errorf("%s is blocked: %v, %v, want %v", address, got, err, want)
		}
	}
	for _, text := range []string{`{}`, `[{"host":"a.example"}]`, `[{"source":"x"}]`, `[{"host":"A.example","source":"x"}]`, `[{"host":"a.example","path":"tr","source":"x"}]`, `[{"host":"a.example","source":"x","why":"y"}]`} {
		if _, err := browser.ReadBlocked([]byte(text)); err == nil {
			t.Errorf("%s is accepted", text)
		}
	}
}

func TestIsInward(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"http://127.0.0.1/": true, "http://[::1]:9222/": true, "http://10.0.0.1/": true, "http://192.168.1.1/x": true,
		"http://169.254.169.254/latest/": true, "http://localhost/": true, "http://a.localhost./": true, "http://[::ffff:10.0.0.1]/": true, "http://[::ffff:127.0.0.1]/": true, "http://[::ffff:169.254.169.254]/": true, "https://[::ffff:8.8.8.8]/": false,
		"http://0.0.0.0/": true, "http://[fe80::1]/": true, "http://[fd00::1]/": true,
		"https://www.poco.in/": false, "https://8.8.8.8/": false, "https://[2001:4860:4860::8888]/": false, "%zz": false, "about:blank": false,
	} {
		if got := browser.IsInward(address); got != want {
			t.Errorf("%s leads inward: %v, want %v", address, got, want)
		}
	}
}

// FuzzHeaders: whatever headers say, what is left of them speaks of a decoded body, in UTF-8 where it names a character set.
func FuzzHeaders(f *testing.F) {
	f.Add("text/html; charset=GB2312", "gzip, br")
	f.Add("application/json;;charset=\"x", "")
	f.Add(";charset=latin1", "\x00")
	f.Fuzz(func(t *testing.T, kind, coding string) {
		h := http.Header{"Content-Type": {kind}, "Content-Encoding": {coding}, "Content-Length": {"7"}, "Etag": {"x"}}
		out := browser.InUTF8(browser.Decoded(h))
		if out.Get("Content-Encoding") != "" || out.Get("Content-Length") != "" || out.Get("Etag") != "x" {
			t.Errorf("decoded headers = %v", out)
		}
		if again := browser.InUTF8(out); again.Get("Content-Type") != out.Get("Content-Type") {
			t.Errorf("Content-Type %q becomes %q, and then %q", kind, out.Get("Content-Type"), again.Get("Content-Type"))
		}
		if h.Get("Content-Encoding") != coding || h.Get("Content-Type") != kind {
			t.Error("the headers that came were changed")
		}
	})
}
