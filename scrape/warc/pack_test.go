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
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

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
		"com,mi,buy,go)/de/v2/item/productdetail?from=pc&tag=poco-f6 20241001120001", "in,poco)/product/poco-c75-5g 20241001120000",
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

// TestIndexKeys has addresses as an index must have them for replay tools to find them.
func TestIndexKeys(t *testing.T) {
	t.Parallel()
	tests := []struct{ url, want string }{
		{"https://www.po.co", "co,po)/"},
		{"http://WWW2.po.co:80/UK/", "co,po)/uk"},
		{"https://www.po.co:8443/uk", "co,po:8443)/uk"},
		{"http://po.co:443/", "co,po:443)/"},
		{"https://www.co/", "co)/"},
		{"https://wwwshop.po.co/", "co,po,wwwshop)/"},
		{"https://po.co/a%20b?utm_source=x&B=2&a=1#top", "co,po)/a%20b?a=1&b=2&utm_source=x"},
		{"https://po.co/?", "co,po)/"},
		{"dns:a b", "dns:a%20b"},
	}
	for _, tt := range tests {
		gz := new(bytes.Buffer)
		if _, err := warc.NewWriter(gz).Exchange(&scrape.Exchange{URL: tt.url, Time: noon, Status: 200}); err != nil {
			t.Fatal(err)
		}
		for _, f := range members(t, sealed(t, gz.Bytes())) {
			if got, _, _ := strings.Cut(read(t, f), " "); f.Name == "indexes/index.cdxj" && got != tt.want {
				t.Errorf("%s is indexed as %q, want %q", tt.url, got, tt.want)
			}
		}
	}
}

// TestSealIsWriteWACZWithoutReading packs a recording both ways, whole and continued after an interruption.
func TestSealIsWriteWACZWithoutReading(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	header := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	refs := write(t, warc.NewWriter(&b), header, noon)
	interrupted := open(t, "0001.warc.gz", b.String()+"\x1f\x8b\x08torn")
	b.Truncate(int(interrupted.Whole()))
	more := write(t, warc.Continue(&b, interrupted.Whole()), header, noon.Add(time.Hour))
	f := file("0001.warc.gz", b.Bytes())
	want := packed(t, f)
	for name, refs := range map[string][]warc.Ref{"noted": append(refs, more...), "scanned and noted": append(interrupted.Refs(), more...)} {
		var out calls
		if err := warc.Seal(&out, "test", f, refs); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(out.Bytes(), want) {
			t.Errorf("%s: Seal and WriteWACZ give different bytes", name)
		}
	}
	a := open(t, "0001.wacz", string(want))
	scrapeAgain := open(t, "0001.warc.gz", b.String())
	if one, two := contents(t, a), contents(t, scrapeAgain); strings.Join(one, "\n") != strings.ReplaceAll(strings.Join(two, "\n"), ".warc.gz", ".wacz") || len(one) != 10 {
		t.Errorf("the WACZ reads as\n%q\nwant what the recording reads as\n%q", one, two)
	}
}

// TestIndexListsPages in the order of addresses and times, and neither failures nor what is no page.
func TestIndexListsPages(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	header := http.Header{"Content-Type": {"text/html"}}
	write(t, warc.NewWriter(&b), header, noon.Add(time.Hour))
	write(t, warc.Continue(&b, int64(b.Len())), header, noon)
	b.WriteString(zipped(record(fields("response", "broken"), "no HTTP")))
	content := map[string]string{}
	for _, f := range members(t, packed(t, file("0001.warc.gz", b.Bytes()))) {
		content[f.Name] = read(t, f)
	}
	var got []string
	for line := range strings.Lines(content["indexes/index.cdxj"]) {
		parts := strings.SplitN(line, " ", 3)
		var l struct{ Mime, Status string }
		if err := json.Unmarshal([]byte(parts[2]), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{parts[0], parts[1], l.Mime, l.Status}, " "))
	}
	want := []string{
		"co,po)/again 20241001120000 warc/revisit 200",
		"co,po)/again 20241001130000 warc/revisit 200",
		"co,po)/page 20241001120000 text/html 200",
		"co,po)/page 20241001120000 warc/revisit 304",
		"co,po)/page 20241001130000 text/html 200",
		"co,po)/page 20241001130000 warc/revisit 304",
		"co,po)/resource 20241001120000 text/html 200",
		"co,po)/resource 20241001130000 text/html 200",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("index (-want +got):\n%s", diff)
	}
	const list = `{"format":"json-pages-1.0","id":"pages","title":"All Pages"}
{"url":"https://www.po.co/page","ts":"2024-10-01T12:00:00Z"}
{"url":"https://www.po.co/page","ts":"2024-10-01T13:00:00Z"}
{"url":"https://www.po.co/resource","ts":"2024-10-01T12:00:00Z"}
{"url":"https://www.po.co/resource","ts":"2024-10-01T13:00:00Z"}
`
	if diff := cmp.Diff(list, content["pages/pages.jsonl"]); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

