package warc_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestFailuresAreGivenBack writes one and reads it: listed beside its error, and fetched where there is no page.
func TestFailuresAreGivenBack(t *testing.T) {
	t.Parallel()
	const url = "https://www.po.co/uk/product/poco-f6/"
	want := &scrape.FailedError{URL: url, Time: noon.Add(1500 * time.Millisecond), Via: "live", Reason: "robots", Detail: "robots.txt forbids it: Disallow: /"}
	var b bytes.Buffer
	w := warc.NewWriter(&b)
	ref, err := w.Failure(want)
	if err != nil {
		t.Fatal(err)
	}
	check := func(err error) {
		t.Helper()
		got, _ := errors.AsType[*scrape.FailedError](err)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(scrape.FailedError{})); diff != "" {
			t.Errorf("comes back as %v (-want +got):\n%s", err, diff)
		}
	}
	a := open(t, "x.warc.gz", b.String())
	_, err = a.Fetch(t.Context(), "http://po.co/uk/product/poco-f6")
	check(err)
	n := 0
	for c, err := range a.List(t.Context()) {
		check(err)
		if c != (scrape.Capture{URL: url, Record: ref.Record, Time: want.Time, Via: "live"}) {
			t.Errorf("List yields %+v", c)
		}
		n++
	}
	if n != 1 {
		t.Errorf("List yields %d captures, want 1", n)
	}

	if _, err := w.Exchange(&scrape.Exchange{URL: url, Time: noon, Status: 200, Body: []byte("POCO F6"), Via: "wayback"}); err != nil {
		t.Fatal(err)
	}
	a = open(t, "x.warc.gz", b.String())
	if p, err := a.Fetch(t.Context(), url); err != nil || string(p.Body) != "POCO F6" {
		t.Errorf("Fetch where an older page is held = %+v, %v, want that page", p, err)
	}
	var via []string
	for _, c := range listed(t, a) {
		via = append(via, c.Via)
	}
	if strings.Join(via, " ") != "live wayback" {
		t.Errorf("List yields captures via %q, want live and wayback", via)
	}
}

// TestMetadataOfOthersIsIgnored has records that only look like failures, and failures that cannot be read.
func TestMetadataOfOthersIsIgnored(t *testing.T) {
	t.Parallel()
	meta := func(more, block string) string {
		return record(strings.Replace(fields("metadata", "a"), "application/http; msgtype=response", "application/warc-fields", 1)+more, block)
	}
	const ours = "WARC-Pocomigrate-Via: live\n"
	tests := []struct{ name, data, want string }{
		{"of another crawler", meta("", "via: http://po.co/\r\nreason: x\r\n"), ""},
		{"of another type", strings.Replace(meta(ours, "reason: x\r\n"), "application/warc-fields", "text/plain", 1), ""},
		{"ours", meta(ours, "reason: torn\r\ndetail: cut\r\n"), "! fetch https://www.po.co/uk/a: cut"},
		{"without a reason", meta(ours, "detail: cut\r\n"), "! record of a failure cannot be read: it gives no reason"},
		{"endless", meta(ours, "reason: torn\r\ndetail: "+strings.Repeat("x", 70<<10)), "! record of a failure cannot be read: more than 64 KiB of headers"},
		{"without an address", strings.Replace(meta(ours, "reason: torn\r\n"), "WARC-Target-URI", "X", 1), "! no WARC-Target-URI"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(contents(t, open(t, "x.warc", tt.data)), "\n")
			if !readAs(got, tt.want) {
				t.Errorf("reads as %q, want %q", got, tt.want)
			}
		})
	}
}
