package robots_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/robots"
)

// row is one line of the public robots.txt test sets.
type row struct {
	Source, Test, Robots, Agent, URL, Kind string
	RobotsB64                              string `json:"robots_b64"`
	Allowed                                *bool
	Value                                  json.RawMessage
	GoogleSpecific                         bool  `json:"google_specific"`
	GoogleReference                        *bool `json:"google_reference"`
}

// rows reads every file of the test sets, or skips the test where they are not at hand.
func rows(t *testing.T) []row {
	t.Helper()
	files, err := filepath.Glob("../../../shared/data/robots/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the public robots.txt test sets are not at ../shared/data/robots")
	}
	var all []row
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 4<<20)
		for lines.Scan() {
			var r row
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			all = append(all, r)
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// isCore says that a row's authors and the reference parser agree, on something that is not about one search engine alone.
func (r row) isCore() bool {
	return r.Allowed != nil && r.GoogleReference != nil && *r.Allowed == *r.GoogleReference && !r.GoogleSpecific
}

// settled are the rows on which the test sets contradict each other: what they state of a rule and an address, the verdict
// that holds here being the opposite, and how many rows state it.
var settled = []struct {
	rule, url string
	states    bool
	rows      int
	because   string
}{
	{"Allow: /foo/bar/%62%61%7A\n", "http://foo.bar/foo/bar/baz", false, 2, "the table in section 2.2.2 ends with the opposite"},
	{"Disallow: /\n", "https://www.example.com/robots.txt", true, 1, "the rules forbid it; that it may be asked for nevertheless is for the fetcher to know"},
}

// TestPublicRows holds the parser to the 849 core rows of five public test sets and to all 43 verdicts of the standard's own
// text.
func TestPublicRows(t *testing.T) {
	t.Parallel()
	var core, standard int
	contradicting := make([]int, len(settled))
	for _, r := range rows(t) {
		isStandard := strings.HasPrefix(r.Source, "RFC")
		if r.URL == "" || !isStandard && !r.isCore() {
			continue
		}
		if r.isCore() {
			core++
		}
		if isStandard {
			standard++
		}
		want := *r.Allowed
		for i, s := range settled {
			if strings.Contains(r.Robots, s.rule) && r.URL == s.url && want == s.states {
				want = !want
				contradicting[i]++
				break
			}
		}
		if got := robots.Parse(r.text(t)).For(r.Agent).Allow(pathOf(r.URL)); got != want {
			t.Errorf("%s %s: %s may ask for %s = %v, want %v, by\n%s", r.Source, r.Test, r.Agent, r.URL, got, want, r.text(t))
		}
	}
	if core != 849 || standard != 43 {
		t.Errorf("%d core rows and %d of the standard were read, want 849 and 43", core, standard)
	}
	for i, s := range settled {
		if contradicting[i] != s.rows {
			t.Errorf("%d rows state %v of %s under %q, want %d: %s", contradicting[i], s.states, s.url, s.rule, s.rows, s.because)
		}
	}
}

// text returns the row's robots.txt.
func (r row) text(t *testing.T) []byte {
	t.Helper()
	if r.RobotsB64 == "" {
		return []byte(r.Robots)
	}
	text, err := base64.StdEncoding.DecodeString(r.RobotsB64)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestCrawlDelayRows holds the parser to what another parser's tests say of Crawl-delay.
func TestCrawlDelayRows(t *testing.T) {
	t.Parallel()
	read := 0
	for _, r := range rows(t) {
		if r.Kind != "crawl_delay" {
			continue
		}
		read++
		var seconds float64 // of null: stays 0
		if err := json.Unmarshal(r.Value, &seconds); err != nil {
			t.Fatal(err)
		}
		want := time.Duration(seconds * float64(time.Second))
		if got := robots.Parse([]byte(r.Robots)).For(r.Agent).Delay; got != want {
			t.Errorf("%s: delay for %s = %v, want %v, by\n%s", r.Test, r.Agent, got, want, r.Robots)
		}
	}
	if read != 6 {
		t.Errorf("%d rows were read, want 6", read)
	}
}

// pathOf returns path and query of an address as they are written, without the escaping that package net/url adds.
func pathOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = strings.TrimLeft(rest, "/")
		if i := strings.IndexAny(address, "/?"); i >= 0 {
			address = address[i:]
		} else {
			address = ""
		}
	}
	address, _, _ = strings.Cut(address, "#")
	if !strings.HasPrefix(address, "/") {
		address = "/" + address
	}
	return address
}
