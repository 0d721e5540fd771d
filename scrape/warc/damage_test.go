package warc_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/coding"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestDamageIsReportedAndReadingGoesOn hurts one record and expects the others whole. A wanted line that begins with "!"
// is damage and need only be contained in what was reported. Rubbish after a plain record cannot be told from a record
// whose length is wrong, and a page that may be cut is not passed for a whole one.
func TestDamageIsReportedAndReadingGoesOn(t *testing.T) {
	t.Parallel()
	a, b, c := response("a", "A"), response("b", "B"), response("c", "C")
	claims := func(n int, block string) string {
		return record(fields("response", "b")+fmt.Sprintf("Content-Length: %d\n", n), block)
	}
	long, short := claims(len(httpOK("B"))+40, httpOK("B")), claims(len(httpOK("B"))-10, httpOK("B"))
	notHTTP := record(fields("response", "b"), "<html>no head</html>")
	noColon := strings.Replace(b, "WARC-Date", "WARC Date 2024\r\nWARC-Date", 1)
	zb := zipped(b)
	flipped := zb[:len(zb)-6] + "\x00" + zb[len(zb)-5:]
	tests := []struct {
		name, data string
		want       []string
	}{
		{"unhurt", a + b + c, []string{"200 a A", "200 b B", "200 c C"}},
		{"plain, length too long", a + long + c, []string{"200 a A", "! the block goes on", "200 c C"}},
		{"plain, length too short", a + short + c, []string{"200 a A", "! the block goes on", "200 c C"}},
		{"plain, length past the end", a + claims(1<<20, httpOK("B")) + c, []string{"200 a A", "! unexpected EOF", "200 c C"}},
		{"plain, cut in the last block", a + c[:len(c)-8], []string{"200 a A", "! block ends after 41 of 45 bytes"}},
		{"plain, cut in the last head", a + c[:60], []string{"200 a A", "! headers end early: unexpected EOF"}},
		{"plain, no length", a + strings.Replace(b, "Content-Length", "X-Length", 1) + c, []string{"200 a A", `! Content-Length "" is no length`, "200 c C"}},
		{"plain, negative length", a + claims(-1, "x") + c, []string{"200 a A", `! Content-Length "-1" is no length`, "200 c C"}},
		{"plain, line without a colon", a + noColon + c, []string{"200 a A", "! has no colon", "200 c C"}},
		{"plain, another version", a + strings.Replace(b, "WARC/1.1", "WARC/0.18", 1) + c, []string{"200 a A", `! version "WARC/0.18" is not understood`, "200 c C"}},
		{"plain, no type", a + strings.Replace(b, "WARC-Type", "X-Type", 1) + c, []string{"200 a A", "! no WARC-Type", "200 c C"}},
		{"plain, no address", a + strings.Replace(b, "WARC-Target-URI", "X-URI", 1) + c, []string{"200 a A", "! no WARC-Target-URI", "200 c C"}},
		{"plain, no HTTP message", a + notHTTP + c, []string{"200 a A", "! block is no HTTP message", "200 c C"}},
		{"plain, another protocol", a + record(fields("response", "b"), "ICY 200 OK\r\n\r\nB") + c, []string{"200 a A", "! block is no HTTP message", "200 c C"}},
		{
			"plain, head of the answer too long", a + record(fields("response", "b"), "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 70<<10)+"\r\n\r\nB") + c,
			[]string{"200 a A", "! page cannot be read: more than 64 KiB of headers", "200 c C"},
		},
		{"plain, empty block", a + record(fields("response", "b"), "") + c, []string{"200 a A", "! block is no HTTP message", "200 c C"}},
		{"plain, rubbish between", a + "rubbish\r\nWARC/1.1 is a format\r\n" + c, []string{"! the block goes on", "200 c C"}},
		{"plain, head too long", a + strings.Replace(b, "WARC-Date", "X: "+strings.Repeat("x", 70<<10)+"\r\nWARC-Date", 1) + c, []string{"200 a A", "! headers end early: more than 64 KiB of headers", "200 c C"}},
		{"gzip, torn at the end", zipped(a) + zb[:len(zb)/2], []string{"200 a A", "! unexpected EOF"}},
		{"gzip, torn in the middle", zipped(a) + zb[:len(zb)-20] + zipped(c), []string{"200 a A", "! record", "200 c C"}},
		{"gzip, checksum differs", zipped(a) + flipped + zipped(c), []string{"200 a A", "! gzip: invalid checksum", "200 c C"}},
		{"gzip, rubbish between", zipped(a) + "rubbish" + zipped(c), []string{"200 a A", "! no gzip member where one should begin", "200 c C"}},
		{"gzip, first torn", zb[:40] + zipped(c), []string{"! record", "200 c C"}},
		{"gzip, length too long", zipped(a) + zipped(long) + zipped(c), []string{"200 a A", "! block ends after", "200 c C"}},
		{"gzip, length too short", zipped(a) + zipped(short) + zipped(c), []string{"200 a A", "! the block goes on", "200 c C"}},
		{"gzip, torn at once", zipped(a) + zb[:12] + zipped(c), []string{"200 a A", "! no record where one should begin", "200 c C"}},
		{"gzip, rubbish in a member", zipped(a) + zipped("rubbish\r\n"+b+c), []string{"200 a A", "! no record where one should begin", "200 b B", "200 c C"}},
		{"gzip, a member of rubbish", zipped(a) + zipped("rubbish") + zipped(c), []string{"200 a A", "! no record where one should begin", "200 c C"}},
		{"gzip, length beyond all pages", zipped(a) + zipped(claims(1<<30, httpOK("B"))) + zipped(c), []string{"200 a A", "! record cannot be read: block is larger than 32 MiB", "200 c C"}},
		{"gzip, length beyond all pages of what is none", zipped(a) + zipped(strings.Replace(claims(1<<30, "x"), "response", "metadata", 1)) + zipped(c), []string{"200 a A", "200 c C"}},
		{"plain, cut at the block", a + b[:strings.Index(b, "HTTP/1.1")+3], []string{"200 a A", "! block ends after 3 of 45 bytes: unexpected EOF"}},
		{"gzip, cut at the block", zipped(a) + unpacked(b)[:gzipHead+strings.Index(b, "HTTP/1.1")+3], []string{"200 a A", "! block ends after 3 of 45 bytes: unexpected EOF"}},
		{"one member, torn where a record begins", unpacked(a + b)[:len(a)+gzipHead+2], []string{"! record cannot be read: unexpected EOF"}},
		{"one member, length too long", zipped(a + long + c), []string{"200 a A", "! the block goes on", "200 c C"}},
		{"segment", a + record(fields("response", "b")+"WARC-Segment-Number: 1\n", httpOK("B")) + c, []string{"200 a A", "! cut into segments", "200 c C"}},
		{"truncated by the crawler", a + record(fields("response", "b")+"WARC-Truncated: time\n", httpOK("B")), []string{"200 a A", "! cut the capture short (WARC-Truncated: time)"}},
		{"rendered, and cut short", a + record(fields("resource", "b")+"WARC-Truncated: length\n", "B"), []string{"200 a A", "! the capture was cut short (WARC-Truncated: length)"}},
		{"WACZ, member is no WARC", zipOf(t, [2]string{"archive/1.warc", "no"}, [2]string{"archive/2.warc", c}), []string{"! record archive/1.warc: member cannot be read as a WARC", "200 c C"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := contents(t, open(t, "hurt.warc", tt.data))
			same := func(got, want string) bool {
				damage, isDamage := strings.CutPrefix(want, "! ")
				return got == want || isDamage && strings.HasPrefix(got, "! hurt.warc: record ") && strings.Contains(got, damage)
			}
			if !slices.EqualFunc(got, tt.want, same) {
				t.Errorf("reads as\n%s", cmp.Diff(tt.want, got))
			}
		})
	}
}

// gzipHead is the length of what stands before the bytes in a gzip member that holds them as they are.
const gzipHead = 15

// unpacked returns a gzip member that holds s as it is.
func unpacked(s string) string {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	if err == nil {
		_, err = io.WriteString(z, s)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

// TestSearchForARecordIsBounded: what looks like the beginning of a gzip member costs an attempt to read it.
func TestSearchForARecordIsBounded(t *testing.T) {
	t.Parallel()
	a, c := zipped(response("a", "A")), zipped(response("c", "C"))
	for n, want := range map[int]string{1000: "200 c C", 1002: ""} {
		got := contents(t, open(t, "x.warc.gz", a+strings.Repeat("\x1f\x8b\x08", n)+c))
		if last := got[len(got)-1]; got[0] != "200 a A" || (last == "200 c C") != (want != "") {
			t.Errorf("behind %d beginnings it reads as %q, want %q at its end", n, got, want)
		}
	}
}

// TestRecordBehindRubbishIsFound, however much of it there is and wherever the record begins: the file is looked through in
// pieces of 64 KiB.
func TestRecordBehindRubbishIsFound(t *testing.T) {
	t.Parallel()
	a, c := zipped(response("a", "A")), zipped(response("c", "C"))
	for n := 64<<10 - 4; n < 64<<10+4; n++ {
		got := contents(t, open(t, "x.warc.gz", a+strings.Repeat("x", n)+c))
		want := []string{"200 a A", fmt.Sprintf("! x.warc.gz: record @%d: no gzip member where one should begin: gzip: invalid header", len(a)), "200 c C"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("behind %d bytes of rubbish it reads as (-want +got):\n%s", n, d)
		}
	}
}

// TestDamageSaysWhatIsKnown checks the parts of a DamagedError, and that the address is answered for with it.
func TestDamageSaysWhatIsKnown(t *testing.T) {
	t.Parallel()
	torn := zipped(response("b", strings.Repeat("body ", 500)))
	a := open(t, "folder-less.warc.gz", zipped(response("a", "A"))+torn[:len(torn)-30])
	const url = "https://www.po.co/uk/b"
	_, err := a.Fetch(t.Context(), url)
	damage, ok := errors.AsType[*scrape.DamagedError](err)
	if !ok {
		t.Fatalf("Fetch of a torn record: error %v, want a DamagedError", err)
	}
	if damage.Archive != "folder-less.warc.gz" || damage.Record != "urn:test:b" || damage.URL != url || damage.What == "" {
		t.Errorf("Fetch of a torn record: error %+v, want archive, record, address and what is wrong", damage)
	}
	for c, err := range open(t, "x", "WARC/1.1\r\nrubbish").List(t.Context()) {
		damage, ok := errors.AsType[*scrape.DamagedError](err)
		if !ok || damage.Record != "@0" || c.URL != "" {
			t.Errorf("List of a headless record yields %+v, %v; want a DamagedError for the record @0", c, err)
		}
	}
}

// TestFetchFallsBackToACaptureThatCanBeRead has a newest capture that is damaged.
func TestFetchFallsBackToACaptureThatCanBeRead(t *testing.T) {
	t.Parallel()
	newer := strings.Replace(record(fields("response", "a"), "no HTTP"), "2024-10-01", "2024-11-01", 1)
	p, err := open(t, "x.warc", newer+response("a", "A")).Fetch(t.Context(), "https://www.po.co/uk/a")
	if err != nil || string(p.Body) != "A" {
		t.Errorf("Fetch = %v, %v, want the older capture", p, err)
	}
}

// TestDamageTellsTooLargeFromTorn has two pages that cannot be read, of which one grows too large.
func TestDamageTellsTooLargeFromTorn(t *testing.T) {
	t.Parallel()
	packed := func(name, body string) string {
		return record(fields("response", name), "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"+body)
	}
	a := open(t, "x.warc", packed("bomb", zipped(strings.Repeat("\x00", 5<<20)))+packed("torn", zipped("POCO")[:20]))
	for name, want := range map[string]bool{"bomb": true, "torn": false} {
		_, err := a.Fetch(t.Context(), "https://www.po.co/uk/"+name)
		_, damaged := errors.AsType[*scrape.DamagedError](err)
		if _, large := errors.AsType[*coding.LimitError](err); !damaged || large != want {
			t.Errorf("Fetch of the %s: error %v, want damage, and a LimitError: %v", name, err, want)
		}
	}
}

// TestDamageIsBounded gives up on a file that is nothing but damage.
func TestDamageIsBounded(t *testing.T) {
	t.Parallel()
	bad := strings.Repeat(record("WARC-Type: response\n", "x"), 5000)
	got := contents(t, open(t, "x.warc", bad))
	if len(got) != 1000 || !strings.Contains(got[999], "too much damage; the rest of this WARC is not read") {
		t.Errorf("5000 bad records yield %d lines, the last %q; want 1000 and a word that reading ends", len(got), got[len(got)-1])
	}
}

// TestFileThatIsTornMeanwhile: what could be read when the archive was opened may not be any more, and is damage then, of
// whatever kind the record is; nor can it be copied.
func TestFileThatIsTornMeanwhile(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 8<<10)
	rand.NewChaCha8([32]byte{}).Read(noise) //nolint:errcheck // it never fails
	text := hex.EncodeToString(noise)
	const url = "https://www.po.co/uk/"
	var lent bytes.Buffer
	of, err := warc.NewWriter(&lent).Exchange(&scrape.Exchange{URL: url, Time: noon, Status: 200})
	if err != nil {
		t.Fatal(err)
	}
	written := func(write func(w *warc.Writer) (warc.Ref, error)) [2]string {
		var b bytes.Buffer
		ref, err := write(warc.NewWriter(&b))
		if err != nil {
			t.Fatal(err)
		}
		return [2]string{ref.Record, b.String()}
	}
	for name, record := range map[string][2]string{ // its name, and the file
		"page": written(func(w *warc.Writer) (warc.Ref, error) {
			return w.Exchange(&scrape.Exchange{URL: url, Time: noon, Status: 200, Body: noise})
		}),
		"rendered page": written(func(w *warc.Writer) (warc.Ref, error) {
			return w.Exchange(&scrape.Exchange{URL: url, Time: noon, Body: noise, Resource: true})
		}),
		"revisit": written(func(w *warc.Writer) (warc.Ref, error) {
			return w.Revisit(&scrape.Exchange{URL: url, Time: noon, Status: 200, Header: http.Header{"X": {text}}}, of)
		}),
		"failure": written(func(w *warc.Writer) (warc.Ref, error) {
			return w.Failure(&scrape.FailedError{URL: url, Time: noon, Via: "live", Reason: "torn", Detail: text})
		}),
		"second of a member":   {"urn:test:b", zipped(response("a", text) + response("b", "B"))},
		"repeated of a member": {"urn:test:b", zipped(response("a", text) + revisit("b", "WARC-Refers-To: <urn:test:a>\n", "HTTP/1.1 203 X\r\n\r\n"))},
	} {
		path := filepath.Join(t.TempDir(), "a.warc.gz")
		if err := os.WriteFile(path, []byte(record[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := warc.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		warc.Join(a, open(t, "lent.warc.gz", lent.String()))
		for _, left := range []int{len(record[1]) / 2, 40, 5, 0} {
			if err := os.Truncate(path, int64(left)); err != nil {
				t.Fatal(err)
			}
			p, err := a.Open(t.Context(), scrape.Capture{Record: record[0]})
			if damage, ok := errors.AsType[*scrape.DamagedError](err); !ok || damage.Record != record[0] || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s, %d bytes left: Open = %+v, %v, want damage: unexpected EOF", name, left, p, err)
			}
			if copied, err := a.CopyTo(warc.NewWriter(io.Discard), record[0]); err == nil {
				t.Errorf("%s, %d bytes left: CopyTo = %+v", name, left, copied)
			}
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}
