package capture_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/capture"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// library is an archive of others: it lists captures, and records what it gives. A body that begins with "fail " is a failure,
// one that is "status 503" an answer of that status.
type library struct {
	bodies   map[scrape.Capture]string
	recorder scrape.Recorder
	asked    int
}

func (l *library) List(context.Context) iter.Seq2[scrape.Capture, error] {
	return func(yield func(scrape.Capture, error) bool) {
		for c := range l.bodies {
			if !yield(c, nil) {
				return
			}
		}
	}
}

func (l *library) Fetch(context.Context, string) (*scrape.Page, error) {
	return nil, scrape.ErrNotHeld
}

func (l *library) Open(_ context.Context, c scrape.Capture) (*scrape.Page, error) {
	l.asked++
	body := l.bodies[c]
	if reason, ok := strings.CutPrefix(body, "fail "); ok {
		return nil, &scrape.FailedError{URL: c.URL, Time: c.Time, Via: "library", Reason: reason, Detail: "it " + reason}
	}
	x := &scrape.Exchange{URL: c.URL, Time: c.Time, Via: "library", Status: http.StatusOK, Header: http.Header{}, Body: []byte(body)}
	if body == "status 503" {
		x.Status = http.StatusServiceUnavailable
	}
	archive, record, err := l.recorder.Record(x)
	return &scrape.Page{URL: c.URL, Status: x.Status, Header: x.Header, Body: x.Body, Time: c.Time, Archive: archive, Record: record}, err
}

// memento is a capture of the library.
func memento(name string, day int) scrape.Capture {
	return scrape.Capture{URL: base + name, Time: time.Date(2020, 1, day, 0, 0, 0, 0, time.UTC)}
}

// opened opens captures through a recorded library and returns what came of it, as one line each, and how many the library was
// asked for.
func opened(t *testing.T, s *capture.Store, l *library, captures ...scrape.Capture) (lines []string, asked int) {
	t.Helper()
	l.recorder, l.asked = s, 0
	from, ok := s.Source("library", l).(scrape.Lister)
	if !ok {
		t.Fatal("the recorded library does not list")
	}
	listed := 0
	for _, err := range from.List(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		listed++
	}
	if listed != len(l.bodies) {
		t.Errorf("%d captures are listed of %d", listed, len(l.bodies))
	}
	for _, c := range captures {
		p, err := from.Open(t.Context(), c)
		if err != nil {
			lines = append(lines, "error "+err.Error())
			continue
		}
		if p.Record == "" {
			t.Errorf("%s: the page names no record", c.URL)
		}
		lines = append(lines, fmt.Sprintf("%d %s %s %s", p.Status, p.Body, p.Time.Format(time.DateOnly), p.Archive))
	}
	return lines, l.asked
}

// TestCapturesOfALibraryAreAskedForOnce: a capture does not change. One that this recording holds, or an earlier one, is not
// asked for again, refusals and failures among them; that of another day is another.
func TestCapturesOfALibraryAreAskedForOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	a, later, refused, gone := memento("a", 1), memento("a", 2), memento("b", 1), memento("c", 1)
	l := &library{bodies: map[scrape.Capture]string{a: "A", later: "A later", refused: "status 503", gone: "fail unreachable"}}
	first := open(t, dir)
	want := []string{"200 A 2020-01-01 0001.wacz", "503 status 503 2020-01-01 0001.wacz", "error fetch " + base + "c: it unreachable"}
	got, asked := opened(t, first, l, a, refused, gone)
	if d := cmp.Diff(want, got); d != "" || asked != 3 {
		t.Errorf("asked for %d captures (-want +got):\n%s", asked, d)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	second := open(t, dir)
	got, asked = opened(t, second, l, a, refused, gone, later)
	if d := cmp.Diff(append(want, "200 A later 2020-01-02 0001.wacz"), got); d != "" || asked != 1 {
		t.Errorf("after an interruption, asked for %d captures (-want +got):\n%s", asked, d)
	}
	if _, err := second.Seal(); err != nil {
		t.Fatal(err)
	}

	third := open(t, dir)
	got, asked = opened(t, third, l, later, a, a, gone)
	want = []string{"200 A later 2020-01-02 0002.wacz", "200 A 2020-01-01 0002.wacz", "200 A 2020-01-01 0002.wacz", "error fetch " + base + "c: it unreachable"}
	if d := cmp.Diff(want, got); d != "" || asked != 1 {
		t.Errorf("in a later run, asked for %d captures, want the failure alone (-want +got):\n%s", asked, d)
	}
	path, err := third.Seal()
	if err != nil {
		t.Fatal(err)
	}
	alone := filepath.Join(t.TempDir(), filepath.Base(path))
	if data, err := os.ReadFile(path); err != nil || os.WriteFile(alone, data, 0o600) != nil {
		t.Fatalf("copy %s: %v", path, err)
	}
	replayed(t, alone, []string{base + "a"}, []string{"200 A later 2020-01-02 00:00:00 0002.wacz"})
	archive, err := warc.Open(alone)
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, err := range archive.List(t.Context()) {
		if err == nil {
			held++
		}
	}
	if err := archive.Close(); err != nil || held != 2 {
		t.Errorf("the archive holds %d captures, %v, want each of two once", held, err)
	}
}

