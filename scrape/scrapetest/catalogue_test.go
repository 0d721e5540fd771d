package scrapetest_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestCatalogueStaysTheSame: figures of speed can be compared over the years only as long as they are measured on the same
// bytes.
func TestCatalogueStaysTheSame(t *testing.T) {
	t.Parallel()
	var got []string
	for _, p := range []scrape.Page{scrapetest.CataloguePage(0), scrapetest.CataloguePage(4217), scrapetest.CatalogueListing(3)} {
		got = append(got, fmt.Sprintf("%s %d %s %s %s %s: %d bytes, %x",
			p.URL, p.Status, p.ContentType(), p.Time.Format(time.DateTime), p.Archive, p.Record, len(p.Body), sha256.Sum256(p.Body)))
	}
	want := []string{
		"http://127.0.0.1:18080/p/0 200 text/html; charset=utf-8 2024-06-01 00:00:00 catalogue.wacz urn:uuid:00000000-0000-4000-8000-000000000000: " +
			"60008 bytes, d1f856bc774e28c606b5e9520ef0589f87cba7bfd9c65834680a71334df19ce4",
		"http://127.0.0.1:18080/p/4217 200 text/html; charset=utf-8 2024-06-01 01:10:17 catalogue.wacz urn:uuid:00000000-0000-4000-8000-000000004217: " +
			"60008 bytes, ec997ab6c43374aa89c353c8817d098eb23e16c38cd2302bce542a4df487f6ed",
		"http://127.0.0.1:18080/list/3 200 text/html; charset=utf-8 2024-06-01 00:00:03 catalogue.wacz urn:uuid:00000000-0000-4000-8000-000000000003: " +
			"7050 bytes, 5a2f3cad5420ef82efec50f67a10558361803025a8fb63989234910c33fc8cdb",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("pages (-want +got):\n%s", d)
	}
}
