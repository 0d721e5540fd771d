package format_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping/redirect"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/format"
	"github.com/pocomigrate/pocomigrate/mapping/redirect/redirecttest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func mapOf(existing []redirect.Existing) *redirect.Map {
	return redirect.New(redirect.Input{Snapshot: "0123456789abcdef", Existing: existing, Shops: redirecttest.Shops{}})
}

// TestGolden: the bytes of each format, of a map with everything in it that a format has to think of.
func TestGolden(t *testing.T) {
	policy, err := redirect.ReadPolicy(strings.NewReader(redirect.ShippedPolicy()), "policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	in := redirect.Input{Snapshot: "0123456789abcdef", Shops: redirecttest.Shops{}, Policy: policy, Listed: []redirect.Listed{
		{Address: "https://po.co/uk/service/help", Clicks: 12, Place: "list:1"}, {Address: "https://po.co/uk/legal/terms", Place: "list:2"}, {Address: "=HYPERLINK(1)", Clicks: 1, Place: "list:3"},
	}}
	in.Existing = []redirect.Existing{
		{From: "https://po.co/uk/" + strings.Repeat("long-", 20), To: "https://www.mi.com/uk/", Status: 301, Place: "old.map:9"},
		{From: "https://old.example/a?sku=2", To: "https://www.mi.com/uk/product/poco-f6/", Status: 301, Place: "old.map:10"},
		{From: "https://old.example/b?id=3", To: "https://www.mi.com/uk/product/poco-f6/", Status: 301, Place: "old.map:11"},
		{From: "https://www.po.co/uk/", To: "https://www.mi.com/uk/", Status: 301, Place: "old.map:1"},
		{From: "https://www.po.co/uk/product/poco-f6/", To: "https://www.mi.com/uk/product/poco-f6/", Status: 301, Place: "old.map:2"},
		{From: "https://www.po.co/uk/product/poco-f6/buy?gid=12", To: "https://www.mi.com/uk/product/poco-f6/", Status: 301, Place: "old.map:3"},
		{From: "https://po.co/uk/sp%20ace/%E0%A4%95/", To: "https://www.mi.com/uk/a?x=1&y=%20z#top", Status: 301, Place: "old.map:4"},
		{From: "https://po.co/uk/q'\"u$o;te,", To: "https://www.mi.com/uk/$a;b{c}", Status: 308, Place: "old.map:5"},
		{From: "https://po.co/uk/x:y*z", To: "https://www.mi.com/uk/", Status: 302, Place: "old.map:6"},
		{From: "https://po.co/de/product/poco-m4/", Status: 410, Place: "old.map:7"},
		{From: "https://www.poco.in/", To: "https://www.mi.com/in/", Status: 301, Place: "old.map:8"},
	}
	m := redirect.New(in)
	for _, f := range format.All() {
		t.Run(f.Name, func(t *testing.T) {
			for _, finding := range f.Check(m) {
				if finding.Level == redirect.Fault {
					t.Errorf("%+v", finding)
				}
			}
			var got bytes.Buffer
			if err := f.Write(&got, m); err != nil {
				t.Fatal(err)
			}
			name := filepath.Join("testdata", "golden", f.Name+".txt")
			if *update {
				if err := os.WriteFile(name, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got.String()); d != "" {
				t.Errorf("-golden +written:\n%s", d)
			}
		})
	}
}

// rule is what a format must not lose.
type rule struct {
	From   string
	To     string
	Status int
}

// rules returns what a server answers by a map, in so far as a format holds it.
func rules(m *redirect.Map, holds func(redirect.Rule) bool) []rule {
	var out []rule
	for _, r := range m.Rules {
		if r.Answers() && holds(r) {
			out = append(out, rule{r.From.URL(), r.To, r.Status})
		}
	}
	return out
}

// TestRoundTrip: what a format writes, whatever the addresses are, is read back as the same rules.
func TestRoundTrip(t *testing.T) {
	const maps = 300
	for _, f := range format.All() {
		t.Run(f.Name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // no secret
			written, lines := 0, 0
			for range maps {
				m := mapOf(randomRules(random))
				if slices.ContainsFunc(f.Check(m), func(x redirect.Finding) bool { return x.Level == redirect.Fault }) {
					continue
				}
				written++
				var b bytes.Buffer
				if err := f.Write(&b, m); err != nil {
					t.Fatal(err)
				}
				holds := func(r redirect.Rule) bool {
					return f.Name != "cloudflare" || r.State == redirect.Redirect && r.From.Query == ""
				}
				want := rules(m, holds)
				lines += len(want)
				if len(want) == 0 {
					continue
				}
				read, err := format.Read(strings.NewReader(b.String()), "map", "")
				if err != nil {
					t.Fatalf("%v\n%s", err, b.String())
				}
				if read.Format != f.Name || len(read.Unread) > 0 {
					t.Fatalf("read as %s, left alone %v\n%s", read.Format, read.Unread, b.String())
				}
				got := rules(mapOf(read.Existing), holds)
				if d := cmp.Diff(want, got); d != "" {
					t.Fatalf("-written +read:\n%s\n%s", d, b.String())
				}
			}
			if written < maps/4 || lines < maps {
				t.Errorf("only %d maps with %d rules could be written", written, lines)
			}
		})
	}
}