// TestEarlierRecordingsOnlySaveRequests: where one cannot be read, its captures are asked for again.
func TestEarlierRecordingsOnlySaveRequests(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "0001.wacz"), []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := memento("a", 1)
	l := &library{bodies: map[scrape.Capture]string{a: "A"}}
	if got, asked := opened(t, open(t, dir), l, a); asked != 1 || got[0] != "200 A 2020-01-01 0002.wacz" {
		t.Errorf("opened %q, asked for %d", got, asked)
	}
}

// TestDamagedCopyIsPassedOver: where a later recording holds a capture that cannot be read, the one before it is looked at.
func TestDamagedCopyIsPassedOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	a := memento("a", 1)
	l := &library{bodies: map[scrape.Capture]string{a: "A"}}
	for _, damage := range []bool{false, true} {
		s := open(t, dir)
		opened(t, s, l, a)
		if damage {
			path := filepath.Join(dir, "0002.warc.gz")
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)-6] ^= 0xff // in the checksum of the last record
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Seal(); err != nil {
			t.Fatal(err)
		}
	}
	got, asked := opened(t, open(t, dir), l, a)
	if d := cmp.Diff([]string{"200 A 2020-01-01 0003.wacz"}, got); d != "" || asked > 0 {
		t.Errorf("asked for %d captures (-want +got):\n%s", asked, d)
	}
}

// TestStoppedRunsAskNoMore: a run that is stopped gets the reason, and nobody is asked.
func TestStoppedRunsAskNoMore(t *testing.T) {
	a := memento("a", 1)
	l := &library{bodies: map[scrape.Capture]string{a: "A"}}
	s := open(t, filepath.Join(t.TempDir(), "capture"))
	l.recorder = s
	from, ok := s.Source("library", l).(scrape.Lister)
	if !ok {
		t.Fatal("the recorded library does not list")
	}
	stopped := errors.New("stopped")
	ctx, stop := context.WithCancelCause(t.Context())
	stop(stopped)
	if _, err := from.Open(ctx, a); !errors.Is(err, context.Canceled) || l.asked > 0 {
		t.Errorf("Open = %v, %d asked", err, l.asked)
	}

	dir := filepath.Join(t.TempDir(), "capture")
	first := open(t, dir)
	fetched(t, first.Source("live", &shop{bodies: map[string]string{base: "fail unreachable"}, recorder: first, day: 1}), base)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	_, err := second.Source("live", &shop{recorder: second, day: 1}).Fetch(ctx, base)
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := capture.Open(ctx, dir, capture.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Open of an interrupted recording = %v, want that the run was stopped", err)
	}
	if _, failed := errors.AsType[*scrape.FailedError](err); failed || !errors.Is(err, context.Canceled) {
		t.Errorf("Fetch of what was recorded = %v, want that the run was stopped", err)
	}
}

// TestLibraryThatCannotBeRecorded: what a capture of an earlier recording is copied into may be gone, which ends the walk.
func TestLibraryThatCannotBeRecorded(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "capture")
	a := memento("a", 1)
	l := &library{bodies: map[scrape.Capture]string{a: "A"}}
	first := open(t, dir)
	opened(t, first, l, a)
	if _, err := first.Seal(); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	if err := os.Mkdir(filepath.Join(dir, "0002.warc.gz"), 0o700); err != nil { // in the way of the new recording
		t.Fatal(err)
	}
	got, asked := opened(t, second, l, a, a)
	if asked > 0 || !strings.Contains(got[0], "error record in") || got[1] != got[0] {
		t.Errorf("opened %q, asked for %d, want the error that ends the walk", got, asked)
	}
}
