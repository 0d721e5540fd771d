package warc_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// shared returns a folder of the real archives that lie beside the project, or skips the test.
func shared(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(folder))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("real archives are not here: %v", err)
	}
	return path
}

// seen is what a reader sees of one page record.
type seen struct {
	URL, Record, Status string
	Bytes               int
	SHA256              string
}

// verdict is what warcio, another reader, makes of a file: one entry of expected.json. It stops at the first fault.
type verdict struct {
	Records []struct {
		Type, URI, ID, Status string

		Bytes  int    `json:"decoded_payload_bytes"`
		SHA256 string `json:"decoded_payload_sha256"`
	}
	Error string
}

// better names the files on which our reader and warcio differ, with what ours makes of them: how many pages it reads
// and which faults it reports. What both read must still agree.
var better = map[string]struct {
	pages  int
	faults []string
}{
	// One gzip member for the whole file: warcio gives up after the first record.
	"example-bad-non-chunked.warc.gz": {pages: 2},
	"example-bad.warc.gz.bad":         {pages: 3},
	"good.warc.gz.open":               {pages: 50},
	"skip-non-open.warc.gz":           {pages: 10},
	// The same, and rubbish after the member.
	"corrupted-mid-record.warc.gz.open":     {pages: 12, faults: []string{"no gzip member where one should begin"}},
	"corrupted-trailing-bytes.warc.gz.open": {pages: 30, faults: []string{"no gzip member where one should begin"}},
	// Content-Length is two bytes short: warcio passes the cut page for a whole one, we report it.
	"example-trunc.warc": {faults: []string{"the block goes on where the header's Content-Length says it ends"}},
	// A record spread over three gzip members: warcio reads its head alone.
	"example-wrong-chunks.warc.gz": {faults: []string{"block ends after 343 of 1613 bytes"}},
	// Brotli stops warcio's run here.
	"example-collection-with-lists.warc": {pages: 18},
}

// TestRealWARCs reads the archives of other projects and compares every page with what another reader got.
func TestRealWARCs(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"warc/warcio", "warc/py-wacz", "warc/internetarchive-gowarc"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			path := shared(t, folder)
			data, err := os.ReadFile(filepath.Join(path, "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			var verdicts map[string]verdict
			if err := json.Unmarshal(data, &verdicts); err != nil {
				t.Fatal(err)
			}
			for name, v := range verdicts {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					file := filepath.Join(path, name)
					if !strings.Contains(name, ".arc") {
						compare(t, file, v)
					} else if _, err := warc.Open(file); err == nil || !strings.Contains(err.Error(), `"filedesc://`) {
						t.Errorf("Open of the format before WARC: error %v, want one that says what it is", err)
					}
				})
			}
		})
	}
}

func compare(t *testing.T, path string, v verdict) {
	t.Helper()
	pages, faults := readAll(t, path)
	want := v.pages()
	if ours, ok := better[filepath.Base(path)]; ok {
		if len(pages) != ours.pages {
			t.Errorf("read %d pages, want %d", len(pages), ours.pages)
		}
		same := func(got, want string) bool { return strings.Contains(got, want) }
		if !slices.EqualFunc(faults, ours.faults, same) {
			t.Errorf("faults %q, want %q", faults, ours.faults)
		}
		want = want[:min(len(want), len(pages))]
		pages = pages[:min(len(want), len(pages))]
	} else if len(faults) > 0 {
		t.Errorf("faults %q, want none", faults)
	}
	for i := range want {
		if want[i].SHA256 == "" && i < len(pages) {
			pages[i].Bytes, pages[i].SHA256, pages[i].Status = 0, "", ""
		}
	}
	if !slices.Equal(want, pages) {
		t.Errorf("pages differ from warcio's (-warcio +ours):\n%s", gocmp.Diff(want, pages))
	}
}

// pages returns the records that are pages. A revisit is left with its address alone: warcio does not resolve it.
func (v *verdict) pages() []seen {
	var pages []seen
	for _, r := range v.Records {
		s := seen{
			URL:    strings.ReplaceAll(r.URI, "%20", " "), // which warcio put in
			Record: strings.Trim(r.ID, "<>"), Status: cmp.Or(r.Status, "200"), Bytes: r.Bytes, SHA256: r.SHA256,
		}
		switch r.Type {
		case "revisit":
			pages = append(pages, seen{URL: s.URL, Record: s.Record})
		case "response", "resource":
			pages = append(pages, s)
		}
	}
	return pages
}

// readAll returns what could be read of an archive and what was reported of the rest.
func readAll(t *testing.T, path string) (pages []seen, faults []string) {
	t.Helper()
	a, err := warc.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	for c, err := range a.List(t.Context()) {
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		p, err := a.Open(t.Context(), c)
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		sum := sha256.Sum256(p.Body)
		pages = append(pages, seen{p.URL, p.Record, strconv.Itoa(p.Status), len(p.Body), hex.EncodeToString(sum[:])})
	}
	return pages, faults
}

