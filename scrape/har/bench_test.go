package har_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/har"
)

// BenchmarkOpen indexes a browser's export of 200 pages of 100 KiB, whose markup is full of quotes to escape.
func BenchmarkOpen(b *testing.B) {
	body := []byte(strings.Repeat("<div class=\"xm-navbar\">\n<span data-key=\"name_1\">POCO F6</span></div>\n", 1500))
	var entries []object
	for range 200 {
		entries = append(entries, chrome(&scrape.Page{
			URL: "https://www.po.co/uk/", Status: 200, Body: body, Time: noon, Header: pages()[0].Header,
		}))
	}
	data := []byte(written(entries...))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := har.OpenBytes("x.har", data); err != nil {
			b.Fatal(err)
		}
	}
}
