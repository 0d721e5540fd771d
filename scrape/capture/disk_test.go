package capture_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/capture"
)

// TestTornTail: wherever the program was killed, what is whole is kept and the run goes on to the same end.
func TestTornTail(t *testing.T) {
	urls := []string{base + "a", base + "b", base + "c"}
	bodies := map[string]string{urls[0]: "A", urls[1]: "fail torn", urls[2]: "C"}
	whole := filepath.Join(t.TempDir(), "capture")
	s := open(t, whole)
	want := fetched(t, s.Source("live", &shop{bodies: bodies, recorder: s, day: 1}), urls...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(whole, "0001.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(data); cut += 1 + cut/40 {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "0001.warc.gz"), data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir)
		got := fetched(t, s.Source("live", &sameTimes{shop{bodies: bodies, recorder: s, day: 1}, urls}), urls...)
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("cut at byte %d of %d (-want +got):\n%s", cut, len(data), d)
		}
		path, err := s.Seal()
		if err != nil {
			t.Fatalf("cut at byte %d: Seal() error: %v", cut, err)
		}
		replayed(t, path, urls, want)
	}
}

// TestNothingRecordedLeavesNothing: a run that fetched nothing makes no folder and seals nothing.
func TestNothingRecordedLeavesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	s := open(t, dir)
	if path, err := s.Seal(); path != "" || err != nil {
		t.Errorf("Seal() = %q, %v", path, err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// TestOpenPutsInOrder: a recording that was sealed and not removed is removed, a half-written archive too; two interrupted
// ones are for a person.
func TestOpenPutsInOrder(t *testing.T) {
	dir := t.TempDir()
	put := func(names ...string) {
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put("0007.wacz", "0007.warc.gz", ".sealing-0008.wacz", "notes.txt", "12.warc.gz")
	s := open(t, dir)
	if _, ok := s.Resumed(); ok {
		t.Error("a sealed recording is gone on with")
	}
	if d := cmp.Diff([]string{"0007.wacz", "12.warc.gz", "notes.txt"}, files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
	put("0008.warc.gz", "0009.warc.gz")
	_, err := capture.Open(t.Context(), dir, capture.Options{})
	if err == nil || !strings.Contains(err.Error(), "0008.warc.gz, 0009.warc.gz") {
		t.Errorf("Open with two interrupted recordings: %v", err)
	}
}

// TestWhatCannotBePutInOrder is named: something else lies under the name of what a program left half done.
func TestWhatCannotBePutInOrder(t *testing.T) {
	for _, name := range []string{".sealing-0001.wacz", "0001.warc.gz"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "0001.wacz"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(dir, name, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := capture.Open(t.Context(), dir, capture.Options{})
		if err == nil || !strings.Contains(err.Error(), "open the recordings in "+dir) || !strings.Contains(err.Error(), name) {
			t.Errorf("Open where %s is a folder = %v, want an error that names both", name, err)
		}
	}
}

// TestRecordingBeginsWithWhoWroteIt, and when.
func TestRecordingBeginsWithWhoWroteIt(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1}), base)
	file, err := os.Open(filepath.Join(dir, "0001.warc.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	z.Multistream(false)
	text, err := io.ReadAll(z)
	got := regexp.MustCompile(`urn:uuid:[0-9a-f-]+`).ReplaceAllString(string(text), "ID")
	const want = "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <ID>\r\nWARC-Date: 2025-01-01T09:00:00Z\r\n" +
		"Content-Type: application/warc-fields\r\nContent-Length: 58\r\n\r\nsoftware: pocomigrate test\r\nformat: WARC File Format 1.1\r\n\r\n\r\n"
	if got != want || err != nil {
		t.Errorf("the first record is %q, %v, want %q", got, err, want)
	}
}

// TestNumbersGoOn: the next recording has the number after the highest.
func TestNumbersGoOn(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"0001.wacz", "0123.wacz"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := open(t, dir)
	fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "x"}, recorder: s, day: 1}), base)
	if path, err := s.Seal(); err != nil || filepath.Base(path) != "0124.wacz" {
		t.Errorf("Seal() = %q, %v", path, err)
	}
}