// randomRules returns some redirects between addresses with odd letters. Targets are as they are written in headers.
func randomRules(random *rand.Rand) []redirect.Existing {
	const letters = "abcXYZ019-._~!'()*+,;=:@&$\"\\ <>|^`#%?é✓क"
	word := func() string {
		var b strings.Builder
		all := []rune(letters)
		if random.IntN(3) > 0 {
			all = all[:14]
		}
		for range 1 + random.IntN(8) {
			b.WriteRune(all[random.IntN(len(all))])
		}
		return b.String()
	}
	var out []redirect.Existing
	for i := range 1 + random.IntN(6) {
		path := []string{"https:/", []string{"po.co/uk", "po.co/de", "poco.in"}[random.IntN(3)]}
		for range random.IntN(3) {
			path = append(path, escape(word()))
		}
		from := strings.Join(path, "/")
		if random.IntN(5) == 0 {
			from += fmt.Sprintf("?gid=%d", random.IntN(1000))
		}
		e := redirect.Existing{From: from, To: "https://www.mi.com/uk/" + escape(word()), Status: 301, Place: fmt.Sprintf("old:%d", i+1)}
		switch random.IntN(6) {
		case 0:
			e.To, e.Status = "", 410
		case 1:
			e.Status = 302
		case 2:
			e.To += "?a=" + strconv.Itoa(random.IntN(9)) + "&b=c#d"
		}
		out = append(out, e)
	}
	return out
}

