package oldshops_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/oldshops"
	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// source answers with one page or one error, whatever it is asked.
type source struct {
	page scrape.Page
	err  error
}

func (s source) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	if s.err != nil {
		return nil, s.err
	}
	page := s.page
	page.URL = url
	return &page, ctx.Err()
}

func html(status int, text string) source {
	return source{page: scrape.Page{Status: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: []byte(text)}}
}

// TestAsk: what an address answers, told from a page that only looks like one: the shops say that a page is missing, or refuse, with
// status 200, too, and so do sites that no profile describes.
func TestAsk(t *testing.T) {
	shops, err := site.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	const ours, elsewhere = "https://www.mi.com/uk/product/poco-f6/", "https://elsewhere.example/poco-f6"
	moved := html(http.StatusMovedPermanently, "")
	moved.page.Header.Set("Location", "/uk/")
	for _, tt := range []struct {
		name, address string
		from          source
		want          redirect.Answer
	}{
		{"a redirect", ours, moved, redirect.Answer{Status: 301, Location: "/uk/"}},
		{"a page", elsewhere, html(200, "<title>POCO F6</title>"), redirect.Answer{Status: 200}},
		{"gone", ours, html(404, ""), redirect.Answer{Status: 404}},
		{"not allowed", ours, html(401, ""), redirect.Answer{Status: 401, Unknown: "answered 401"}},
		{"refused", ours, html(403, ""), redirect.Answer{Status: 403, Unknown: "answered 403"}},
		{"too slow", ours, html(408, ""), redirect.Answer{Status: 408, Unknown: "answered 408"}},
		{"too often", ours, html(429, ""), redirect.Answer{Status: 429, Unknown: "answered 429"}},
		{"broken", elsewhere, html(500, ""), redirect.Answer{Status: 500, Unknown: "answered 500"}},
		{"overloaded", elsewhere, html(503, ""), redirect.Answer{Status: 503, Unknown: "answered 503"}},
		{"says that it is missing", ours, html(200, "<title>404 - Xiaomi UK</title>"), redirect.Answer{Status: 200, Missing: "soft_404"}},
		{"refuses", ours, html(200, "<title>Access Denied</title>"), redirect.Answer{Status: 200, Unknown: "blocked"}},
		{"says nothing that is known", ours, html(200, "<p>Hello</p>"), redirect.Answer{Status: 200}},
		{"missing elsewhere", elsewhere, html(200, "<TITLE lang=en>\n 404 &ndash; gone</TITLE>"), redirect.Answer{Status: 200, Missing: "soft_404"}},
		{"refuses elsewhere", elsewhere, html(200, "<title>Access&nbsp;Denied\xff</title>"), redirect.Answer{Status: 200}},
		{"refuses elsewhere, in letters", elsewhere, html(200, "<title>Access D&#101;nied\xff</title>"), redirect.Answer{Status: 200, Unknown: "blocked"}},
		{
			"a title far down", elsewhere, html(200, strings.Repeat(" ", 64<<10)+"<title>404</title>"),
			redirect.Answer{Status: 200},
		},
		{"got no answer", ours, source{err: &scrape.FailedError{URL: ours, Reason: "unreachable", Detail: "connection refused"}}, redirect.Answer{Unknown: "connection refused"}},
		{
			"a capture that is damaged", ours,
			source{err: &scrape.DamagedError{Archive: "a.warc", URL: ours, What: "record ends early"}},
			redirect.Answer{Unknown: "a.warc: " + ours + ": record ends early"},
		},
		{"no capture", ours, source{err: scrape.ErrNotHeld}, redirect.Answer{Unknown: "not captured"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := oldshops.NewAsker(shops, tt.from).Ask(t.Context(), tt.address)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("answer (-want +got):\n%s", d)
			}
		})
	}
	t.Run("a source that breaks", func(t *testing.T) {
		broken := errors.New("the disk is gone")
		if got, err := oldshops.NewAsker(shops, source{err: broken}).Ask(t.Context(), ours); !errors.Is(err, broken) || got != (redirect.Answer{}) {
			t.Errorf("answer %+v, %v", got, err)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		failed := source{err: &scrape.FailedError{URL: ours, Reason: "unreachable", Detail: "stopped"}}
		if got, err := oldshops.NewAsker(shops, failed).Ask(ctx, ours); !errors.Is(err, context.Canceled) || got != (redirect.Answer{}) {
			t.Errorf("answer %+v, %v", got, err)
		}
	})
}
