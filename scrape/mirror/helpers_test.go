package mirror_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
)

var noon = time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)

// tree is what a folder holds: contents by path, with slashes. A path that ends with a slash is an empty folder.
type tree map[string]string

// plant makes a folder of that name with the files, all of noon, and returns its path.
func plant(tb testing.TB, name string, files tree) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		tb.Fatal(err)
	}
	for path, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			tb.Fatal(err)
		}
		if strings.HasSuffix(path, "/") {
			if err := os.MkdirAll(full, 0o700); err != nil {
				tb.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(full, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
		if err := os.Chtimes(full, noon, noon); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

func open(tb testing.TB, dir string, o mirror.Options) *mirror.Mirror {
	tb.Helper()
	m, err := mirror.Open(dir, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := m.Close(); err != nil {
			tb.Errorf("Close() error: %v", err)
		}
	})
	return m
}

// contents lists a mirror as lines: "200 address type body" for a page, "! …" for damage and failures.
func contents(tb testing.TB, m *mirror.Mirror) []string {
	tb.Helper()
	var lines []string
	for c, err := range m.List(tb.Context()) {
		var p *scrape.Page
		if err == nil {
			p, err = m.Open(tb.Context(), c)
		}
		if err != nil {
			lines = append(lines, "! "+err.Error())
			continue
		}
		lines = append(lines, fmt.Sprintf("%d %s %s %s", p.Status, p.URL, p.ContentType(), p.Body))
	}
	return lines
}

// same compares what contents returned with what is wanted; a wanted line that begins with "!" need only be contained.
func same(got, want []string) bool {
	return slices.EqualFunc(got, want, func(got, want string) bool {
		damage, isDamage := strings.CutPrefix(want, "! ")
		return got == want || isDamage && strings.HasPrefix(got, "! ") && strings.Contains(got, damage)
	})
}

func typed(media string) http.Header { return http.Header{"Content-Type": {media}} }

const (
	home   = "<!DOCTYPE html><html><title>POCO UK</title><a href=\"/uk/product/poco-f6/\">POCO F6</a></html>"
	phone  = "\n<html><h1>POCO F6</h1><a href=\"https://www.po.co/uk/product/poco-f6/specs\">Specs</a></html>"
	specs  = "<html><div class=left>Battery</div></html>"
	detail = ` {"errno":0,"data":{"item_detail":null}}`
)

// pages are what the copies of these tests hold, as far as a copy keeps it.
func pages() []scrape.Page {
	return []scrape.Page{
		{URL: "https://www.po.co/uk/", Status: 200, Header: typed("text/html"), Body: []byte(home), Time: noon},
		{URL: "https://www.po.co/uk/product/poco-f6/", Status: 200, Header: typed("text/html"), Body: []byte(phone), Time: noon},
		{URL: "https://www.po.co/uk/product/poco-f6/specs", Status: 200, Header: typed("text/html"), Body: []byte(specs), Time: noon},
		{URL: "https://go.buy.mi.com/uk/v2/item/productdetail?tag=poco-f6&from=pc", Status: 200, Header: typed("application/json"), Body: []byte(detail), Time: noon},
		{URL: "https://www.po.co/robots.txt", Status: 200, Header: typed("text/plain"), Body: []byte("User-agent: *\n"), Time: noon},
	}
}

// shopPage is what the profile of a shop says of addresses.
func shopPage(address string) bool {
	return strings.HasPrefix(address, "https://po.co/uk/product/") && !strings.HasSuffix(address, ".html") ||
		strings.HasPrefix(address, "https://go.buy.mi.com/uk/") && !strings.HasSuffix(address, ".html")
}
