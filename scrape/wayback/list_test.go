package wayback_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/wayback"
)

// rows makes an index answer of lines "stamp original status digest", with media type warc/revisit for status "-".
func rows(lines ...string) string {
	var b strings.Builder
	for _, l := range lines {
		f := strings.Fields(l)
		media := "text/html"
		if f[2] == "-" {
			media = "warc/revisit"
		}
		fmt.Fprintf(&b, "key %s %s %s %s %s 12\n", f[0], f[1], media, f[2], f[3])
	}
	return b.String()
}

// TestWhichCapturesAreListed: the newest good one and two older ones of other content, or else the one that says most.
func TestWhichCapturesAreListed(t *testing.T) {
	t.Parallel()
	const a, b = "https://www.po.co/uk/a/", "https://www.po.co/uk/b/"
	for _, tt := range []struct {
		name  string
		index string
		want  []string
	}{
		{"three contents at most", rows("20200101000000 "+a+" 200 A", "20200102000000 "+a+" 200 B", "20200103000000 "+a+" 200 C", "20200104000000 "+a+" 200 D"), []string{
			"20200104000000/" + a, "20200103000000/" + a, "20200102000000/" + a,
		}},
		{"a content once, at its newest", rows("20200101000000 "+a+" 200 A", "20200102000000 "+a+" 200 B", "20200103000000 "+a+" 200 A"), []string{
			"20200103000000/" + a, "20200102000000/" + a,
		}},
		{"a revisit of a good answer is good", rows("20200101000000 "+a+" 200 A", "20200102000000 "+a+" 200 B", "20200103000000 "+a+" - A"), []string{
			"20200103000000/" + a, "20200102000000/" + a,
		}},
		{"a revisit of another answer is not", rows("20200101000000 "+a+" 200 A", "20200102000000 "+a+" 404 B", "20200103000000 "+a+" - B"), []string{"20200101000000/" + a}},
		{"a revisit of another page's answer is not", rows("20200101000000 "+a+" 200 A", "20200102000000 "+b+" - A", "20200103000000 "+b+" - B"), []string{
			"20200101000000/" + a, "20200103000000/" + b,
		}},
		{"a content once, in any order", rows("20200103000000 "+a+" 200 A", "20200102000000 "+a+" 200 B", "20200101000000 "+a+"?utm_source=x 200 A"), []string{
			"20200103000000/" + a, "20200102000000/" + a,
		}},
		{"good is better than newer", rows("20200101000000 "+a+" 200 A", "20200102000000 "+a+" 404 B"), []string{"20200101000000/" + a}},
		{"a revisit is better than a newer 404", rows("20200101000000 "+a+" - A", "20200102000000 "+a+" 404 B"), []string{"20200101000000/" + a}},
		{"the newest that tells", rows("20200101000000 "+a+" 404 A", "20200102000000 "+a+" 301 B", "20200103000000 "+a+" 503 C"), []string{"20200102000000/" + a}},
		{"410 tells", rows("20200101000000 "+a+" 410 A", "20200102000000 "+a+" 500 B"), []string{"20200101000000/" + a}},
		{"the newest refusal", rows("20200101000000 "+a+" 403 A", "20200102000000 "+a+" 429 B"), []string{"20200102000000/" + a}},
		{"spellings are one page", rows("20200101000000 http://po.co:80/uk/a 200 A", "20200102000000 "+a+"?utm_source=x 200 B"), []string{
			"20200102000000/" + a + "?utm_source=x", "20200101000000/http://po.co/uk/a",
		}},
		{"sorted by address", rows("20200101000000 "+b+" 200 B", "20200102000000 "+a+" 200 A"), []string{"20200102000000/" + a, "20200101000000/" + b}},
		{"neighbours are no part of a folder", rows("20200101000000 https://po.co/uk 200 A", "20200101000000 https://po.co/uk?x=1 200 B", "20200101000000 https://po.co/UK/a 200 C", "20200101000000 https://po.co/ukraine 200 D"), []string{
			"20200101000000/https://po.co/UK/a", "20200101000000/https://po.co/uk", "20200101000000/https://po.co/uk?x=1",
		}},
		{"nothing", "", nil},
		{"what is no address", rows("20200101000000 http://mailto:x@po.co/uk/ 200 A", "20200101000000 https://po.co/uk/%zz 200 B", "20200101000000 https://po.co/uk/data:image/png;base64,/9j/4A 200 C", "20200101000000 some/not/even/url 200 D", "20200101000000 ftp://po.co/uk/ 200 E", "20200101000000 http://po/uk/ 200 F"), nil},
		{"a line that is cut", rows("20200101000000 "+a+" 200 A") + "key 2020010100", []string{
			"20200101000000/" + a, `! wayback: a line of the index is not understood: "key 2020010100"`,
		}},
		{"lines that are no rows", rows("20200101000000 "+a+" 200 A") + "key 20200101000000 a text/html 2x0 D 1\nkey 20200101000000 a text/html 2000 D 1\n", []string{
			"20200101000000/" + a,
			`! wayback: a line of the index is not understood: "key 20200101000000 a text/html 2x0 D 1"`,
			`! wayback: a line of the index is not understood: "key 20200101000000 a text/html 2000 D 1"`,
		}},
		{"lines with too few fields, too many and an empty one", rows("20200101000000 "+a+" 200 A") +
			"key 20200102000000 " + a + " text/html 200 D\nkey 20200102000000 " + a + " text/html 200 D 1 x\nkey 20200102000000 " + a + "  200 D 1\n", []string{
			"20200101000000/" + a,
			`! wayback: a line of the index is not understood: "key 20200102000000 ` + a + ` text/html 200 D"`,
			`! wayback: a line of the index is not understood: "key 20200102000000 ` + a + ` text/html 200 D 1 x"`,
			`! wayback: a line of the index is not understood: "key 20200102000000 ` + a + `  200 D 1"`,
		}},
		{"a neighbour between", rows("20200101000000 "+a+" 200 A", "20200102000000 https://po.co/ukraine 200 B", "20200103000000 "+a+" - A"), []string{"20200103000000/" + a}},
		{"a fault that is repeated", rows("20200101000000 "+a+" 200 A") + strings.Repeat("strange\n", 3), []string{
			"20200101000000/" + a, `! wayback: a line of the index is not understood: "strange"`,
		}},
		{"a line of another system", strings.ReplaceAll(rows("20200101000000 "+a+" 200 A"), "\n", "\r\n") + "\r\nthe key\r\n", []string{
			`! fetch https://po.co/uk/: the archive's index answered with something else than rows: "the key"`,
		}},
		{"a time that does not exist", rows("20200001240000 " + a + " 200 A"), []string{
			"! wayback: record 20200001240000/" + a + ": " + a + ": the index gives a time that does not exist",
		}},
		{"a page in place of rows", "<!DOCTYPE html>\n<title>503 Service Unavailable</title>\n", []string{
			`! fetch https://po.co/uk/: the archive's index answered with something else than rows: "<title>503 Service Unavailable</title>"`,
		}},
		{"an error in place of rows", "org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.RobotAccessControlException: Blocked By Robots\n", []string{
			"! fetch https://po.co/uk/: the archive does not show it because of the site's robots.txt (RobotAccessControlException)",
		}},
		{"an error after rows", rows("20200101000000 "+a+" 200 A", "20200101000000 "+b+" 200 A") + "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error\n", []string{
			"20200101000000/" + a,
			"! fetch https://po.co/uk/: the site is blocked in the archive (AdministrativeAccessControlException)",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := says(t, tt.index, "po.co/uk/")
			if d := cmp.Diff(tt.want, contents(t, s)); d != "" {
				t.Errorf("List (-want +got):\n%s", d)
			}
		})
	}
}

