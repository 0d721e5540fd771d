package live_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/live"
)

func serve(t *testing.T, pages map[string]http.HandlerFunc) (*live.Fetcher, string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if page, ok := pages[r.URL.Path]; ok {
			page(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	return live.New(live.Options{UserAgent: "pocomigrate/1.0", Gap: time.Nanosecond}), server.URL
}

func text(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write([]byte(body)); err != nil {
			panic(err)
		}
	}
}

func TestFetchObeysRobots(t *testing.T) {
	f, base := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": text("User-agent: pocomigrate\nDisallow: /secret\n"),
		"/open":       text("hello"),
		"/secret":     text("no"),
	})
	page, err := f.Fetch(t.Context(), base+"/open")
	if err != nil || string(page.Body) != "hello" || page.Status != 200 {
		t.Errorf("Fetch(/open) = %+v, %v", page, err)
	}
	if _, err := f.Fetch(t.Context(), base+"/secret/x"); !errors.Is(err, live.ErrForbidden) {
		t.Errorf("Fetch(/secret/x) = %v, want ErrForbidden", err)
	}
}

func TestRobotsPolicies(t *testing.T) {
	for _, tt := range []struct {
		name    string
		robots  http.HandlerFunc
		allowed bool
	}{
		{"absent", http.NotFound, true},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, true},
		{"broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, false},
		{"loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, true},
		{"long", text(strings.Repeat("# filler\n", 60_000) + "User-agent: *\nDisallow: /\n"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, base := serve(t, map[string]http.HandlerFunc{"/robots.txt": tt.robots, "/page": text("x")})
			_, err := f.Fetch(t.Context(), base+"/page")
			if allowed := err == nil; allowed != tt.allowed {
				t.Errorf("Fetch = %v, want allowed %v", err, tt.allowed)
			}
		})
	}
}

func TestFetchDoesNotFollow(t *testing.T) {
	f, base := serve(t, map[string]http.HandlerFunc{
		"/old": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusMovedPermanently) },
	})
	page, err := f.Fetch(t.Context(), base+"/old")
	if err != nil || page.Location() != "/new" {
		t.Errorf("Fetch(/old) = %+v, %v, want the redirect itself", page, err)
	}
}

func TestFetchRefusals(t *testing.T) {
	f, base := serve(t, nil)
	for _, address := range []string{"ftp://127.0.0.1/x", "file:///etc/hosts", "nonsense", ""} {
		if _, err := f.Fetch(t.Context(), address); err == nil {
			t.Errorf("Fetch(%q) went through", address)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Fetch(ctx, base+"/x"); !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch after cancel = %v, want context.Canceled", err)
	}
}

func TestReach(t *testing.T) {
	f, base := serve(t, nil)
	if err := f.Reach(t.Context(), base); err != nil {
		t.Errorf("Reach of a server that listens = %v", err)
	}
	if err := f.Reach(t.Context(), "http://127.0.0.1:1"); err == nil {
		t.Error("Reach of a closed port went through")
	}
}

// TestGap checks a lower bound only: a slow machine cannot fail it.
func TestGap(t *testing.T) {
	f := live.New(live.Options{Gap: 40 * time.Millisecond, Transport: answer("x")})
	start := time.Now()
	for range 2 {
		if _, err := f.Fetch(t.Context(), "https://shop.example/page"); err != nil {
			t.Fatal(err)
		}
	}
	// robots.txt and two pages: two gaps between three requests.
	if spent := time.Since(start); spent < 80*time.Millisecond {
		t.Errorf("three requests took %v, want two gaps of 40ms at least", spent)
	}
}

// answer is a transport that gives every request the same body.
type answer string

func (a answer) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if r.URL.Path == "/robots.txt" {
		w.WriteHeader(http.StatusNotFound)
	} else if _, err := w.WriteString(string(a)); err != nil {
		return nil, err
	}
	return w.Result(), nil
}
