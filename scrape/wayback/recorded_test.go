package wayback_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// recording is an answer of the real archive. Long bodies are cut in it.
type recording struct {
	Request struct{ URI string }
	Status  struct{ Code int }
	Headers map[string][]string
	Body    string
}

// recorded plays answers of the real archive as they came, and remembers what it was asked.
type recorded struct {
	answers map[string]recording // by path and query for captures, by url and resumeKey for the index

	mu    sync.Mutex
	asked []string
}

// play loads the recordings, or skips the test.
func play(t *testing.T, names ...string) *recorded {
	t.Helper()
	r := &recorded{answers: map[string]recording{}}
	for _, name := range names {
		var rec recording
		if err := json.Unmarshal(sample(t, name), &rec); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		u, err := url.Parse(rec.Request.URI)
		if err != nil {
			t.Fatal(err)
		}
		r.answers[keyOf(u.RequestURI())] = rec
	}
	return r
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "samples", "wayback", name))
	if err != nil {
		t.Skipf("the recorded answers of the archive are not here: %v", err)
	}
	return data
}

// keyOf returns what tells a request from others. Of a query of the index that is what is asked for and from where on: the
// other parameters are the client's own business.
func keyOf(uri string) string {
	path, query, _ := strings.Cut(uri, "?")
	if path != "/cdx/search/cdx" {
		return uri
	}
	q, err := url.ParseQuery(query)
	if err != nil {
		return uri
	}
	return scrape.Canonical("https://"+strings.TrimPrefix(q.Get("url"), "https://")) + " " + q.Get("resumeKey")
}

func (r *recorded) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	r.asked = append(r.asked, req.RequestURI)
	r.mu.Unlock()
	rec, ok := r.answers[keyOf(req.RequestURI)]
	if !ok {
		if strings.HasPrefix(req.RequestURI, "/web/") {
			http.NotFound(w, req)
		}
		return // and the index says nothing more
	}
	body := []byte(rec.Body)
	for name, values := range rec.Headers {
		if name != "Transfer-Encoding" && name != "Connection" {
			w.Header()[http.CanonicalHeaderKey(name)] = values
		}
		if strings.EqualFold(name, "Content-Encoding") {
			body = gzipped(body)
		}
	}
	w.WriteHeader(rec.Status.Code)
	if _, err := w.Write(body); err != nil && len(body) > 0 {
		panic(err)
	}
}

func gzipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// TestRecordedIndex reads two answers that belong together: each row comes four times, the second answer is asked for with
// the key of the first, and the front page was captured under two names.
func TestRecordedIndex(t *testing.T) {
	t.Parallel()
	archive := play(t, "cdx_page1_text_resumekey.json", "cdx_page2_text_resumekey.json")
	s := serve(t, archive, wayback.Options{Areas: []string{"cnn.com"}})
	want := []string{"20010503212618/http://www.cnn.com/", "20010503193227/http://www.cnn.com/", "20010503181852/http://www.cnn.com/"}
	if d := cmp.Diff(want, contents(t, s)); d != "" {
		t.Errorf("List (-want +got):\n%s", d)
	}
	for i, key := range []string{"", "&resumeKey=com%252Ccnn%2529%252F%2B2001041400593%253A", "&resumeKey=com%252Ccnn%2529%252F%2B20010503212619"} {
		if i >= len(archive.asked) || !strings.HasSuffix(archive.asked[i], "&resolveRevisits=true"+key) {
			t.Fatalf("asked %q, want request %d to end in the key %q as the recorded one does", archive.asked, i, key)
		}
	}
	if _, err := s.Fetch(t.Context(), "https://cnn.com"); err == nil {
		t.Error("Fetch of a capture that is not among the recordings went through")
	}
	if asked := archive.asked[len(archive.asked)-1]; asked != "/web/20010503181852id_/http://www.cnn.com/" {
		t.Errorf("the last thing asked for is %q, want the third best capture", asked)
	}
}

