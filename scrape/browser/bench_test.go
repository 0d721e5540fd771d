package browser_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/browser"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// catalogue are pages of a shop, each an empty shell that asks for its data, and their addresses.
func catalogue(n int) (pages []scrape.Page, addresses []string) {
	for i := range n {
		address := fmt.Sprintf("%s/product/p%d", shop1, i)
		addresses = append(addresses, address)
		pages = append(
			pages,
			html(address, `<!doctype html><div id="root"></div><script src="/main.js"></script>`),
			jsonPage(fmt.Sprintf("%s/api/product/p%d", shop1, i), fmt.Sprintf(`{"name":"POCO %d"}`, i)),
		)
	}
	script := html(shop1+"/main.js", `fetch("/api" + location.pathname).then((r) => r.json()).then((p) => {
  root.innerHTML = "<h1>" + p.name + "</h1>" + "<p>words</p>".repeat(2000);
});`)
	script.Header.Set("Content-Type", "text/javascript")
	return append(pages, script), addresses
}

// BenchmarkPage is one page in a browser that is open, the next one in the same browser.
func BenchmarkPage(b *testing.B) {
	pages, addresses := catalogue(50)
	s := open(b, pages, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Recipe, o.Tabs = selector("h1"), 1 })
	if _, err := s.Fetch(b.Context(), addresses[0]); err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		if _, err := s.Fetch(b.Context(), addresses[i%len(addresses)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkBrowserPerPage is one page in a browser of its own.
func BenchmarkBrowserPerPage(b *testing.B) {
	pages, addresses := catalogue(50)
	i := 0
	for b.Loop() {
		s := open(b, pages, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Recipe, o.Tabs = selector("h1"), 1 })
		if _, err := s.Fetch(b.Context(), addresses[i%len(addresses)]); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkFiftyPages renders fifty pages in one browser and reports what memory its processes hold after the tenth and
// after the last.
func BenchmarkFiftyPages(b *testing.B) {
	pages, addresses := catalogue(50)
	var ten, fifty int64
	rounds := 0
	for b.Loop() {
		var folder string
		s := open(b, pages, scrapetest.ServeOptions{}, func(o *browser.Options) { o.Recipe, o.Tabs, folder = selector("h1"), 1, o.Folder })
		for i, address := range addresses {
			if _, err := s.Fetch(b.Context(), address); err != nil {
				b.Fatal(err)
			}
			if i == 9 {
				ten += memory(b, folder)
			}
		}
		fifty += memory(b, folder)
		rounds++
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(ten)/float64(rounds)/(1<<20), "MiB-after-10")
	b.ReportMetric(float64(fifty)/float64(rounds)/(1<<20), "MiB-after-50")
}

// memory returns the bytes that the processes of a browser hold of their own, each page that several share counted once in
// all. The program itself is left out: it is shared with every other browser on the machine.
func memory(tb testing.TB, folder string) (sum int64) {
	tb.Helper()
	for _, pid := range processes(tb, folder) {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "smaps_rollup"))
		if err != nil {
			continue // it has ended
		}
		for line := range bytes.Lines(text) {
			name, value, _ := bytes.Cut(line, []byte(":"))
			if kind := string(name); kind != "Pss_Anon" && kind != "Pss_Shmem" {
				continue
			}
			kib, err := strconv.ParseInt(string(bytes.Fields(value)[0]), 10, 64)
			if err != nil {
				tb.Fatal(err)
			}
			sum += kib << 10
		}
	}
	return sum
}
