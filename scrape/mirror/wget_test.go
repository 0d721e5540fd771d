package mirror_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// served are the pages of a shop under its real names; each leads to the next. The last two are not HTML.
func served() []scrape.Page {
	link := func(to string) string { return `<a href="` + to + `">next</a>` }
	page := func(url, title, to string) scrape.Page {
		return scrape.Page{
			URL: url, Status: 200, Header: typed("text/html"), Time: noon,
			Body: []byte("<!DOCTYPE html><html><title>" + title + "</title>" + link(to) + "</html>\n"),
		}
	}
	return []scrape.Page{
		page("http://www.po.co/uk/", "POCO UK", "/uk/product/poco-f6/"),
		page("http://www.po.co/uk/product/poco-f6/", "POCO F6", "//www.po.co/uk/product/poco-f6/specs"),
		page("http://www.po.co/uk/product/poco-f6/specs", "Specs", "/uk/?page=2"),
		page("http://www.po.co/uk/?page=2", "Page 2", "/uk/service/warranty.html"),
		page("http://www.po.co/uk/service/warranty.html", "Warranty", "/uk/a%20b/caf%C3%A9"),
		page("http://www.po.co/uk/a%20b/caf%C3%A9", "Café", "/uk/v2/item/productdetail?tag=poco-f6&from=pc"),
		{
			URL: "http://www.po.co/uk/v2/item/productdetail?tag=poco-f6&from=pc", Status: 200, Time: noon,
			Header: typed("application/json"), Body: []byte(detail),
		},
		{URL: "http://www.po.co/robots.txt", Status: 200, Time: noon, Header: typed("text/plain"), Body: []byte("User-agent: *\n")},
	}
}

// knows is what a shop's profile says of the addresses that are served.
func knows(address string) bool {
	for _, p := range served() {
		if scrape.Canonical(p.URL) == address {
			return true
		}
	}
	return false
}

// TestRealWget lets wget copy a shop and reads the copy. Addresses, types, times and, where links were not converted, bodies
// come back as they were served.
func TestRealWget(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("wget names files there as --restrict-file-names=windows does here")
	}
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("wget is not installed")
	}
	s := scrapetest.Serve(t, served(), scrapetest.ServeOptions{})
	tests := []struct {
		args string
		o    mirror.Options
	}{
		{"", mirror.Options{}},
		{"", mirror.Options{Knows: knows}},
		{"--adjust-extension", mirror.Options{Knows: knows}},
		{"--adjust-extension --convert-links --backup-converted", mirror.Options{Knows: knows}},
		{"--convert-links --backup-converted", mirror.Options{}},
		{"--restrict-file-names=windows", mirror.Options{}},
		{"--restrict-file-names=windows --adjust-extension --convert-links --backup-converted", mirror.Options{Knows: knows}},
		{"--restrict-file-names=ascii", mirror.Options{}},
		{"--protocol-directories", mirror.Options{}},
		{"--save-headers", mirror.Options{}},
		{"--no-host-directories", mirror.Options{Base: "http://www.po.co/"}},
		{"--no-host-directories --cut-dirs=1", mirror.Options{Base: "http://www.po.co/uk/", Knows: knows}},
	}
	for _, tt := range tests {
		t.Run(strings.ReplaceAll(strings.ReplaceAll(tt.args, " ", ""), "--", "_"), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "copy")
			args := append([]string{"--no-config", "-m", "-nv", "-P", dir}, strings.Fields(tt.args)...)
			cmd := exec.CommandContext(t.Context(), wget, append(args, "http://www.po.co/uk/")...)
			cmd.Env = append(os.Environ(), "http_proxy=http://"+s.Plain, "no_proxy=", "LC_ALL=C.UTF-8")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("wget: %v\n%s", err, out)
			}
			want := served()
			if strings.Contains(tt.args, "cut-dirs") {
				want[len(want)-1].URL = "http://www.po.co/uk/robots.txt" // it lies where that would
			}
			scrapetest.Source(t, open(t, dir, tt.o), want)
		})
	}
}