// escape escapes all but plain letters.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '.' && b.Len() > 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// TestCheck: what each format cannot hold is found before anything is written, and how grave it is.
func TestCheck(t *testing.T) {
	const leads, gone = "301 https://www.mi.com/uk/", "410 "
	long := strings.Repeat("x", 40_000)
	for _, tt := range []struct {
		name, format string
		from         []string
		answer       string
		want         []string
	}{
		{"case", "nginx", []string{"https://po.co/uk/A", "https://po.co/uk/a"}, leads, []string{"error duplicate-key"}},
		{"case", "apache", []string{"https://po.co/uk/A", "https://po.co/uk/a"}, leads, nil},
		{"encoded slash", "nginx", []string{"https://po.co/uk/a%2Fb", "https://po.co/uk/a/b"}, leads, []string{"error duplicate-key"}},
		{"encoded slash", "apache", []string{"https://po.co/uk/a%2Fb", "https://po.co/uk/a/b"}, leads, []string{"error duplicate-key", "warning encoded-slash"}},
		{"encoded slash", "caddy", []string{"https://po.co/uk/a%2Fb", "https://po.co/uk/a/b"}, leads, []string{"error duplicate-key"}},
		{"two slashes", "nginx", []string{"https://po.co/uk//b", "https://po.co/uk/b"}, leads, []string{"error duplicate-key"}},
		{"question mark", "nginx", []string{"https://po.co/uk/a%3Fgid=1"}, leads, []string{"error ambiguous-key"}},
		{"line feed", "nginx", []string{"https://po.co/uk/a%0Ab"}, leads, []string{"error control-character"}},
		{"line feed", "netlify", []string{"https://po.co/uk/a%0Ab"}, leads, []string{"error control-character"}},
		{"no UTF-8", "caddy", []string{"https://po.co/uk/%FF"}, leads, []string{"error control-character"}},
		{"long", "nginx", []string{"https://po.co/uk/" + long[:4080]}, leads, nil},
		{"too long", "nginx", []string{"https://po.co/uk/" + long[:4090]}, leads, []string{"error key-too-long"}},
		{"too long", "apache", []string{"https://po.co/uk/" + long[:1000]}, leads, []string{"error key-too-long"}},
		{"braces", "caddy", []string{"https://po.co/uk/{a}"}, leads, []string{"error braces"}},
		{"braces", "nginx", []string{"https://po.co/uk/{a}"}, leads, nil},
		{"placeholder", "netlify", []string{"https://po.co/uk/a:b"}, leads, []string{"warning placeholder"}},
		{"no address", "nginx", []string{"https://po.co/uk/a"}, "301 https://www.mi.com/%zz", []string{"error bad-target"}},
		{"no web address", "apache", []string{"https://po.co/uk/a"}, "301 ftp://mi.com/", []string{"error bad-target"}},
		{"long target", "nginx", []string{"https://po.co/uk/a"}, "301 https://www.mi.com/" + long[:4074], nil},
		{"too long target", "nginx", []string{"https://po.co/uk/a"}, "301 https://www.mi.com/" + long[:4075], []string{"error target-too-long"}},
		{"see other", "nginx", []string{"https://po.co/uk/a"}, "303 https://www.mi.com/uk/", nil},
		{"see other", "cloudflare", []string{"https://po.co/uk/a"}, "303 https://www.mi.com/uk/", []string{"error status", "info quota"}},
		{"gone", "netlify", []string{"https://po.co/uk/a"}, gone, []string{"info gone-needs-page"}},
		{"gone", "cloudflare", []string{"https://po.co/uk/a"}, gone, []string{"info quota", "warning gone-left-out"}},
		{"parameter", "cloudflare", []string{"https://po.co/uk/a?gid=1"}, leads, []string{"info quota", "warning parameter-left-out"}},
		{"parameter", "nginx", []string{"https://po.co/uk/a?gid=1", "https://po.co/uk/a"}, leads, nil},
	} {
		t.Run(tt.format+" "+tt.name, func(t *testing.T) {
			status, to, _ := strings.Cut(tt.answer, " ")
			code, err := strconv.Atoi(status)
			if err != nil {
				t.Fatal(err)
			}
			var existing []redirect.Existing
			for i, from := range tt.from {
				existing = append(existing, redirect.Existing{From: from, To: to, Status: code, Place: fmt.Sprintf("old:%d", i+1)})
			}
			f, _ := format.Find(tt.format)
			var got []string
			for _, x := range f.Check(mapOf(existing)) {
				got = append(got, string(x.Level)+" "+x.ID)
				if x.ID == "duplicate-key" && !strings.Contains(x.Evidence, "old:1 and old:2") && !strings.Contains(x.Evidence, "old:2 and old:1") {
					t.Errorf("it does not name both lines: %s", x.Evidence)
				}
			}
			slices.Sort(got)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("-want +found:\n%s", d)
			}
		})
	}
	nginx, _ := format.Find("nginx")
	got := nginx.Check(mapOf([]redirect.Existing{{From: "https://po.co/uk/A", Status: 410}, {From: "https://po.co/uk/a", Status: 410}}))
	want := []redirect.Finding{{
		ID: "duplicate-key", Level: redirect.Fault, Address: "https://po.co/uk/a",
		Evidence: "nginx cannot tell it from https://po.co/uk/A (its maps do not look at case, decode the path and take // for /)",
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("of no file (-want +found):\n%s", d)
	}
}

func TestNames(t *testing.T) {
	if got, want := format.Names(), []string{"nginx", "apache", "caddy", "netlify", "cloudflare", "csv"}; !slices.Equal(got, want) {
		t.Errorf("formats %q, want %q", got, want)
	}
	if f, ok := format.Find("lighttpd"); ok || f.Name != "" {
		t.Errorf("a format that there is not is found: %+v", f)
	}
}

// fullDisk is a file of which nothing more can be written.
type fullDisk struct{}

var errFull = errors.New("no space left")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteToAFullDisk(t *testing.T) {
	m := mapOf([]redirect.Existing{{From: "https://po.co/uk/a", To: "https://www.mi.com/uk/", Status: 301}})
	for _, f := range format.All() {
		if err := f.Write(fullDisk{}, m); !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want the error of the disk", f.Name, err)
		}
	}
}

// TestMany: how many rules a format is for is told.
func TestMany(t *testing.T) {
	existing := make([]redirect.Existing, 10_001)
	for i := range existing {
		existing[i] = redirect.Existing{From: fmt.Sprintf("https://po.co/uk/%d", i), To: "https://www.mi.com/uk/", Status: 301, Place: "old:1"}
	}
	m := mapOf(existing)
	for name, want := range map[string]string{"netlify": "20002 lines: _redirects", "caddy": "more than 10,000 rules", "cloudflare": "40004 lines: enough for the plan Business"} {
		f, _ := format.Find(name)
		if all := f.Check(m); !slices.ContainsFunc(all, func(x redirect.Finding) bool { return strings.Contains(x.Evidence, want) }) {
			t.Errorf("%s: %v", name, all)
		}
	}
}