// TestNothingCanBeRecorded: the walk must end, since what it would bring home could not be read again. Nothing is recorded
// after the first answer that was lost, and none after the recording was closed.
func TestNothingCanBeRecorded(t *testing.T) {
	for _, tt := range []struct {
		name  string
		block func(dir string) error
		want  string
	}{
		{"no folder", func(dir string) error { return os.WriteFile(dir, nil, 0o600) }, "mkdir"},
		{"no file", func(dir string) error { return os.MkdirAll(filepath.Join(dir, "0001.warc.gz"), 0o700) }, "file exists"},
	} {
		dir := filepath.Join(t.TempDir(), "capture")
		s := open(t, dir)
		if err := tt.block(dir); err != nil {
			t.Fatal(err)
		}
		f := s.Source("live", &shop{bodies: map[string]string{base: "A", base + "b": "fail unreachable"}, recorder: s, day: 1})
		want := "error record in " + filepath.Join(dir, "0001.warc.gz") + ": "
		lines := fetched(t, f, base, base+"b")
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fetched(t, f, base)...)
		for i, line := range lines {
			if !strings.HasPrefix(line, want) || !strings.Contains(line, tt.want) {
				t.Errorf("%s: answer %d is %q, want the error that ends the walk, with %q", tt.name, i, line, tt.want)
			}
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: recorded after the first error", tt.name)
		}
	}
	s := open(t, t.TempDir())
	f := s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1})
	fetched(t, f, base)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := fetched(t, f, base); !strings.HasPrefix(got[0], "error record in ") {
		t.Errorf("Fetch after Close = %q, want the error that ends the walk", got)
	}
	careless := s.Source("live", careless{&shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1}})
	if got := fetched(t, careless, base); !strings.HasPrefix(got[0], "error record in ") {
		t.Errorf("Fetch of a source that passes over it = %q, want the error that ends the walk", got)
	}
}

// careless is a shop that gives its page whether or not it was recorded.
type careless struct{ *shop }

func (c careless) Fetch(ctx context.Context, url string) (*scrape.Page, error) {
	if p, err := c.shop.Fetch(ctx, url); err == nil {
		return p, nil
	}
	return &scrape.Page{URL: url, Status: http.StatusOK, Body: []byte(c.bodies[url])}, nil
}

// TestStrangeRecordings: what bears the name of an interrupted recording and is none is not thrown away, and nothing is
// written behind it.
func TestStrangeRecordings(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "0001.warc.gz")
	strange := []byte(strings.Repeat("somebody's own notes\n", 1000))
	if err := os.WriteFile(path, strange, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := capture.Open(t.Context(), dir, capture.Options{}); err == nil || !strings.Contains(err.Error(), "go on with "+path) {
		t.Errorf("Open = %v, want an error that names the file", err)
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(strange) {
		t.Errorf("the file holds %d bytes after, %v, want %d", len(after), err, len(strange))
	}
	if _, err := capture.Open(t.Context(), path, capture.Options{}); err == nil || !strings.Contains(err.Error(), "open the recordings in "+path) {
		t.Errorf("Open of what is no folder = %v", err)
	}
	if err := errors.Join(os.Remove(path), os.Symlink("nowhere", path)); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	if _, err := capture.Open(t.Context(), dir, capture.Options{}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "go on with "+path) {
		t.Errorf("Open where a link leads nowhere = %v, want an error that names it", err)
	}
}

// TestSealFails: where the archive cannot be put in its place, the recording stays and the next run goes on with it.
func TestSealFails(t *testing.T) {
	for inTheWay, doing := range map[string]string{"0001.wacz": "rename ", ".sealing-0001.wacz": "open "} {
		t.Run(inTheWay, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			want := fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1}), base)
			if err := os.MkdirAll(filepath.Join(dir, inTheWay, "x"), 0o700); err != nil {
				t.Fatal(err)
			}
			if path, err := s.Seal(); path != "" || err == nil ||
				!strings.HasPrefix(err.Error(), "seal the recording "+filepath.Join(dir, "0001.warc.gz")+": "+doing) {
				t.Errorf("Seal() = %q, %v", path, err)
			}
			if err := os.RemoveAll(filepath.Join(dir, inTheWay)); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir)
			two := &shop{bodies: map[string]string{base: "A"}, recorder: again, day: 2}
			if d := cmp.Diff(want, fetched(t, again.Source("live", two), base)); d != "" || len(two.asked) > 0 {
				t.Errorf("asked for %q (-want +got):\n%s", two.asked, d)
			}
			path, err := again.Seal()
			if err != nil {
				t.Fatal(err)
			}
			replayed(t, path, []string{base}, want)
			if d := cmp.Diff([]string{"0001.wacz"}, files(t, dir)); d != "" {
				t.Errorf("files (-want +got):\n%s", d)
			}
		})
	}
}

