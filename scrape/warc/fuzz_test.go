package warc_test

import (
	"errors"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// checkArchive is the property of every input: it opens or is refused; each capture is listed under a name of its own and
// opens as what was listed, or is damage that names the archive; no body is over the cap; nothing else ever comes.
func checkArchive(t *testing.T, data []byte) {
	t.Helper()
	a, err := warc.OpenBytes("fuzz", data)
	if err != nil {
		return
	}
	damaged := func(err error) bool {
		damage, ok := errors.AsType[*scrape.DamagedError](err)
		return ok && damage.Archive == "fuzz" && damage.What != ""
	}
	records := map[string]bool{}
	for c, err := range a.List(t.Context()) {
		if err != nil {
			if !damaged(err) {
				t.Fatalf("List yields %v", err)
			}
			continue
		}
		if c.Record == "" || records[c.Record] {
			t.Fatalf("record %q has no name of its own", c.Record)
		}
		records[c.Record] = true
		p, err := a.Open(t.Context(), c)
		if err != nil {
			if !damaged(err) {
				t.Fatalf("Open(%+v) error: %v", c, err)
			}
			continue
		}
		if p.URL != c.URL || p.Record != c.Record || p.Status < 100 || len(p.Body) > 32<<20 {
			t.Fatalf("Open(%+v) = %q, %q, status %d, %d bytes", c, p.URL, p.Record, p.Status, len(p.Body))
		}
	}
}

func FuzzWARC(f *testing.F) {
	gz := written(f)
	plain := gunzipped(f, gz)
	f.Add(gz)
	f.Add(plain)
	f.Add([]byte(zipped(string(plain))))
	f.Add(gz[:len(gz)/2])
	f.Add([]byte(record(fields("response", "a")+"Content-Length: 9\n", httpOK("A")) + response("b", "B")))
	f.Add([]byte(record(fields("response", "a"), "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n5\r\nhello\r\n0\r\n\r\n")))
	f.Fuzz(checkArchive)
}

func FuzzWACZ(f *testing.F) {
	gz := written(f)
	f.Add(packed(f, file("a.warc.gz", gz)))
	f.Add(packed(f, file("a.warc", gunzipped(f, gz)), file("b.warc.gz", gz)))
	f.Add([]byte(zipOf(f, [2]string{"archive/1.warc", "no"}, [2]string{"archive/2.warc.gz", string(gz[:100])})))
	f.Fuzz(checkArchive)
}
