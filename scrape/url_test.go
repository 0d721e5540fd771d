package scrape_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
)

func TestCanonical(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"www, slash, scheme", "http://www.po.co/uk/product/poco-c75/", "https://po.co/uk/product/poco-c75"},
		{"scheme-relative", "//www.po.co/uk/service/warranty/", "https://po.co/uk/service/warranty"},
		{"www is all there is", "http://www.localhost/", "https://www.localhost"},
		{"default ports", "http://po.co:80/uk/", "https://po.co/uk"},
		{"other ports stay", "http://127.0.0.1:8080/uk/", "https://127.0.0.1:8080/uk"},
		{"host in capitals", "https://WWW.MI.COM/UK/", "https://mi.com/UK"},
		{"tracking", "https://www.mi.com/de/product/poco-x3-pro?srsltid=AfmB&utm_source=x&gid=12", "https://mi.com/de/product/poco-x3-pro?gid=12"},
		{"escaped twice", "https://www.mi.com/in/product/poco-c65/?utm_source=a&amp;utm_type=1", "https://mi.com/in/product/poco-c65"},
		{"fragment", "https://po.co/uk#top", "https://po.co/uk"},
		{"double slash in the path", "https://ams-api.buy.mi.com/fr/index//0/0", "https://ams-api.buy.mi.com/fr/index//0/0"},
		{"front page", "https://www.poco.in/", "https://poco.in"},
		{"spaces around", " https://po.co/uk ", "https://po.co/uk"},
		{"not an address", "mailto:service.in@poco.net", "mailto:service.in@poco.net"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := scrape.Canonical(tt.raw); got != tt.want {
				t.Errorf("Canonical(%q) = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{"https://www.po.co/uk/", "//po.co", "http://[::1]:80/a?b&c=d#e", "%zz", "https://a/?utm_x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once := scrape.Canonical(raw)
		if once == raw {
			return
		}
		if twice := scrape.Canonical(once); twice != once {
			t.Errorf("Canonical(%q) = %q, and again %q", raw, once, twice)
		}
	})
}

func TestResolve(t *testing.T) {
	const base = "https://www.po.co/uk/"
	if got := scrape.Resolve("http://%zz/", "product/poco-f6/"); got != "" {
		t.Errorf("Resolve on a page without an address = %q", got)
	}
	for _, tt := range []struct{ link, want string }{
		{"product/poco-f6/", "https://www.po.co/uk/product/poco-f6/"},
		{"/uk/product/poco-f6", "https://www.po.co/uk/product/poco-f6"},
		{"//po.co/uk/product/poco-f6/#buy", "https://po.co/uk/product/poco-f6/"},
		{"javascript:void(0)", ""},
		{"mailto:service.in@poco.net", ""},
		{"http://%zz/", ""},
		{"https:///uk/", ""},
	} {
		if got := scrape.Resolve(base, tt.link); got != tt.want {
			t.Errorf("Resolve(%q) = %q, want %q", tt.link, got, tt.want)
		}
	}
}

func TestPageHeaders(t *testing.T) {
	p := &scrape.Page{Status: 302, Header: http.Header{"Content-Type": {"Text/HTML; charset=UTF-8"}, "Location": {"/errors/404"}}}
	if p.MediaType() != "text/html" || p.Location() != "/errors/404" {
		t.Errorf("MediaType, Location = %q, %q", p.MediaType(), p.Location())
	}
	p.Status = 200
	if p.Location() != "" {
		t.Errorf("Location of a 200 = %q", p.Location())
	}
	if got := (&scrape.Page{}).MediaType(); got != "" {
		t.Errorf("MediaType without headers = %q", got)
	}
	for _, odd := range []string{"application/json;;", "Application/JSON ; charset=utf-8; charset=latin1"} {
		page := &scrape.Page{Header: http.Header{"Content-Type": {odd}}}
		if got := page.MediaType(); got != "application/json" {
			t.Errorf("MediaType of %q = %q", odd, got)
		}
	}
}

// What is wrong is said with where, as far as it is known, and the cause can be asked for.
func TestErrors(t *testing.T) {
	cause := errors.New("the disk is gone")
	for _, tt := range []struct {
		err   error
		want  string
		cause error
	}{
		{&scrape.DamagedError{Archive: "a.wacz", Record: "urn:uuid:1", URL: "https://po.co/uk", What: "record ends early"}, "a.wacz: record urn:uuid:1: https://po.co/uk: record ends early", nil},
		{&scrape.DamagedError{Archive: "a.wacz", What: "not a zip file"}, "a.wacz: not a zip file", nil},
		{&scrape.DamagedError{Archive: "a.wacz", Record: "7", What: "cannot be read", Err: cause}, "a.wacz: record 7: cannot be read: the disk is gone", cause},
		{&scrape.FailedError{URL: "https://po.co/uk", Reason: "torn", Detail: "the answer ended early", Err: cause}, "fetch https://po.co/uk: the answer ended early", cause},
		{&scrape.FailedError{URL: "https://po.co/uk", Detail: "it may not be asked"}, "fetch https://po.co/uk: it may not be asked", nil},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("Error = %q, want %q", got, tt.want)
		}
		if got := errors.Unwrap(tt.err); got != tt.cause { //nolint:errorlint // the very cause
			t.Errorf("%v: cause %v, want %v", tt.err, got, tt.cause)
		}
	}
}

func TestIsRobots(t *testing.T) {
	for address, want := range map[string]bool{
		"https://www.po.co/robots.txt": true, "http://po.co/robots.txt?x": true, "https://www.po.co/uk/robots.txt": false, "https://www.po.co/": false, "http://%zz/robots.txt": false,
	} {
		if got := scrape.IsRobots(address); got != want {
			t.Errorf("IsRobots(%q) = %v, want %v", address, got, want)
		}
	}
}