// TestManyContents: a page that changes with every capture does not hide what it was captured as again.
func TestManyContents(t *testing.T) {
	t.Parallel()
	var lines []string
	for i := range 10_001 {
		lines = append(lines, fmt.Sprintf("%s https://po.co/uk/ 200 %d", day(t, "2020-01-01").Add(time.Duration(i)*time.Second).Format("20060102150405"), i))
	}
	index := rows(append(lines, "20200102000000 https://po.co/uk/ - 10000")...)
	if got := contents(t, says(t, index, "po.co/uk/")); got[0] != "20200102000000/https://po.co/uk/" {
		t.Errorf("List = %q, want the revisit of the last first", got[0])
	}
}

// TestHostsAreWhole: a host stands for itself, a prefix for all that begins with it.
func TestHostsAreWhole(t *testing.T) {
	t.Parallel()
	index := rows("20200101000000 https://www.poco.in/a 200 A", "20200101000000 https://poco.indeed.com/ 200 B", "20200101000000 https://poco.in/about 200 C")
	for area, want := range map[string][]string{
		"poco.in":   {"20200101000000/https://www.poco.in/a", "20200101000000/https://poco.in/about"},
		"poco.in/a": {"20200101000000/https://www.poco.in/a", "20200101000000/https://poco.in/about"},
	} {
		if d := cmp.Diff(want, contents(t, says(t, index, area))); d != "" {
			t.Errorf("List of %s (-want +got):\n%s", area, d)
		}
	}
}