// TestRealWACZs reads every package that a validator was given. One it does not pass because of a signature, which is not
// our business; all digests in it agree.
func TestRealWACZs(t *testing.T) {
	t.Parallel()
	path := shared(t, "wacz")
	data, err := os.ReadFile(filepath.Join(path, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var verdicts map[string]struct{ Valid, Signed bool }
	if err := json.Unmarshal(data, &verdicts); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{
		"valid_example_1.wacz":          {"200 http://www.example.com/"},
		"valid_example_2.wacz":          {"200 http://www.example.com/"},
		"valid_signed_example_1.wacz":   {"200 https://example.com/", "404 https://example.com/favicon.ico"},
		"invalid_signed_example_1.wacz": {"200 https://example.com/", "404 https://example.com/favicon.ico"},
	}
	for name, v := range verdicts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(path, name)
			if !v.Valid && !v.Signed {
				if _, err := warc.Open(file); err == nil || !strings.Contains(err.Error(), "zip holds no archive/*.warc") {
					t.Errorf("Open of a WACZ without a WARC: error %v", err)
				}
				return
			}
			pages, faults := readAll(t, file)
			var got []string
			for _, p := range pages {
				got = append(got, p.Status+" "+p.URL)
			}
			if !slices.Equal(got, want[name]) || len(faults) > 0 {
				t.Errorf("read %q and faults %q, want %q and none", got, faults, want[name])
			}
			changed := filepath.Join(t.TempDir(), name)
			tamper(t, file, changed)
			pages, faults = readAll(t, changed)
			if len(pages) != len(want[name]) || len(faults) != 1 || !strings.Contains(faults[0], "record pages/pages.jsonl: member was changed after it was packed") {
				t.Errorf("with another list of pages: read %v and faults %q, want the same pages and the list reported", pages, faults)
			}
		})
	}
}

// tamper copies a WACZ with another list of pages.
func tamper(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var files [][2]string
	for _, f := range members(t, data) {
		content := read(t, f)
		if f.Name == "pages/pages.jsonl" {
			content += "{}\n"
		}
		files = append(files, [2]string{f.Name, content})
	}
	if err := os.WriteFile(to, []byte(zipOf(t, files...)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRealRevisits reads Heritrix files: the revisits' originals lie in other files, so they are reported until these are
// given. What the server only said to be unmodified is another version than the original at hand.
func TestRealRevisits(t *testing.T) {
	t.Parallel()
	path := shared(t, "samples/warc")
	const original, again, unmodified = "20130729-heritrix-original.warc.gz", "20130729-heritrix-revisit-with-http-headers.warc.gz", "20141124-heritrix-server-not-modified.warc.gz"
	tests := []struct {
		name          string
		pages, faults int
	}{
		{original, 1, 0}, {again, 0, 1}, {unmodified, 0, 1}, {"hello-world.warc", 3, 0}, {"hello-world.warc.gz", 3, 0},
	}
	for _, tt := range tests {
		pages, faults := readAll(t, filepath.Join(path, tt.name))
		if len(pages) != tt.pages || len(faults) != tt.faults {
			t.Errorf("%s: read %d pages and faults %q, want %d and %d", tt.name, len(pages), faults, tt.pages, tt.faults)
		}
	}
	load := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(path, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	check := func(how string, a *warc.Archive) {
		t.Helper()
		p, err := a.Fetch(t.Context(), "http://www.bl.uk/")
		if err != nil || len(p.Body) != 68639 || p.Record != "urn:uuid:265268bc-9591-478a-ba90-cfdef9469b6c" {
			t.Errorf("%s: Fetch of a revisit = %v, %v; want the revisit with the original's 68639 bytes", how, p, err)
		}
	}
	first, second, third := open(t, original, string(load(original))), open(t, again, string(load(again))), open(t, unmodified, string(load(unmodified)))
	warc.Join(third, second, first)
	check("joined", second)
	if _, err := third.Fetch(t.Context(), "http://www.bl.uk/"); err == nil || !strings.Contains(err.Error(), "revisit without a body") {
		t.Errorf("joined: Fetch of what was not modified since another capture: error %v", err)
	}
	check("in one WACZ", open(t, "both.wacz", zipOf(t, [2]string{"archive/again.warc.gz", string(load(again))}, [2]string{"archive/first.warc.gz", string(load(original))})))
}

// TestRealIndex compares our index of a file with another tool's, which also lists metadata.
func TestRealIndex(t *testing.T) {
	t.Parallel()
	path := shared(t, "samples/warc")
	data, err1 := os.ReadFile(filepath.Join(path, "hello-world.warc"))
	cdx, err2 := os.ReadFile(filepath.Join(path, "hello-world.warc.cdx"))
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	var want, got []string
	for line := range strings.Lines(string(cdx)) {
		f := strings.Fields(line)
		if len(f) == 11 && f[0] != "CDX" && !strings.Contains(f[2], "MANIFEST") {
			want = append(want, strings.Join([]string{f[1], f[2], f[3], f[8], f[9], f[10]}, " "))
		}
	}
	for _, f := range members(t, packed(t, file("hello-world.warc", data))) {
		if f.Name != "indexes/index.cdxj" {
			continue
		}
		for line := range strings.Lines(read(t, f)) {
			parts := strings.SplitN(line, " ", 3)
			var l struct{ URL, Mime, Length, Offset, Filename string }
			if err := json.Unmarshal([]byte(parts[2]), &l); err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Join([]string{parts[1], l.URL, l.Mime, l.Length, l.Offset, l.Filename}, " "))
		}
	}
	slices.Sort(want) // their order differs in the treatment of "_"
	slices.Sort(got)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("index differs (-theirs +ours):\n%s", diff)
	}
}
