package warc_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestCopyKeepsABodyWithTheRevisit is a run that asks again: the server says 304, and the new file alone holds the page.
func TestCopyKeepsABodyWithTheRevisit(t *testing.T) {
	t.Parallel()
	packedBody, err := coding.Encode("br", []byte("<h1>POCO F6</h1>"))
	if err != nil {
		t.Fatal(err)
	}
	const url = "https://www.po.co/uk/product/poco-f6/"
	response := &scrape.Exchange{
		URL: url, Time: noon, Status: 200, Via: "live", Body: packedBody,
		Header: http.Header{"Content-Type": {"text/html"}, "Content-Encoding": {"br"}, "Etag": {`"1"`}},
	}
	resource := &scrape.Exchange{URL: url, Time: noon, Via: "browser", Body: []byte("<h1>POCO F6</h1>"), Header: http.Header{"Content-Type": {"text/html"}}, Resource: true}
	for name, first := range map[string]*scrape.Exchange{"response": response, "resource": resource} {
		var one, two, three bytes.Buffer
		record, err := warc.NewWriter(&one).Exchange(first)
		if err != nil {
			t.Fatal(err)
		}
		again := record.Record
		archive := open(t, "1.warc.gz", one.String())
		for run, out := range []*bytes.Buffer{&two, &three} { // the third run asks on the word of the second's revisit
			w := warc.NewWriter(out)
			copied, err := archive.CopyTo(w, again)
			if err != nil {
				t.Fatal(err)
			}
			if copied.Record != record.Record || !copied.Time.Equal(noon) || copied.URL != url || copied.Digest != record.Digest || copied.Media != "text/html" {
				t.Errorf("%s: CopyTo() = %+v, want what names the copy: %+v", name, copied, record)
			}
			later := noon.Add(time.Duration(run+1) * time.Hour)
			fresh, err := w.NotModified(&scrape.Exchange{URL: url, Time: later, Status: 304, Via: "live"}, copied)
			if err != nil {
				t.Fatal(err)
			}
			archive, again = open(t, "next.warc.gz", out.String()), fresh.Record
			p, err := archive.Fetch(t.Context(), url)
			if err != nil || string(p.Body) != "<h1>POCO F6</h1>" || p.Status != 200 || !p.Time.Equal(later) || p.MediaType() != "text/html" {
				t.Errorf("%s: the next run's file gives %+v, %v", name, p, err)
			}
			c := contents(t, archive)
			if len(c) != 2 || c[0] != c[1] {
				t.Errorf("%s: the next run's file reads as %q, want the page at both times", name, c)
			}
		}
	}
}