// TestTooManyAddresses: what a source remembers is bounded; it says so after what it found.
func TestTooManyAddresses(t *testing.T) {
	t.Parallel()
	f := &asked{answer: func(_ url.Values, n int) *scrape.Page {
		var b strings.Builder
		for i := range 60_000 {
			fmt.Fprintf(&b, "key 20200101000000 https://po.co/uk/%d/%d text/html 200 A 1\n", n, i)
		}
		return text(200, b.String()+fmt.Sprintf("\nkey%d\n", n))
	}}
	s := open(t, wayback.Options{Fetcher: f, Pace: atOnce, Areas: []string{"po.co/uk/"}})
	found, last, of := 0, error(nil), ""
	for c, err := range s.List(t.Context()) {
		found++
		last, of = err, c.URL
	}
	if of != "https://po.co/uk/" {
		t.Errorf("the last capture is %q, want the area's own address", of)
	}
	if failed, ok := errors.AsType[*scrape.FailedError](last); !ok || failed.Reason != "too_large" || found != 120_000 || len(f.addresses) != 2 {
		t.Errorf("List yields %d times after %d requests, the last time %v; want all of two answers but one, and too_large", found, len(f.addresses), last)
	}
}

func TestFaultsOfTheIndexAreCounted(t *testing.T) {
	t.Parallel()
	var index strings.Builder
	index.WriteString(rows("20200101000000 https://po.co/uk/ 200 A"))
	for i := range 100 {
		fmt.Fprintf(&index, "line %d\n", i)
	}
	got := contents(t, says(t, index.String(), "po.co/uk/"))
	if len(got) != 22 || got[21] != "! wayback: 80 more lines of the index are not understood" {
		t.Errorf("List = %d lines, the last %q; want a capture, 20 faults and the number of the others", len(got), got[len(got)-1])
	}
}

// TestListStops: in the midst of the captures with the context, and wherever the caller has seen enough.
func TestListStops(t *testing.T) {
	t.Parallel()
	index := rows("20240101000000 https://po.co/uk/ 200 A", "20240101000000 https://po.co/uk/b 200 B") + "odd\nodder\n"
	for stop := range 4 {
		n := 0
		for c, err := range says(t, index, "po.co/uk/").List(t.Context()) {
			if n++; n > stop {
				break
			}
			if (err == nil) != (n <= 2) {
				t.Errorf("List yields %v, %v as number %d; want two captures and then two faults", c, err, n)
			}
		}
		if n != stop+1 {
			t.Errorf("List yields %d times, want %d", n, stop+1)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n := 0
	for _, err := range says(t, index, "po.co/uk/", "po.co/fr/").List(ctx) {
		n++
		last = err
		cancel()
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("List yields %d times, the last time %v; want a capture and the context's error", n, last)
	}
	empty := says(t, "", "po.co/uk/")
	if got := contents(t, empty); got != nil {
		t.Errorf("List = %q, want nothing", got)
	}
	n = 0
	for _, err := range empty.List(ctx) {
		if n++; !errors.Is(err, context.Canceled) {
			t.Errorf("List of what was read before yields %v, want the context's error", err)
		}
	}
	if n != 1 {
		t.Errorf("List of what was read before yields %d times, want once", n)
	}
}

func TestListStopsWithTheRecorder(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	s := open(t, wayback.Options{Areas: []string{"po.co/uk/", "po.co/fr/"}, Fetcher: fetch(func(context.Context, string) (*scrape.Page, error) { return nil, full })})
	n := 0
	for _, err := range s.List(t.Context()) {
		if n++; !errors.Is(err, full) {
			t.Errorf("List yields %v, want %v", err, full)
		}
	}
	if n != 1 {
		t.Errorf("List yields %d times, want once: nothing more can be recorded", n)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		want string
		o    wayback.Options
	}{
		{"no fetcher", wayback.Options{}},
		{`"ftp://web.archive.org"`, wayback.Options{Endpoint: "ftp://web.archive.org"}},
		{`"web.archive.org"`, wayback.Options{Endpoint: "web.archive.org"}},
		{`"https://web.archive.org/?x=1"`, wayback.Options{Endpoint: "https://web.archive.org/?x=1"}},
		{`area ""`, wayback.Options{Areas: []string{""}}},
		{`area "uk"`, wayback.Options{Areas: []string{"po.co/uk/", "uk"}}},
		{"negative", wayback.Options{Pace: wayback.Pace{Tries: -1}}},
	} {
		if tt.want != "no fetcher" {
			tt.o.Fetcher, tt.o.Now = &asker{}, time.Now
		}
		if _, err := wayback.New(tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("New(%+v) error %v, want one with %s", tt.o, err, tt.want)
		}
	}
}