// TestRead: what is taken from each kind of file that may be in place, and what is left alone and why; the files' .want says
// it line by line.
func TestRead(t *testing.T) {
	files, err := filepath.Glob("testdata/read/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, ".want") {
			continue
		}
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			read, err := format.Read(bytes.NewReader(data), "f", "www.po.co")
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			fmt.Fprintln(&got, read.Format)
			for _, e := range read.Existing {
				fmt.Fprintln(&got, e.Place, e.From, e.Status, e.To)
			}
			for _, u := range read.Unread {
				fmt.Fprintf(&got, "%s left alone (%s): %s\n", u.Place, u.Why, u.Text)
			}
			if *update {
				if err := os.WriteFile(name+".want", []byte(got.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got.String()); d != "" {
				t.Errorf("-want +read:\n%s", d)
			}
		})
	}
}

// TestReadWrong: a file that is none is an error that says so.
func TestReadWrong(t *testing.T) {
	for _, tt := range []struct{ name, text, host, want string }{
		{"prose", "Dear team,\nplease redirect our shop.\n", "", "recognized"},
		{"no host", "Redirect from,Redirect to\n/a,https://www.mi.com/\n", "", "name no host: /a"},
		{"binary", "PK\x03\x04\x00\x00", "", "no text in UTF-8"},
		{"one column", "www.po.co/uk/a\nwww.po.co/uk/b\n", "", "recognized"},
		{"bad quotes from the beginning on", "\"www.po.co/uk/a,https://www.mi.com/\n", "", "recognized"},
		{"bad quotes behind", "www.po.co/uk/a,https://www.mi.com/uk/\n\"www.po.co/uk/b,https://www.mi.com/uk/\n", "", "recognized"},
		{"too large", strings.Repeat("/uk/a https://www.mi.com/\n", 3<<20), "", "f: more than the 64 MiB that a file of redirects may have"},
		{"bad quotes", "Old Url,New Url\n\"a,b\n", "", "recognized"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := format.Read(strings.NewReader(tt.text), "f", tt.host)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("err = %v, want one with %q", err, tt.want)
			}
		})
	}
	torn := errors.New("torn")
	if _, err := format.Read(iotest.ErrReader(torn), "f", ""); !errors.Is(err, torn) || err.Error() != "f: torn" {
		t.Errorf("err = %v, want that of the reader", err)
	}
	read, err := format.Read(strings.NewReader("# nothing yet\n\n"), "f", "")
	if err != nil || len(read.Existing) > 0 {
		t.Errorf("a file of comments: %v, %v", read, err)
	}
}

// TestUnreadLinesAreCut: of a line that is left alone a person needs no more than to know it again, and no half letter.
func TestUnreadLinesAreCut(t *testing.T) {
	line := "/uk/*" + strings.Repeat("é", 300) + ",https://www.mi.com/uk/"
	read, err := format.Read(strings.NewReader("Redirect from,Redirect to\n"+line+"\n"), "f", "po.co")
	if err != nil {
		t.Fatal(err)
	}
	want := []redirect.Unread{{Place: "f:2", Text: "/uk/*" + strings.Repeat("é", 97) + "…", Why: "a wildcard or an expression"}}
	if d := cmp.Diff(want, read.Unread); d != "" {
		t.Errorf("left alone (-want +got):\n%s", d)
	}
}

// FuzzRead: whatever the file is, reading it does not panic, and each redirect in it is one from an address to another or to
// nothing, in a line of the file.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob("testdata/[gr]*/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := format.Read(bytes.NewReader(data), "map", "www.po.co")
		if err != nil {
			return
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		places := map[string]bool{}
		for i := range lines {
			places[fmt.Sprintf("map:%d", i+1)] = true
		}
		for _, e := range read.Existing {
			if _, err := redirect.ParseAddress(e.From); err != nil || !places[e.Place] {
				t.Errorf("%+v: %v", e, err)
			}
			if _, err := redirect.ParseAddress(e.To); (e.To == "") != (e.Status == 410) || e.To != "" && err != nil {
				t.Errorf("%+v: %v", e, err)
			}
		}
		for _, u := range read.Unread {
			if !places[u.Place] || u.Why == "" {
				t.Errorf("%+v", u)
			}
		}
		if m := mapOf(read.Existing); !m.Sums.Closes() {
			t.Errorf("sums do not close: %+v", m.Sums)
		}
	})
}
