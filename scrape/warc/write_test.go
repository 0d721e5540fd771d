package warc_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestWriterWritesTheFormat shows one record in full: identifier and digests come from the content alone.
func TestWriterWritesTheFormat(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := pages()[2]
	ref, err := warc.NewWriter(&b).Response(&p, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.ReplaceAll(`WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:uuid:9169ffac-bd20-579e-abad-9cd88883dffc>
WARC-Date: 2024-10-01T12:00:00Z
WARC-Target-URI: https://www.po.co/fr/product/poco-f6/
WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
WARC-Block-Digest: sha1:55H7JKZTIM6PNVG2AD5NGX63SN35EGNJ
Content-Type: application/http; msgtype=response
Content-Length: 121

HTTP/1.1 301 Moved Permanently
Content-Length: 0
Location: https://www.mi.com/fr/
Set-Cookie: a=1
Set-Cookie: b=2



`, "\n", "\r\n")
	if got := string(gunzipped(t, b.Bytes())); got != want {
		t.Errorf("wrote\n%q\nwant\n%q", got, want)
	}
	if ref.Record != "urn:uuid:9169ffac-bd20-579e-abad-9cd88883dffc" || ref.URL != p.URL || ref.Time != p.Time {
		t.Errorf("Response() = %+v, want what names the record", ref)
	}
}

// TestWriterKeepsARawMessage writes bytes as they came over the wire, and leaves an encoding out of a message it makes.
func TestWriterKeepsARawMessage(t *testing.T) {
	t.Parallel()
	encoded := http.Header{"Content-Encoding": {"gzip"}, "Transfer-Encoding": {"chunked"}, "Content-Type": {"text/html"}}
	page := scrape.Page{URL: "https://www.po.co/uk/", Status: 200, Header: encoded, Body: []byte("decoded"), Time: noon}
	for _, raw := range []string{"", "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n" + zipped("decoded")} {
		var b bytes.Buffer
		var message []byte
		if raw != "" {
			message = []byte(raw)
		}
		if _, err := warc.NewWriter(&b).Response(&page, message); err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(gunzipped(t, b.Bytes()), message) {
			t.Errorf("a raw message %q is not in the record", raw)
		}
		p, err := open(t, "x.warc.gz", b.String()).Fetch(t.Context(), page.URL)
		if err != nil || string(p.Body) != "decoded" || (p.Header.Get("Content-Encoding") != "") != (raw != "") {
			t.Errorf("with raw %q: reads back as %+v, %v", raw, p, err)
		}
	}
	if encoded.Get("Content-Encoding") == "" {
		t.Error("Response changed the page's headers")
	}
}

func TestWriterRefuses(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	tests := []struct {
		name string
		w    io.Writer
		page scrape.Page
		want string
	}{
		{"no time", io.Discard, scrape.Page{URL: "https://po.co/", Status: 200}, "write response https://po.co/: no capture time"},
		{"address over two lines", io.Discard, scrape.Page{URL: "https://po.co/\r\nX: y", Status: 200, Time: noon}, "WARC-Target-URI spans lines"},
		{"writer fails", failing{full}, scrape.Page{URL: "https://po.co/", Status: 200, Time: noon}, "write response https://po.co/: disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := warc.NewWriter(tt.w).Response(&tt.page, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Response() error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestWACZIsTheSameEveryTime packs twice and looks at what could vary.
func TestWACZIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	one := packed(t, file("a.warc.gz", written(t)))
	if !bytes.Equal(one, packed(t, file("a.warc.gz", written(t)))) {
		t.Error("packing the same records twice gives different bytes")
	}
	for _, f := range members(t, one) {
		if !f.Modified.Equal(time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s is dated %s, want 1980-01-01", f.Name, f.Modified)
		}
		if strings.HasPrefix(f.Name, "archive/") != (f.Method == zip.Store) {
			t.Errorf("%s has zip method %d; WARCs must be stored, the rest compressed", f.Name, f.Method)
		}
	}
}

// TestWACZDescribesItself recomputes every digest that the package states.
func TestWACZDescribesItself(t *testing.T) {
	t.Parallel()
	content := map[string]string{}
	for _, f := range members(t, packed(t, file("a.warc.gz", written(t)), file("b.warc", []byte(response("b", "B"))))) {
		content[f.Name] = read(t, f)
	}
	var list struct {
		Profile   string
		Version   string `json:"wacz_version"`
		Resources []struct {
			Name, Path, Hash string
			Bytes            int
		}
	}
	if err := json.Unmarshal([]byte(content["datapackage.json"]), &list); err != nil {
		t.Fatal(err)
	}
	if list.Profile != "data-package" || list.Version != "1.1.1" || len(list.Resources) != 4 {
		t.Errorf("datapackage.json says %+v, want profile data-package, version 1.1.1 and four resources", list)
	}
	for _, r := range list.Resources {
		if data, ok := content[r.Path]; !ok || r.Hash != hash(data) || r.Bytes != len(data) {
			t.Errorf("resource %+v does not agree with its member of %d bytes, %s", r, len(data), hash(data))
		}
	}
	var digest struct{ Path, Hash string }
	if err := json.Unmarshal([]byte(content["datapackage-digest.json"]), &digest); err != nil {
		t.Fatal(err)
	}
	if digest.Path != "datapackage.json" || digest.Hash != hash(content["datapackage.json"]) {
		t.Errorf("datapackage-digest.json says %+v", digest)
	}
}

// TestWACZIndexLeadsToRecords cuts each indexed range out of its WARC and reads it alone.
func TestWACZIndexLeadsToRecords(t *testing.T) {
	t.Parallel()
	gz := written(t)
	torn := zipped(response("torn", strings.Repeat("x", 100)))
	files := map[string]string{"a.warc.gz": string(gz), "b.warc": response("b", "B") + response("c", "C"), "t.warc.gz": torn[:len(torn)-9]}
	content := map[string]string{}
	for _, f := range members(t, packed(t, file("a.warc.gz", gz), file("b.warc", []byte(files["b.warc"])), file("t.warc.gz", []byte(files["t.warc.gz"])))) {
		content[f.Name] = read(t, f)
	}
	var keys []string
	for line := range strings.Lines(content["indexes/index.cdxj"]) {
		parts := strings.SplitN(line, " ", 3)
		keys = append(keys, parts[0]+" "+parts[1])
		var l struct{ URL, Mime, Status, Length, Offset, Filename string }
		if err := json.Unmarshal([]byte(parts[2]), &l); err != nil {
			t.Fatal(err)
		}
		offset, err1 := strconv.Atoi(l.Offset)
		length, err2 := strconv.Atoi(l.Length)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		for c, err := range open(t, "cut", files[l.Filename][offset:offset+length]).List(t.Context()) {
			if err != nil && !strings.Contains(err.Error(), "revisit without a body") { // it is alone here
				t.Errorf("index line %q leads to %v", line, err)
			}
			if c.URL != l.URL || c.Time.Format("20060102150405") != parts[1] {
				t.Errorf("index line %q leads to %+v", line, c)
			}
		}
	}
	want := []string{
		"co,po)/fr/product/poco-f6 20241001120000", "co,po)/uk 20241001120000", "co,po)/uk 20241001130000",
		"co,po)/uk/b 20241001120000", "co,po)/uk/c 20241001120000", "co,po)/uk/product/poco-f6 20241001120000",
		"com,mi,buy,go)/de/v2/item/productdetail?tag=poco-f6&from=pc 20241001120001", "in,poco)/product/poco-c75-5g 20241001120000",
	}
	if got := strings.Join(keys, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("index holds\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	list := bufio.NewScanner(strings.NewReader(content["pages/pages.jsonl"]))
	if list.Scan(); list.Text() != `{"format":"json-pages-1.0","id":"pages","title":"All Pages"}` {
		t.Errorf("pages.jsonl begins with %q", list.Text())
	}
	if list.Scan(); list.Text() != `{"url":"https://www.po.co/uk/","ts":"2024-10-01T12:00:00Z"}` {
		t.Errorf("pages.jsonl goes on with %q, want the first HTML page of status 200", list.Text())
	}
}

func TestWriteWACZRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		file warc.File
		want string
	}{
		{"a name of no WARC", file("a.txt", []byte(response("a", "A"))), `"a.txt" is no name`},
		{"a folder", file("x/a.warc", []byte(response("a", "A"))), `"x/a.warc" is no name`},
		{"content of no WARC", file("a.warc", []byte("<html>")), `a.warc: begins with "<html>"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := warc.WriteWACZ(io.Discard, "test", tt.file); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("WriteWACZ error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func members(t *testing.T, wacz []byte) []*zip.File {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(wacz), int64(len(wacz)))
	if err != nil {
		t.Fatal(err)
	}
	return z.File
}

func read(t *testing.T, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256:" + hex.EncodeToString(sum[:])
}
