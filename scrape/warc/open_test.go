package warc_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// zipOf returns a zip with the given members, stored.
func zipOf(tb testing.TB, members ...[2]string) string {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m[0], Method: zip.Store})
		if err == nil {
			_, err = w.Write([]byte(m[1]))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// TestOpenRefusesWhatIsNoArchive checks that the error names the file, what it holds and what it should.
func TestOpenRefusesWhatIsNoArchive(t *testing.T) {
	t.Parallel()
	whole := zipOf(t, [2]string{"archive/a.warc", response("a", "A")})
	tests := []struct{ name, data, want string }{
		{"empty.warc", "", "file is empty"},
		{"page.html", "<!doctype html><title>x</title>", `begins with "<!doctype ht"; a WARC begins with "WARC/1."`},
		{"page.html.gz", zipped("<!doctype html><title>x</title>"), `begins with gzipped "<!doctype ht"`},
		{"short", "WA", `begins with "WA"`},
		{"crawl.arc", "filedesc://crawl.arc 0.0.0.0 20140301", `begins with "filedesc://c"`},
		{"cut.wacz", whole[:len(whole)-30], "read it as a WACZ: zip: not a valid zip file"},
		{"book.xlsx", zipOf(t, [2]string{"xl/workbook.xml", "<x/>"}), "zip holds no archive/*.warc"},
		{"nothing.wacz", zipOf(t), "zip holds no archive/*.warc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := warc.OpenBytes(tt.name, []byte(tt.data))
			if err == nil || !strings.Contains(err.Error(), "open "+tt.name+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("OpenBytes(%s) error = %v, want one with %q", tt.name, err, tt.want)
			}
			path := filepath.Join(t.TempDir(), tt.name)
			if err := os.WriteFile(path, []byte(tt.data), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err = warc.Open(path)
			if err == nil || !strings.Contains(err.Error(), "open "+path+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open(%s) error = %v, want one with %q", path, err, tt.want)
			}
		})
	}
}

func TestOpenNamesAFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if _, err := warc.Open(filepath.Join(folder, "none.wacz")); !os.IsNotExist(err) {
		t.Errorf("Open of a missing file: error %v, want one that says it does not exist", err)
	}
	if _, err := warc.Open(folder); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("Open of a folder: error %v, want one that says so", err)
	}
}

// TestTooManyMembers: a zip that is not a WACZ may name any number of things.
func TestTooManyMembers(t *testing.T) {
	t.Parallel()
	many := make([][2]string, 100_001)
	_, err := warc.OpenBytes("many.wacz", []byte(zipOf(t, many...)))
	if err == nil || err.Error() != "open many.wacz: zip has 100001 members, more than the 100000 a WACZ may have here" {
		t.Errorf("OpenBytes error = %v", err)
	}
}

// TestMembersPackedInAnotherWay, which only some tools know, or torn, are reported one by one; the others are read.
func TestMembersPackedInAnotherWay(t *testing.T) {
	t.Parallel()
	const lzma = 14
	sum := hash("")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	list := fmt.Sprintf(`{"resources":[{"path":"archive/a.warc","hash":%q},{"path":"pages/pages.jsonl","hash":%[1]q}]}`, sum)
	for _, m := range []struct {
		name, data string
		method     uint16
	}{
		{"archive/0.warc", "", zip.Deflate},
		{"archive/1.warc", response("c", "C"), zip.Store}, // its head is broken below
		{"archive/a.warc", "", lzma},
		{"archive/b.warc", response("b", "B"), zip.Store},
		{"pages/pages.jsonl", "", lzma},
		{"datapackage.json", list, zip.Store},
		{"datapackage-digest.json", "", lzma},
	} {
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: m.name, Method: m.method, CRC32: crc32.ChecksumIEEE([]byte(m.data)),
			CompressedSize64: uint64(len(m.data)), UncompressedSize64: uint64(len(m.data)),
		})
		if err == nil {
			_, err = io.WriteString(w, m.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	const unknown = "zip: unsupported compression algorithm"
	data := b.String()
	head := strings.LastIndex(data[:strings.Index(data, "archive/1.warc")], "PK")
	data = data[:head] + "KP" + data[head+2:]
	want := []string{
		"! x.wacz: record archive/0.warc: member cannot be read as a WARC: unexpected EOF",
		"! x.wacz: record archive/1.warc: member cannot be read as a WARC: zip: not a valid zip file",
		"! x.wacz: record archive/a.warc: member cannot be read as a WARC: " + unknown,
		"200 b B",
		"! x.wacz: record datapackage-digest.json: member cannot be read: " + unknown,
		"! x.wacz: record archive/a.warc: member cannot be checked: " + unknown,
		"! x.wacz: record pages/pages.jsonl: member cannot be checked: " + unknown,
	}
	if d := cmp.Diff(want, contents(t, open(t, "x.wacz", data))); d != "" {
		t.Errorf("reads as (-want +got):\n%s", d)
	}
}

// TestMembersThatOverlap: the members of a zip may lie in one another, so that a small file holds any number of large ones.
// What they take together is no more than the file has.
func TestMembersThatOverlap(t *testing.T) {
	t.Parallel()
	const copies = 5
	whole := response("a", strings.Repeat("A", 4000))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range copies {
		data := ""
		if i == copies-1 {
			data = whole
		}
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: fmt.Sprintf("archive/%d.warc", i), Method: zip.Store,
			CompressedSize64: uint64(len(whole)), UncompressedSize64: uint64(len(whole)),
		})
		if err == nil {
			_, err = io.WriteString(w, data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	overlaps := 0
	for _, err := range open(t, "overlap.wacz", b.String()).List(t.Context()) {
		if err != nil && strings.Contains(err.Error(), "members of the zip overlap") {
			overlaps++
		}
	}
	if overlaps != copies-1 {
		t.Errorf("%d members are refused because they overlap, want all %d after the first", overlaps, copies-1)
	}
}

// TestClose: a closed archive gives no more pages from its file; those that were read stay good, and one that is in memory has
// nothing to close.
func TestClose(t *testing.T) {
	t.Parallel()
	const url = "https://www.po.co/uk/"
	path := filepath.Join(t.TempDir(), "a.warc")
	data := response("", "A")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := warc.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	page, err := a.Fetch(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Fetch(t.Context(), url); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Fetch of a closed archive: error %v", err)
	}
	if string(page.Body) != "A" {
		t.Errorf("the page that was read became %q", page.Body)
	}
	inMemory, err := warc.OpenBytes("a.warc", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := inMemory.Close(); err != nil {
		t.Error(err)
	}
	if _, err := inMemory.Fetch(t.Context(), url); err != nil {
		t.Errorf("Fetch of an archive in memory after Close: %v", err)
	}
}