// TestSealOfARecordingThatIsGone says so, and leaves nothing that could be taken for an archive.
func TestSealOfARecordingThatIsGone(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	fetched(t, s.Source("live", &shop{bodies: map[string]string{base: "A"}, recorder: s, day: 1}), base)
	if err := os.Remove(filepath.Join(dir, "0001.warc.gz")); err != nil {
		t.Skip("an open file cannot be removed here: ", err)
	}
	part := filepath.Join(dir, "0001.warc.gz")
	path, err := s.Seal()
	if want := "seal the recording " + part + ": open " + part + ": "; err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
		t.Errorf("Seal() = %q, %v, want one line that begins with %q", path, err, want)
	}
	if d := cmp.Diff([]string(nil), files(t, dir)); d != "" {
		t.Errorf("files (-want +got):\n%s", d)
	}
}

// TestRecordingIsBroughtToDisk once a second while something comes, and at its end, with the archive that is made of it. A
// recording that no longer is ends the walk.
func TestRecordingIsBroughtToDisk(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	urls, bodies := []string{base + "a", base + "b", base + "c"}, map[string]string{base + "a": "A", base + "b": "B", base + "c": "C"}
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var got []string
		note := func(f *os.File) error {
			got = append(got, time.Since(begun).String()+" "+filepath.Base(f.Name()))
			return nil
		}
		s, err := capture.Open(t.Context(), dir, capture.Options{Now: time.Now, Sync: note})
		if err != nil {
			t.Fatal(err)
		}
		f := s.Source("live", &shop{bodies: bodies, recorder: s, day: 1})
		lines := fetched(t, f, urls[:2]...)
		time.Sleep(time.Minute)
		lines = append(lines, fetched(t, f, urls[2])...)
		time.Sleep(time.Minute)
		path, err := s.Seal()
		if err != nil {
			t.Fatal(err)
		}
		replayed(t, path, urls, lines)
		want := []string{"1s 0001.warc.gz", "1m1s 0001.warc.gz", "2m0s 0001.warc.gz", "2m0s .sealing-0001.wacz"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("brought to disk (-want +got):\n%s", d)
		}
	})
}

// TestDiskThatGivesWay: the next answer ends the walk, and so does the end of the recording.
func TestDiskThatGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := errors.New("the disk is gone")
		s, err := capture.Open(t.Context(), t.TempDir(), capture.Options{Now: time.Now, Sync: func(*os.File) error { return gone }})
		if err != nil {
			t.Fatal(err)
		}
		f := s.Source("live", &shop{bodies: map[string]string{base: "A", base + "b": "B"}, recorder: s, day: 1})
		fetched(t, f, base)
		time.Sleep(time.Minute)
		if got := fetched(t, f, base+"b"); !strings.HasPrefix(got[0], "error record in ") || !strings.HasSuffix(got[0], gone.Error()) {
			t.Errorf("Fetch = %q, want the error that ends the walk", got)
		}
		if path, err := s.Seal(); path != "" || !errors.Is(err, gone) {
			t.Errorf("Seal() = %q, %v, want %v", path, err, gone)
		}
	})
}