// TestCopyOfARevisitWithAHeadOfItsOwn is the response that it stands for, whatever it borrowed its body from.
func TestCopyOfARevisitWithAHeadOfItsOwn(t *testing.T) {
	t.Parallel()
	body, err := coding.Encode("gzip", []byte("<h1>POCO F6</h1>"))
	if err != nil {
		t.Fatal(err)
	}
	lent := &scrape.Exchange{URL: "https://www.po.co/fr/", Time: noon, Status: 200, Body: body, Header: http.Header{"Content-Encoding": {"gzip"}, "Etag": {`"fr"`}}}
	own := &scrape.Exchange{URL: "https://www.po.co/uk/", Time: noon, Status: 200, Via: "live", Header: http.Header{"Content-Encoding": {"gzip"}, "Etag": {`"uk"`}}}
	for _, resource := range []bool{false, true} {
		if lent.Resource = resource; resource {
			lent.Body, own.Header = []byte("<h1>POCO F6</h1>"), http.Header{"Etag": {`"uk"`}}
		}
		var one, two, three bytes.Buffer
		ref, err1 := warc.NewWriter(&one).Exchange(lent)
		again, err2 := warc.NewWriter(&two).Revisit(own, ref)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		a := open(t, "2.warc.gz", two.String())
		warc.Join(a, open(t, "1.warc.gz", one.String()))
		w := warc.NewWriter(&three)
		copied, err := a.CopyTo(w, again.Record)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.NotModified(&scrape.Exchange{URL: own.URL, Time: noon.Add(time.Hour), Status: 304}, copied); err != nil {
			t.Fatal(err)
		}
		var wacz bytes.Buffer
		if err := warc.Seal(&wacz, "test", file("3.warc.gz", three.Bytes()), []warc.Ref{copied}); err != nil {
			t.Fatal(err)
		}
		for _, f := range members(t, wacz.Bytes()) {
			if line := read(t, f); f.Name == "indexes/index.cdxj" && (strings.Contains(line, "warc/revisit") || !strings.Contains(line, own.URL)) {
				t.Errorf("the copy is indexed as %s", line)
			}
		}
		b := open(t, "3.warc.gz", three.String())
		for _, c := range listed(t, b) {
			p, err := b.Open(t.Context(), c)
			if err != nil || p.URL != own.URL || string(p.Body) != "<h1>POCO F6</h1>" || p.Header.Get("Etag") != `"uk"` {
				t.Errorf("the copy reads as %+v, %v", p, err)
			}
		}
		if c := listed(t, b); len(c) != 2 || c[0].Via != "live" || !c[0].Time.Equal(noon) {
			t.Errorf("the new file lists %+v", c)
		}
	}
}

// TestCopyRefuses what holds no answer, or none that can be read.
func TestCopyRefuses(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	failed, err := warc.NewWriter(&b).Failure(&scrape.FailedError{URL: "https://po.co/", Time: noon, Via: "live", Reason: "torn", Detail: "x"})
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString(zipped(revisit("lost", "", "")))
	a := open(t, "x.warc.gz", b.String())
	tests := []struct{ record, want string }{
		{"urn:none", "x.warc.gz: record urn:none: no such record"},
		{failed.Record, "copy record " + failed.Record + " of x.warc.gz: it holds no answer"},
		{"urn:test:lost", "revisit without a body"},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		if _, err := a.CopyTo(warc.NewWriter(&out), tt.record); err == nil || !strings.Contains(err.Error(), tt.want) || out.Len() > 0 {
			t.Errorf("CopyTo(%s) writes %d bytes with error %v, want none with %q", tt.record, out.Len(), err, tt.want)
		}
	}
	good := open(t, "y.warc.gz", zipped(response("a", "A")))
	full := errors.New("disk full")
	if _, err := good.CopyTo(warc.NewWriter(failing{full}), "urn:test:a"); !errors.Is(err, full) {
		t.Errorf("CopyTo a full disk: error %v", err)
	}
}

// TestCopyOfARecordWithoutAnIdentifier is found by its address and time.
func TestCopyOfARecordWithoutAnIdentifier(t *testing.T) {
	t.Parallel()
	a := open(t, "x.warc", strings.Replace(response("a", "A"), "WARC-Record-ID: <urn:test:a>\r\n", "", 1))
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	if err := w.Info(noon, "software: test"); err != nil {
		t.Fatal(err)
	}
	offset := b.Len()
	ref, err := a.CopyTo(w, "@0")
	if err != nil || ref.Record != at(offset) {
		t.Errorf("CopyTo = %+v, %v, want a copy called %s", ref, err, at(offset))
	}
	if alone := contents(t, open(t, "cut.warc.gz", b.String()[ref.Offset:ref.Offset+ref.Length])); strings.Join(alone, "; ") != "200 a A" || int(ref.Offset+ref.Length) != b.Len() {
		t.Errorf("the place of %+v holds %q", ref, alone)
	}
	if _, err := w.NotModified(&scrape.Exchange{URL: ref.URL, Time: noon.Add(time.Hour), Status: 304}, ref); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, open(t, "y.warc.gz", b.String())); strings.Join(got, "; ") != "200 a A; 200 a A" {
		t.Errorf("reads as %q", got)
	}
}
