package mirror_test

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
)

// TestReadings has the names that wget gives to files, on any system, and the addresses they may stand for, the likeliest
// first.
func TestReadings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		want []string
	}{
		{"uk/product/poco-f6", []string{"/uk/product/poco-f6"}},
		{"index.html", []string{"/", "/index.html", "/index"}},
		{"uk/index.html", []string{"/uk/", "/uk/index.html", "/uk/index"}},
		{"uk/poco-f6.html", []string{"/uk/poco-f6.html", "/uk/poco-f6"}},
		{"uk/.html", []string{"/uk/.html"}},
		{"robots.txt", []string{"/robots.txt"}},
		{"detail?tag=f6&from=pc", []string{"/detail?tag=f6&from=pc"}},
		{"detail?tag=f6.html", []string{"/detail?tag=f6", "/detail?tag=f6.html"}},
		{"index.html?page=2", []string{"/?page=2", "/index.html?page=2"}},
		{"index.html?page=2.html", []string{"/?page=2", "/index.html?page=2", "/index.html?page=2.html"}},
		{"poco.html?x=1", []string{"/poco.html?x=1"}},
		{"detail?", []string{"/detail?"}},
		{"detail@tag=f6&from=pc", []string{"/detail?tag=f6&from=pc"}},
		{"detail@tag=f6.html", []string{"/detail?tag=f6", "/detail?tag=f6.html"}},
		{"index.html@page=2", []string{"/?page=2", "/index.html?page=2"}},
		{"logo@2x.png", []string{"/logo@2x.png"}},
		{"who@home?x=1@y=2", []string{"/who@home?x=1@y=2"}},
		{"a%3Ab%2Fc%22d", []string{"/a%3Ab%2Fc%22d"}},
		{"100%", []string{"/100%25"}},
		{"50%zz%4", []string{"/50%25zz%254"}},
		{"a b#c\"d", []string{"/a%20b%23c%22d"}},
		{`a\b`, []string{"/a%5Cb"}},
		{"détail/é?é=1?2", []string{"/d%C3%A9tail/%C3%A9?%C3%A9=1?2"}},
		{"\xff\x01", []string{"/%FF%01"}},
		{"%2E%2E/x", []string{"/%2E%2E/x"}},
		{"con/nul.html", []string{"/con/nul.html", "/con/nul"}},
		{"a;b=c,d+e", []string{"/a;b=c,d+e"}},
	}
	for _, tt := range tests {
		var got []string
		for _, address := range mirror.Readings("https://www.po.co", tt.name) {
			got = append(got, strings.TrimPrefix(address, "https://www.po.co"))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("addresses of %q differ (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestHosts has names of folders that are hosts, and some that look a little like one.
func TestHosts(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, want string }{
		{"www.po.co", "www.po.co"},
		{"WWW.PO.CO", "www.po.co"},
		{"in-go.buy.mi.com", "in-go.buy.mi.com"},
		{"a_b.mi.com", "a_b.mi.com"},
		{"www.po.co:8080", "www.po.co:8080"},
		{"www.po.co+8080", "www.po.co:8080"},
		{"localhost:8080", "localhost:8080"},
		{"127.0.0.1", "127.0.0.1"},
		{"xn--bcher-kva.xn--p1ai", "xn--bcher-kva.xn--p1ai"},
		{"www", ""},
		{"mirror-2024", ""},
		{"2024.10.01", ""},
		{"v1.2", ""},
		{"www.po.co:", ""},
		{"www.po.co:http", ""},
		{"www.po.co+1+2", ""},
		{"www.po.co:123456", ""},
		{"-a.com", ""},
		{".com", ""},
		{"..", ""},
		{"a..com", ""},
		{"::1", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got, ok := mirror.ParseHost(tt.name); got != tt.want || ok != (tt.want != "") {
			t.Errorf("ParseHost(%q) = %q, %v, want %q", tt.name, got, ok, tt.want)
		}
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	const page = "https://www.po.co/uk/product/poco-f6"
	tests := []struct{ name, address, body, want string }{
		{"by its ending", page + ".html", "{}", "text/html"},
		{"by its ending, in capitals", "https://www.po.co/a.JPG", "", "image/jpeg"},
		{"an address that is none has no ending", "https://%zz/a.png", "{}", "application/json"},
		{"the host has no ending", "https://www.po.zip", "plain", "text/plain"},
		{"a query has no ending", page + "?x=a.png", "{}", "application/json"},
		{"HTML", page, "\n <!DOCTYPE html><html>", "text/html"},
		{"HTML behind a byte order mark", page, "\xef\xbb\xbf<html>", "text/html"},
		{"HTML behind a comment", page, "<!-- a --><!-- b -->\n<HTML lang=en>", "text/html"},
		{"XHTML", page, `<?xml version="1.0"?><!DOCTYPE html PUBLIC "x">`, "text/html"},
		{"XML", page, `<?xml version="1.0"?><urlset>`, "text/xml"},
		{"JSON", page, " [1, 2]\n", "application/json"},
		{"no JSON", page, "[not JSON", "text/plain"},
		{"UTF-16", page, "\xff\xfea\x00", "text/plain; charset=utf-16le"},
		{"program that answers", page + ".php", "<html>", "text/html"},
		{"bytes", page, "\x00\x01", "application/octet-stream"},
		{"image", page, "\x89PNG\x0D\x0A\x1A\x0A", "image/png"},
	}
	for _, tt := range tests {
		if got := mirror.TypeOf(tt.address, []byte(tt.body)); got != tt.want {
			t.Errorf("%s: type of %q = %q, want %q", tt.name, tt.body, got, tt.want)
		}
	}
}

// FuzzReadings: every address that a name may stand for is one, of the same host, in a form that is canonical but for what
// Canonical changes in any address, and each but once. The likeliest leads back to the file it was read from.
func FuzzReadings(f *testing.F) {
	for _, name := range []string{"index.html", "uk/a.html", "a?b=c.html", "a@b=c", "50%zz", "a%2Fb", "\xff", `\..\x`, "..", "%2e%2e/x", "con", "a:b"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if strings.Contains(name, "\x00") || len(name) > 200 || path.Clean("/"+name) != "/"+name || name == "" {
			return // no path of a file
		}
		addresses := mirror.Readings("https://www.po.co", name)
		known := map[string]bool{}
		for _, address := range addresses {
			u, err := url.Parse(address)
			if err != nil || u.Host != "www.po.co" || u.Fragment != "" || known[address] || !strings.HasPrefix(u.EscapedPath(), "/") {
				t.Fatalf("Readings(%q) = %q, of which %q is no address of the host, or is there twice: %v", name, addresses, address, err)
			}
			known[address] = true
			if c := scrape.Canonical(address); scrape.Canonical(c) != c {
				t.Fatalf("Canonical(%q) = %q is not canonical", address, c)
			}
		}
		leadsBack(t, name, addresses[0])
	})
}

// leadsBack plants a file under a name that was made up, if the system takes it, and asks for it by its address.
func leadsBack(t *testing.T, name, address string) {
	t.Helper()
	if !filepath.IsLocal(name) || runtime.GOOS == "windows" && strings.ContainsAny(name, `\:?*"<>|`) {
		return
	}
	dir := t.TempDir()
	full := filepath.Join(dir, "www.po.co", name)
	if os.MkdirAll(filepath.Dir(full), 0o700) != nil || os.WriteFile(full, []byte(name), 0o600) != nil {
		return // too long, or not to the liking of the file system
	}
	m, err := mirror.Open(dir, mirror.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}()
	p, err := m.Fetch(t.Context(), address)
	if err != nil || string(p.Body) != name || p.Record != "www.po.co/"+name || p.URL != address {
		t.Fatalf("file %q, asked for as %q: %+v, %v", name, address, p, err)
	}
}