// TestSealHoldsNoArchive seals a file that is larger than what it may take of memory at once.
func TestSealHoldsNoArchive(t *testing.T) {
	t.Parallel()
	const size = 64 << 20
	out := &largest{}
	if err := warc.Seal(out, "test", warc.File{Name: "0001.warc.gz", Data: endless{}, Size: size}, nil); err != nil {
		t.Fatal(err)
	}
	if out.sum < size || out.most > 1<<20 {
		t.Errorf("Seal wrote %d bytes, at most %d at once; want all of %d in pieces", out.sum, out.most, size)
	}
	short := warc.File{Name: "0001.warc.gz", Data: bytes.NewReader(make([]byte, 10)), Size: 20}
	if err := warc.Seal(io.Discard, "test", short, nil); err == nil || !strings.Contains(err.Error(), "pack test: 0001.warc.gz ends after 10 of 20 bytes") {
		t.Errorf("Seal of a file that is shorter than it was said to be: error %v", err)
	}
}

// TestSealToAFullDisk says so, wherever it was when the disk was full.
func TestSealToAFullDisk(t *testing.T) {
	t.Parallel()
	gz := written(t)
	refs := open(t, "0001.warc.gz", string(gz)).Refs()
	whole := len(sealed(t, gz))
	for room := 0; room < whole; room += 97 {
		if err := warc.Seal(&disk{room}, "test", file("0001.warc.gz", gz), refs); !errors.Is(err, errFull) || !strings.HasPrefix(err.Error(), "pack test: ") {
			t.Errorf("Seal to a disk with room for %d of %d bytes: error %v", room, whole, err)
		}
	}
	if err := warc.Seal(&disk{whole}, "test", file("0001.warc.gz", gz), refs); err != nil {
		t.Errorf("Seal to a disk with just enough room: error %v", err)
	}
}

var errFull = errors.New("disk full")

// disk takes so many bytes.
type disk struct{ room int }

func (d *disk) Write(p []byte) (int, error) {
	n := min(len(p), d.room)
	if d.room -= n; n < len(p) {
		return n, errFull
	}
	return n, nil
}

// endless is a file of zeros.
type endless struct{}

func (endless) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

// largest notes how much is written to it, and how much of it at once.
type largest struct{ sum, most int }

func (l *largest) Write(p []byte) (int, error) {
	l.sum += len(p)
	l.most = max(l.most, len(p))
	return len(p), nil
}