// TestRecordedOddities reads rows with times that do not exist, without length, and with originals that are no addresses.
func TestRecordedOddities(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, area string
		want       []string
	}{
		{"zero_length_cdx.txt", "cnn.com", []string{
			"20100218025451/http://www.cnn.com/", "20100218000634/http://www.cnn.com/", "20100217231950/http://www.cnn.com/",
		}},
		{"malformed_cdx.txt", "epa.gov", []string{
			"20200418005903/https://www.epa.gov/", "20200418003811/https://www.epa.gov/",
		}},
		{"bad_timestamp_cdx.txt", "usatoday.com/2000/", []string{
			"20011120210446/http://www.usatoday.com/2000/century/tech/003d.htm",
			"20000311052312/http://www.usatoday.com/2000/century/tech/004.htm",
			"20000125210430/http://www.usatoday.com/2000/century/tech/004.htm",
			"! wayback: record 20000012170449/http://www.usatoday.com/2000/century/tech/004.htm: http://www.usatoday.com/2000/century/tech/004.htm: the index gives a time that does not exist",
			"! wayback: record 20000800241623/http://www.usatoday.com/2000/century/tech/004.htm: http://www.usatoday.com/2000/century/tech/004.htm: the index gives a time that does not exist",
		}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(tt.want, contents(t, says(t, string(sample(t, tt.file)), tt.area))); d != "" {
				t.Errorf("List (-want +got):\n%s", d)
			}
		})
	}
}

func TestRecordedBlockedSite(t *testing.T) {
	t.Parallel()
	s := serve(t, play(t, "cdx_403_blocked_site.json"), wayback.Options{Areas: []string{"nationalpost.com/health"}})
	_, err := s.Fetch(t.Context(), "https://nationalpost.com/health")
	failed, ok := errors.AsType[*scrape.FailedError](err)
	if !ok || failed.Reason != "blocked" || failed.URL != "https://nationalpost.com/health" || failed.Via != "wayback" || failed.Time.IsZero() {
		t.Errorf("Fetch of a blocked site: error %#v, want a FailedError with reason blocked", err)
	}
	want := []string{"! fetch https://nationalpost.com/health: the site is blocked in the archive (AdministrativeAccessControlException)"}
	if d := cmp.Diff(want, contents(t, s)); d != "" {
		t.Errorf("List (-want +got):\n%s", d)
	}
}

