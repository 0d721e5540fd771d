package mirror_test

import (
	"bufio"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// listHead is the first line of HTTrack's list.
const listHead = "date\tsize'/'remotesize\tflags(request:Update,Range state:File response:Modified,Chunked,gZipped)\t" +
	"statuscode\tstatus ('servermsg')\tMIME\tEtag|Date\tURL\tlocalfile\t(from URL)\n"

// listed is a line of HTTrack's list.
func listed(clock string, status int, done, media, url, file string) string {
	return fmt.Sprintf("%s\t10/10\t---M--\t%d\t%s\t%s\tdate:Tue,%%2001%%20Oct%%202024%%2010:00:00%%20GMT\t%s\t%s\t(from www.po.co/)\n",
		clock, status, done, media, url, file)
}

// comment is what HTTrack leaves in a page.
func comment(address string, at time.Time) string {
	return "\n<!-- Mirrored from " + address + " by HTTrack Website Copier/3.x [XR&CO'2014], " + at.Format("Mon, 02 Jan 2006 15:04:05") + " GMT -->\n"
}

// httrack is a copy whose names tell little; the machine's clock is two hours ahead of UTC, and midnight passes.
func httrack() tree {
	const at = "/home/me/websites/poco/"
	return tree{
		"index.html": "HTTrack's own", "hts-log.txt": "log", "hts-cache/doit.log": "-O poco",
		"www.po.co/index.html":                          home + comment("www.po.co/", noon.Add(-time.Minute)),
		"www.po.co/index-2.html":                        phone,
		"www.po.co/uk/specs4f3a.html":                   specs,
		"www.po.co/uk/old.html":                         "<HTML><META HTTP-EQUIV=\"Refresh\" CONTENT=\"0; URL=../index.html\"></HTML>",
		"www.po.co/uk/earlier.html":                     "<html>of an earlier run</html>",
		"www.po.co/uk/earlier-2.html":                   "<html>" + comment("www.po.co/uk/earlier?x", noon.Add(-time.Hour)),
		"go.buy.mi.com/uk/v2/item/productdetail9c.html": detail,
		"hts-cache/new.txt": listHead +
			listed("23:59:30", 200, "added ('OK')", "application/json", "https://go.buy.mi.com/uk/v2/item/productdetail?tag=poco-f6", at+"go.buy.mi.com/uk/v2/item/productdetail9c.html") +
			listed("00:00:10", 200, "added ('OK')", "text/html", "www.po.co/", at+"www.po.co/index.html") +
			listed("00:00:10", 200, "updated ('OK')", "text/html", "https://www.po.co/uk/", at+"www.po.co/index-2.html") +
			listed("00:01:00", 301, "added ('Moved%20Permanently')", "text/html", "www.po.co/uk/old", at+"www.po.co/uk/old.html") +
			listed("00:02:00", 404, "error ('Not%20Found')", "text/html", "www.po.co/uk/product/poco-x9/", "") +
			listed("00:03:00", 304, "untouched ('Not%20Modified')", "text/html", "www.po.co/uk/specs?x=1", at+"www.po.co/uk/specs4f3a.html"),
	}
}

func TestHTTrackKeepsTheLawOfSources(t *testing.T) {
	t.Parallel()
	midnight := noon.Add(-time.Minute) // when the front page was got, which is 00:00:10 by the list
	page := func(url string, status int, media, body string, after time.Duration) scrape.Page {
		return scrape.Page{URL: url, Status: status, Header: typed(media), Body: []byte(body), Time: midnight.Add(after)}
	}
	want := []scrape.Page{
		page("https://go.buy.mi.com/uk/v2/item/productdetail?tag=poco-f6", 200, "application/json", detail, -40*time.Second),
		page("http://www.po.co/", 200, "text/html", home+comment("www.po.co/", midnight), 0),
		page("https://www.po.co/uk/", 200, "text/html", phone, 0),
		page("http://www.po.co/uk/old", 301, "text/html", "", 50*time.Second),
		page("http://www.po.co/uk/product/poco-x9/", 404, "text/html", "", 110*time.Second),
		page("http://www.po.co/uk/specs?x=1", 200, "text/html", specs, 170*time.Second),
		{URL: "http://www.po.co/uk/earlier?x", Status: 200, Header: typed("text/html"), Body: []byte("<html>" + comment("www.po.co/uk/earlier?x", noon.Add(-time.Hour))), Time: noon.Add(-time.Hour)},
		{URL: "https://www.po.co/uk/earlier.html", Status: 200, Header: typed("text/html"), Body: []byte("<html>of an earlier run</html>"), Time: noon},
	}
	renamed := func(old, replacement string) tree {
		files := httrack()
		files["hts-cache/new.txt"] = strings.ReplaceAll(files["hts-cache/new.txt"], old, replacement)
		return files
	}
	windows := renamed("/home/me/websites/poco/", `C:\My Web Sites\poco\`)
	windows["hts-cache/new.txt"] = strings.ReplaceAll(strings.ReplaceAll(windows["hts-cache/new.txt"], "\n", "\r\n"), "/index", `\index`)
	for name, files := range map[string]tree{
		"unix": httrack(), "windows": windows, "windows with slashes": renamed("/home/me/websites/poco/", "C:/My Web Sites/poco/"),
		"no folder": renamed("/home/me/websites/poco/", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scrapetest.Source(t, open(t, plant(t, "poco", files), mirror.Options{}), want)
		})
	}
}

// TestHTTrackWithoutItsList goes by the comments in pages, and by names where there are none.
func TestHTTrackWithoutItsList(t *testing.T) {
	t.Parallel()
	files := tree{
		"backblue.gif": "GIF", "index.html": "HTTrack's own",
		"www.po.co/index-2.html":         phone + comment("https://www.po.co/uk/product/poco-f6/", noon.Add(-time.Hour)),
		"www.po.co/uk/detail9c.html":     specs + comment("www.po.co/uk/detail?tag=poco-f6", noon.Add(-2*time.Hour)),
		"www.po.co/uk/plain.html":        home,
		"www.po.co/uk/odd.html":          home + "<!-- Mirrored from www.po.co/x by HTTrack Website Copier/3.x [XR&CO'2014], Tuesday, 1 October at noon -->",
		"go.buy.mi.com/uk/v2/detail.txt": detail,
	}
	want := []scrape.Page{
		{URL: "https://www.po.co/uk/product/poco-f6/", Status: 200, Header: typed("text/html"), Body: []byte(files["www.po.co/index-2.html"]), Time: noon.Add(-time.Hour)},
		{URL: "http://www.po.co/uk/detail?tag=poco-f6", Status: 200, Header: typed("text/html"), Body: []byte(files["www.po.co/uk/detail9c.html"]), Time: noon.Add(-2 * time.Hour)},
		{URL: "https://www.po.co/uk/plain.html", Status: 200, Header: typed("text/html"), Body: []byte(home), Time: noon},
		{URL: "https://www.po.co/uk/odd.html", Status: 200, Header: typed("text/html"), Body: []byte(files["www.po.co/uk/odd.html"]), Time: noon},
		{URL: "https://go.buy.mi.com/uk/v2/detail.txt", Status: 200, Header: typed("text/plain"), Body: []byte(detail), Time: noon},
	}
	scrapetest.Source(t, open(t, plant(t, "poco", files), mirror.Options{}), want)
}

// TestCommentsOfOthersAreNotBelieved has a copy by wget of a page that was copied by HTTrack once.
func TestCommentsOfOthersAreNotBelieved(t *testing.T) {
	t.Parallel()
	dir := plant(t, "copy", tree{"www.po.co/a.html": comment("www.po.co/b", noon)})
	for c, err := range open(t, dir, mirror.Options{}).List(t.Context()) {
		if err != nil || c.URL != "https://www.po.co/a.html" {
			t.Errorf("List yields %v, %v", c, err)
		}
	}
}

// TestHTTrackLines has what a list may say beside pages, and what makes no line.
func TestHTTrackLines(t *testing.T) {
	t.Parallel()
	ok := listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/a", "www.po.co/a.html")
	const page = "200 http://www.po.co/a text/html A"
	tests := []struct {
		name, list string
		want       []string
	}{
		{"a page", ok, []string{page}},
		{"an address twice", listed("11:00:00", 404, "error ('x')", "text/html", "www.po.co/a", "") + ok, []string{page}},
		{"two addresses of one file", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/b", "www.po.co/a.html"), []string{"200 http://www.po.co/b text/html A", page}},
		{"no answer", ok + listed("12:00:00", -5, "error ('Receive%20Time%20Out')", "", "www.po.co/b", ""), []string{"! fetch http://www.po.co/b: HTTrack got no answer (Receive Time Out)", page}},
		{"no answer, and no reason that can be read", ok + listed("12:00:00", -1, "error "+"error ('x%')", "", "www.po.co/b", ""), []string{"! fetch http://www.po.co/b: HTTrack got no answer (x%)", page}},
		{"the file is missing", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/b", "www.po.co/b.html"), []string{"! http://www.po.co/b: the file www.po.co/b.html is not in the mirror", page}},
		{"no file", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/b", ""), []string{"! http://www.po.co/b: the file of the page is not in the mirror", page}},
		{"the file is elsewhere", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/b", "../../etc/passwd"), []string{"! the file ../../etc/passwd is not in the mirror", page}},
		{"the file is the list", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/b", "hts-cache/new.txt"), []string{"! is not in the mirror", page}},
		{"up to date, but the file is missing", ok + listed("12:00:00", 304, "untouched ('x')", "text/html", "www.po.co/b", "www.po.co/b.html"), []string{"! the file www.po.co/b.html is not in the mirror", page}},
		{"empty lines", "\r\n" + ok + "\n\r\n", []string{page}},
		{"no columns", ok + "12:00:00\t1/1\n", []string{"! record hts-cache/new.txt:2: line has 2 columns, not 10", page}},
		{"no time", strings.Replace(ok, "12:00:00", "noon", 1), []string{`! line "noon" is no time of day`, "200 https://www.po.co/a.html text/html A"}},
		{"no time and no address", strings.NewReplacer("12:00:00", "noon", "\twww.po.co/a\t", "\t:\t").Replace(ok), []string{`! line "noon" is no time of day`, "200 https://www.po.co/a.html text/html A"}},
		{"no status and no address", strings.NewReplacer("\t200\t", "\tOK\t", "\twww.po.co/a\t", "\t:\t").Replace(ok), []string{`! line "OK" is no status`, "200 https://www.po.co/a.html text/html A"}},
		{"no status", strings.Replace(ok, "\t200\t", "\tOK\t", 1), []string{`! line "OK" is no status`, "200 https://www.po.co/a.html text/html A"}},
		{"no address", strings.Replace(ok, "\twww.po.co/a\t", "\t:\t", 1), []string{`! line ":" is no address`, "200 https://www.po.co/a.html text/html A"}},
		{"another scheme", ok + listed("12:00:00", 200, "added ('OK')", "text/html", "ftp://www.po.co/b", "www.po.co/b.html"), []string{`! line "ftp://www.po.co/b" is no address of the web`, page}},
		{"no list", "", []string{"200 https://www.po.co/a.html text/html A"}},
		{"a line too long", ok + strings.Repeat("x", 70<<10), []string{"! record hts-cache/new.txt: HTTrack's list cannot be read to its end", page}},
		{"nothing but faults", ok + strings.Repeat("fault\n", 3000), append(faults(1000), page)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := plant(t, "poco", tree{"www.po.co/a.html": "A", "hts-cache/new.txt": tt.list})
			if got := contents(t, open(t, dir, mirror.Options{})); !same(got, tt.want) {
				t.Errorf("reads as\n%s", cmp.Diff(tt.want, got))
			}
		})
	}
}

// faults are the first lines behind one, in the order of their numbers as text. The last says that it is the last.
func faults(n int) []string {
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 2)
	}
	last := numbers[n-1]
	slices.Sort(numbers)
	out := make([]string, n)
	for i, number := range numbers {
		out[i] = "! record hts-cache/new.txt:" + number + ": line has 1 columns"
		if number == last {
			out[i] = "! record hts-cache/new.txt:" + number + ": line too many lines are not understood; the rest is not read"
		}
	}
	return out
}

// TestHTTrackLinesAreBounded: of a list that is too long so many lines are read as may be, and it is said that there are more.
func TestHTTrackLinesAreBounded(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	for _, name := range []string{"a", "b", "a", "c"} {
		list.WriteString(listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/"+name, ""))
	}
	a, b, c := mirror.Line{URL: "http://www.po.co/a"}, mirror.Line{URL: "http://www.po.co/b"}, mirror.Line{URL: "http://www.po.co/c"}
	for most, want := range map[int][]mirror.Line{3: {a, b, c}, 2: {a, b, {Fault: "more than 2 lines; the rest is not read"}}} {
		got, err := mirror.ParseCacheList(strings.NewReader(list.String()), most)
		if d := cmp.Diff(want, got); d != "" || err != nil {
			t.Errorf("of four lines of three addresses, %d at most (-want +got):\n%s%v", most, d, err)
		}
	}
}

// TestHTTrackFailuresAreOutcomes asks for an address that gave no answer.
func TestHTTrackFailuresAreOutcomes(t *testing.T) {
	t.Parallel()
	list := listed("12:00:00", -5, "error ('Connect%20Error')", "", "www.po.co/b", "")
	m := open(t, plant(t, "poco", tree{"www.po.co/": "", "hts-cache/new.txt": list}), mirror.Options{})
	_, err := m.Fetch(t.Context(), "https://www.po.co/b")
	if failed, ok := errors.AsType[*scrape.FailedError](err); !ok || failed.Reason != "unreachable" || failed.Detail != "HTTrack got no answer (Connect Error)" {
		t.Errorf("Fetch of what gave no answer: error %#v", err)
	}
}

// TestHTTrackWithoutHostFolders has structures that name no host: the list alone tells, unless the host is said.
func TestHTTrackWithoutHostFolders(t *testing.T) {
	t.Parallel()
	list := listed("12:00:00", 200, "added ('OK')", "text/plain", "www.po.co/uk/", "web/a.txt")
	const text = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nis what a server says"
	dir := plant(t, "poco", tree{"web/a.txt": text, "web/b.txt": "of no known address", "hts-cache/new.txt": list})
	page := "200 http://www.po.co/uk/ text/plain " + text
	if got, want := contents(t, open(t, dir, mirror.Options{})), []string{page}; !same(got, want) {
		t.Errorf("mirror holds %q, want %q", got, want)
	}
	want := []string{page, "200 https://www.po.co/web/b.txt text/plain of no known address"}
	if got := contents(t, open(t, dir, mirror.Options{Base: "https://www.po.co/"})); !same(got, want) {
		t.Errorf("with a base, mirror holds %q, want %q", got, want)
	}
}

// TestHTTrackTimes has copies whose pages tell when the list was written, and one whose pages do not.
func TestHTTrackTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, list, comment string
		want                map[string]time.Time
	}{
		{
			"midnight passes later",
			listed("23:59:50", 200, "added ('OK')", "text/html", "www.po.co/a", "www.po.co/a.html") +
				listed("00:00:05", 200, "added ('OK')", "text/html", "www.po.co/b", "www.po.co/b.html"),
			comment("www.po.co/a", noon),
			map[string]time.Time{"a": noon, "b": noon.Add(15 * time.Second)},
		},
		{
			"the comment is of an earlier run",
			listed("10:00:00", 304, "untouched ('x')", "text/html", "www.po.co/a", "www.po.co/a.html") +
				listed("10:00:05", 200, "added ('OK')", "text/html", "www.po.co/b", "www.po.co/b.html"),
			comment("www.po.co/a", noon.AddDate(-1, 0, 0)),
			map[string]time.Time{"a": noon, "b": noon},
		},
		{
			"no comment",
			listed("10:00:00", 200, "added ('OK')", "text/html", "www.po.co/a", "www.po.co/a.html") +
				listed("10:00:05", 404, "error ('OK')", "text/html", "www.po.co/c", ""),
			"",
			map[string]time.Time{"a": noon, "c": {}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := plant(t, "poco", tree{"www.po.co/a.html": "A" + tt.comment, "www.po.co/b.html": "B", "hts-cache/new.txt": tt.list})
			m := open(t, dir, mirror.Options{})
			for name, want := range tt.want {
				if p, err := m.Fetch(t.Context(), "https://www.po.co/"+name); err != nil || !p.Time.Equal(want) {
					t.Errorf("Fetch(%s) = %+v, %v, want time %s", name, p, err, want)
				}
			}
		})
	}
}

// TestHTTrackPagesWithoutComments: where fifty pages have none, the copy keeps none, and no more are read for one.
func TestHTTrackPagesWithoutComments(t *testing.T) {
	t.Parallel()
	for pages, want := range map[int]time.Time{50: noon.Add(-time.Hour), 51: noon} {
		files := tree{"hts-cache/new.txt": ""}
		var last string
		for i := range pages {
			last = fmt.Sprintf("www.po.co/%02d", i)
			files[last+".html"] = "A"
			files["hts-cache/new.txt"] += listed("12:00:00", 200, "added ('OK')", "text/html", last, last+".html")
		}
		files[last+".html"] += comment(last, noon.Add(-time.Hour))
		if p, err := open(t, plant(t, "poco", files), mirror.Options{}).Fetch(t.Context(), "https://"+last); err != nil || !p.Time.Equal(want) {
			t.Errorf("a comment in the last of %d pages: %+v, %v, want time %s", pages, p, err, want)
		}
	}
}

// TestHTTrackFileThatIsTooLarge is damage of the address that the list has it from.
func TestHTTrackFileThatIsTooLarge(t *testing.T) {
	t.Parallel()
	list := listed("12:00:00", 200, "added ('OK')", "text/html", "www.po.co/a", "www.po.co/a.html")
	dir := plant(t, "poco", tree{"www.po.co/a.html": "", "hts-cache/new.txt": list})
	if err := os.Truncate(filepath.Join(dir, "www.po.co", "a.html"), 33<<20); err != nil {
		t.Fatal(err)
	}
	want := []string{"! poco: record www.po.co/a.html: http://www.po.co/a: file is larger than 32 MiB"}
	if got := contents(t, open(t, dir, mirror.Options{})); !same(got, want) {
		t.Errorf("mirror holds %q, want %q", got, want)
	}
}

// FuzzCacheList: whatever the list says, each address of it is one of the web and is listed once, each fault says where it
// stands, and no file is read that was not walked.
func FuzzCacheList(f *testing.F) {
	f.Add(httrack()["hts-cache/new.txt"])
	f.Add(strings.ReplaceAll(httrack()["hts-cache/new.txt"], "/", "\\"))
	f.Add("12:00:00\t\t\t200\t\t\t\twww.po.co/a\t../outside\n12:00:00\t\t\t304\t\t\t\thttps://www.po.co/%zz\ta.html\n")
	f.Fuzz(func(t *testing.T, list string) {
		lines, err := mirror.ParseCacheList(strings.NewReader(list), 1000)
		if err != nil && !errors.Is(err, bufio.ErrTooLong) {
			t.Fatalf("error %v", err)
		}
		known := map[string]bool{}
		for _, l := range lines {
			if l.Fault != "" {
				continue
			}
			u, err := url.Parse(l.URL)
			if err != nil || u.Host == "" || known[l.URL] {
				t.Fatalf("line %+v is of no address, or of one that was listed: %v", l, err)
			}
			known[l.URL] = true
			if l.File != "" && l.File != "www.po.co/a.html" {
				t.Fatalf("line %+v leads to a file that is not in the mirror", l)
			}
		}
	})
}