// TestWACZThatWasChanged: what differs from the digests in the package is damage, and its pages are read all the same.
func TestWACZThatWasChanged(t *testing.T) {
	t.Parallel()
	const list, seal = "datapackage.json", "datapackage-digest.json"
	content := map[string]string{}
	for _, f := range members(t, packed(t, file("a.warc", []byte(response("a", "A"))))) {
		content[f.Name] = read(t, f)
	}
	was := content["archive/a.warc"]
	old := `{"resources":[{"path":"archive/a.warc","hashing":"sha256","stats":{"hash":"` + strings.TrimPrefix(hash(was), "sha256:") + `"}}],"wacz_version":"1.0.0"}`
	none := map[string]string{"archive/a.warc": was}
	with := func(name, data string) map[string]string {
		m := maps.Clone(content)
		m[name] = data
		if data == "" {
			delete(m, name)
		}
		return m
	}
	const changed = "member was changed after it was packed: its digest is not the one in "
	tests := []struct {
		name  string
		files map[string]string
		want  string // damage, or the page
	}{
		{"as it was packed", content, "200 a A"},
		{"a page", with("archive/a.warc", strings.Replace(was, "200 OK", "404 OK", 1)), "record archive/a.warc: " + changed + list},
		{"a list of pages", with("pages/pages.jsonl", "{}"), "record pages/pages.jsonl: " + changed + list},
		{"no index", with("indexes/index.cdxj", ""), "record indexes/index.cdxj: member is missing, though datapackage.json lists it"},
		{"the package", with(list, content[list]+" "), "record datapackage.json: " + changed + seal},
		{"the package is no JSON", with(list, "<"), "record datapackage.json: member cannot be read: invalid character '<'"},
		{"the package is huge", with(list, strings.Repeat(" ", 2<<20)), "record datapackage.json: member cannot be read: it is larger than 1 MiB"},
		{"the seal is no JSON", with(seal, "<"), "record datapackage-digest.json: member cannot be read"},
		{"the seal names another", with(seal, `{"path":"x","hash":"sha256:0"}`), "record datapackage.json: " + changed + seal},
		{"no seal", with(seal, ""), "200 a A"},
		{"no package", none, "200 a A"},
		{"a digest that is not understood", map[string]string{"archive/a.warc": was, list: `{"resources":[{"path":"archive/a.warc","hash":"md5:1"}]}`}, "200 a A"},
		{"a digest in capitals", map[string]string{"archive/a.warc": was, list: `{"resources":[{"path":"archive/a.warc","hash":"` + strings.ToUpper(hash(was)) + `"}]}`}, "200 a A"},
		{"as version 1.0 says it", map[string]string{"archive/a.warc": was, list: old}, "200 a A"},
		{"changed, as version 1.0 says it", map[string]string{"archive/a.warc": was + response("b", "B"), list: old}, changed + list},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var files [][2]string
			for _, name := range slices.Sorted(maps.Keys(tt.files)) {
				files = append(files, [2]string{name, tt.files[name]})
			}
			got := contents(t, open(t, "x.wacz", zipOf(t, files...)))
			if !slices.ContainsFunc(got, func(line string) bool {
				return line == tt.want || strings.HasPrefix(line, "! x.wacz: ") && strings.Contains(line, tt.want)
			}) {
				t.Errorf("reads as %q, want a line %q", got, tt.want)
			}
			if !strings.HasSuffix(got[0], "0 a A") && !strings.HasSuffix(got[0], "4 a A") {
				t.Errorf("its page reads as %q", got[0])
			}
			if pages := slices.IndexFunc(got, func(line string) bool { return strings.HasPrefix(line, "!") }); tt.want == "200 a A" && pages >= 0 {
				t.Errorf("reads as %q, want no damage", got)
			}
		})
	}
}

// TestWACZThatWasChangedInPlace fails the checksum of the zip, too.
func TestWACZThatWasChangedInPlace(t *testing.T) {
	t.Parallel()
	data := strings.Replace(string(packed(t, file("a.warc", []byte(response("a", "A"))))), "\r\n\r\nA\r\n", "\r\n\r\nB\r\n", 1)
	want := []string{"200 a B", "! x.wacz: record archive/a.warc: member was changed after it was packed: zip: checksum error"}
	if d := cmp.Diff(want, contents(t, open(t, "x.wacz", data))); d != "" {
		t.Errorf("reads as (-want +got):\n%s", d)
	}
}

// TestWACZThatClaimsMoreThanItHolds is not read beyond what a check is worth.
func TestWACZThatClaimsMoreThanItHolds(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range map[string]string{
		"archive/a.warc":   response("a", "A"),
		"datapackage.json": `{"resources":[{"path":"x","hash":"sha256:1"},{"path":"x","hash":"sha256:2"},{"path":"y","hash":"sha256:3"}]}`,
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"x", "y"} {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, UncompressedSize64: 600 << 20}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	got := contents(t, open(t, "x.wacz", b.String()))
	want := []string{"200 a A", "! x.wacz: record x: member cannot be checked: unexpected EOF", "! x.wacz: record y: member cannot be checked: it is too large"}
	if !slices.Equal(got, want) {
		t.Errorf("reads as %q, want %q", got, want)
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
		{"a file that cannot be read", warc.File{Name: "a.warc", Data: readable(0), Size: 99}, "pack test: a.warc: disk broken"},
		{"a file that cannot be read on", warc.File{Name: "a.warc", Data: readable(4), Size: 99}, "pack test: a.warc: disk broken"},
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

// readable is a file of so many zeros, behind which the disk is broken.
type readable int

func (r readable) ReadAt(p []byte, at int64) (int, error) {
	n := copy(p, make([]byte, max(0, int(r)-int(at))))
	if n < len(p) {
		return n, errors.New("disk broken")
	}
	return n, nil
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