// TestRecordedMementos opens captures over the real archive's answers.
func TestRecordedMementos(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, record string
		files        []string
		status       int
		url, time    string
		header       [2]string // one that must be there
		body         string    // its beginning
	}{
		{
			name: "a page", record: "20171124151315/https://www.fws.gov/birds/", files: []string{"memento_200_id_raw.json"},
			status: 200, url: "https://www.fws.gov/birds/", time: "2017-11-24 15:13:15",
			header: [2]string{"Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"}, body: "<!DOCTYPE html>\n<!--[if lt IE 7]>",
		},
		{
			name: "an archived refusal", record: "20150129034904/http://www.reddit.com/r/PokemonGiveaway", files: []string{"memento_archived_429.json"},
			status: 429, url: "http://www.reddit.com/r/PokemonGiveaway", time: "2015-01-29 03:49:04",
			header: [2]string{"Retry-After", "6"}, body: "\n<!doctype html>",
		},
		{
			name: "an archived redirect", record: "20200925075402/https://link.springer.com/article/10.1007/s00382-012-1331-2", files: []string{"memento_redirect_loop_0.json"},
			status: 303, url: "https://link.springer.com/article/10.1007/s00382-012-1331-2", time: "2020-09-25 07:54:02",
			header: [2]string{"Location", "https://idp.springer.com/authorize?response_type=cookie&client_id=springerlink&redirect_uri=https://link.springer.com/article/10.1007/s00382-012-1331-2"},
		},
		{
			name: "the nearest capture, half an hour later", record: "20200201020357/http://epa.gov/climatechange",
			files:  []string{"memento_302_a.json", "memento_302_b.json"},
			status: 301, url: "https://www.epa.gov/climatechange", time: "2020-02-01 02:37:57",
			header: [2]string{"Location", "https://www.epa.gov/sites/production/files/signpost/cc.html"}, body: "<!DOCTYPE HTML PUBLIC",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, play(t, tt.files...), wayback.Options{})
			p, err := s.Open(t.Context(), scrape.Capture{Record: tt.record})
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Time.Format("2006-01-02 15:04:05"); p.Status != tt.status || p.URL != tt.url || got != tt.time || p.Archive != "wayback" {
				t.Errorf("page = %d %s of %s from %s, want %d %s of %s from wayback", p.Status, p.URL, got, p.Archive, tt.status, tt.url, tt.time)
			}
			if got := p.Header.Get(tt.header[0]); got != tt.header[1] {
				t.Errorf("%s = %q, want %q", tt.header[0], got, tt.header[1])
			}
			if !strings.HasPrefix(string(p.Body), tt.body) || (len(p.Body) > 0) != (tt.body != "") {
				t.Errorf("body begins with %.40q, want %q", p.Body, tt.body)
			}
			for _, foreign := range []string{"Memento-Datetime", "X-Archive-Src", "Server-Timing", "Link", "X-Archive-Orig-Date"} {
				if p.Header.Get(foreign) != "" {
					t.Errorf("the page has the archive's own header %s", foreign)
				}
			}
		})
	}
}

// TestRecordedRefusals opens what the real archive does not show.
func TestRecordedRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, record, at string // at is what the archive is asked for, where it is not the record
		asOf                   string
		want                   string // of the error
		notHeld                bool
		reason                 string // of the FailedError inside, "" for none
	}{
		{
			name: "an excluded page has status 200", file: "memento_200_blocked_page.json",
			record: "20170929002712/https://nationalpost.com/health/", want: "blocked in the archive", reason: "blocked",
		},
		{
			name: "not archived", file: "memento_404_not_archived.json",
			record: "20170929002712/https://this-is-not-real-url.whatever/", want: "does not have it", notHeld: true,
		},
		{
			name: "a view of a redirect", file: "memento_view_mode_redirect_200.json", want: "page of its own", reason: "blocked",
			record: "20201027215555/https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs",
		},
		{
			name: "the nearest capture is too late", file: "memento_302_a.json", asOf: "2020-01-31",
			record: "20200201020357/http://epa.gov/climatechange", want: "is too late", notHeld: true,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			archive := play(t, tt.file)
			for key, rec := range archive.answers {
				archive.answers[strings.Replace(key, "/https://", "id_/https://", 1)] = rec // view mode was asked for without
			}
			o := wayback.Options{}
			if tt.asOf != "" {
				o.AsOf = day(t, tt.asOf)
			}
			_, err := serve(t, archive, o).Open(t.Context(), scrape.Capture{Record: tt.record})
			if _, ok := errors.AsType[*scrape.DamagedError](err); !ok || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Open error %v, want a DamagedError with %q", err, tt.want)
			}
			if got := errors.Is(err, scrape.ErrNotHeld); got != tt.notHeld {
				t.Errorf("error %v wraps ErrNotHeld: %v, want %v", err, got, tt.notHeld)
			}
			failed, ok := errors.AsType[*scrape.FailedError](err)
			if ok != (tt.reason != "") || (ok && failed.Reason != tt.reason) {
				t.Errorf("error %v holds %#v, want reason %q", err, failed, tt.reason)
			}
			if slices.ContainsFunc(archive.asked, func(uri string) bool { return !strings.Contains(uri, "id_/") }) {
				t.Errorf("asked %q, want originals alone", archive.asked)
			}
		})
	}
}
