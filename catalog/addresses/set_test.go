package addresses_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/catalog/table"
)

func TestFold(t *testing.T) {
	for written, want := range map[string]string{
		"https://po.co/uk/":                   "https://po.co/uk",
		"https://po.co/uk//":                  "https://po.co/uk",
		"https://po.co/":                      "https://po.co",
		"https://po.co/uk/index.html":         "https://po.co/uk",
		"https://po.co/uk/Index.HTM":          "https://po.co/uk",
		"https://po.co/index.php?id=3":        "https://po.co?id=3",
		"https://po.co/uk/index.html/specs":   "https://po.co/uk/index.html/specs",
		"https://po.co/%7euk/poco%2Df6":       "https://po.co/~uk/poco-f6",
		"https://po.co/a%2fb":                 "https://po.co/a%2Fb",
		"https://po.co/é":                     "https://po.co/%C3%A9",
		"https://po.co/%c3%a9":                "https://po.co/%C3%A9",
		"https://po.co/a b":                   "https://po.co/a%20b",
		"https://po.co/100%":                  "https://po.co/100%25",
		"https://po.co/uk/?q=poco%20f6&x=%41": "https://po.co/uk?q=poco%20f6&x=A",
		"https://po.co/UK":                    "https://po.co/UK",
	} {
		got := addresses.Fold(written)
		if got != want {
			t.Errorf("Fold(%q) = %q, want %q", written, got, want)
		}
		if again := addresses.Fold(got); again != got {
			t.Errorf("Fold(%q) = %q, not itself", got, again)
		}
	}
}

func list(t *testing.T, name, text string) *addresses.List {
	t.Helper()
	lists, err := addresses.Read([]byte(text), name, addresses.Options{Canonical: canonical})
	if err != nil {
		t.Fatal(err)
	}
	return lists[0]
}

// TestJoin: ways of writing one address become one row that keeps them all, and the largest share decides what it weighs.
func TestJoin(t *testing.T) {
	console := list(t, "console.csv", "Address,Clicks\nhttps://www.po.co/uk/a/,90\nhttp://po.co/uk/a#top,5\nhttps://www.po.co/uk/b,5\n")
	views := list(t, "views.csv", "Address,Views\nhttps://www.po.co/uk/b,9000\nhttps://www.po.co/uk/a,1000\n")
	links := list(t, "links.csv", "Address,Incoming links\nhttps://www.po.co/uk/a/,792\nhttps://www.po.co/uk/c/index.html,7\nhttps://www.po.co/uk/b,1\n")
	bare := list(t, "plain.txt", "https://www.po.co/uk/d\n")
	again := list(t, "console-copy.csv", "Address,Clicks\nhttps://www.po.co/uk/a/,90\nhttp://po.co/uk/a#top,5\nhttps://www.po.co/uk/b,5\n")
	set := addresses.Join(console, views, links, bare, again)
	want := []addresses.Row{
		{
			Canonical: "https://po.co/uk/a",
			Spellings: []addresses.Spelling{
				{"http://po.co/uk/a#top", "console-copy.csv:3"}, {"https://www.po.co/uk/a", "views.csv:3"}, {"https://www.po.co/uk/a/", "console-copy.csv:2"},
			},
			Counts: []addresses.Count{{"console-copy.csv", addresses.Clicks, 95, 0.95}, {"links.csv", addresses.Links, 792, 0.99}, {"views.csv", addresses.Views, 1000, 0.1}},
		},
		{
			Canonical: "https://po.co/uk/b",
			Spellings: []addresses.Spelling{{"https://www.po.co/uk/b", "console-copy.csv:4"}},
			Counts: []addresses.Count{
				{"console-copy.csv", addresses.Clicks, 5, 0.05}, {"links.csv", addresses.Links, 1, 0.00125}, {"views.csv", addresses.Views, 9000, 0.9},
			},
		},
		{
			Canonical: "https://po.co/uk/c",
			Spellings: []addresses.Spelling{{"https://www.po.co/uk/c/index.html", "links.csv:3"}},
			Counts:    []addresses.Count{{"links.csv", addresses.Links, 7, 0.00875}},
		},
		{Canonical: "https://po.co/uk/d", Spellings: []addresses.Spelling{{"https://www.po.co/uk/d", "plain.txt:1"}}},
	}
	if d := cmp.Diff(want, set.Rows); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"console.csv"}, set.Repeated); d != "" || set.Folded() != 5 {
		t.Errorf("repeated %s, folded %d", d, set.Folded())
	}
	if c, ok := set.Rows[1].Weight(); !ok || c.List != "views.csv" {
		t.Errorf("weight of b is %+v, want the share of views", c)
	}
	if c, ok := set.Rows[0].Weight(); !ok || c.List != "console-copy.csv" {
		t.Errorf("weight of a is %+v, want that of clicks: links stand in for them", c)
	}
	if _, ok := set.Rows[3].Clicks(); ok {
		t.Error("a row of a list without counts states clicks")
	}
}

// TestOrder: the heaviest address stands first, those that nothing counts last, in the order of their names.
func TestOrder(t *testing.T) {
	set := addresses.Join(
		list(t, "a.csv", "Address,Clicks\nhttps://po.co/a,1\nhttps://po.co/b,\nhttps://po.co/d,\nhttps://po.co/y,7\nhttps://po.co/z,9\n"),
		list(t, "b.csv", "Address,Incoming links\nhttps://po.co/c,99\n"),
	)
	var got []string
	for _, r := range set.Rows {
		got = append(got, strings.TrimPrefix(r.Canonical, "https://po.co/"))
	}
	if d := cmp.Diff([]string{"z", "y", "a", "c", "b", "d"}, got); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
}

// TestSheetsTwice: a sheet that was given twice counts once, whatever it is called, and another one is another.
func TestSheetsTwice(t *testing.T) {
	sheet := func(name, address string) *addresses.List {
		l, err := addresses.ReadSheet(table.Sheet{Rows: [][]table.Cell{{table.TextCell(address)}}}, name, addresses.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	set := addresses.Join(sheet("a", "https://po.co/a"), sheet("b", "https://po.co/b"), sheet("c", "https://po.co/a"))
	if d := cmp.Diff([]string{"c"}, set.Repeated); d != "" || len(set.Rows) != 2 {
		t.Errorf("%d rows, repeated (-want +got):\n%s", len(set.Rows), d)
	}
}

// madeUp writes some lists of the same addresses in many spellings, with counts times a scale of their own.
func madeUp(r *rand.Rand, scale func(list int) int64) []string {
	spellings := []string{"https://www.po.co/uk/%d", "http://po.co/uk/%d/", "//po.co/uk/%d/index.html", "https://po.co/uk/%d?utm_source=x", "https://po.co/uk/%%3%d#a", "https://po.co/%d.css"}
	var out []string
	for n := range 4 {
		var b strings.Builder
		b.WriteString("Address,Clicks\n")
		for range r.IntN(40) + 1 {
			address := fmt.Sprintf(spellings[r.IntN(len(spellings))], r.IntN(10))
			count := r.Int64N(1000)
			if r.IntN(5) == 0 {
				fmt.Fprintf(&b, "%s,\n", address)
				continue
			}
			fmt.Fprintf(&b, "%s,%d\n", address, count*scale(n))
		}
		b.WriteString("https://www.po.co/uk/,1\nTotal,77\n(not set),5\n")
		out = append(out, strings.Replace(b.String(), "uk/,1\n", fmt.Sprintf("uk/,%d\n", scale(n)), 1))
	}
	return out
}

// TestJoinProperties: the order of the lists does not matter, a list that counts in thousands weighs as one that counts in
// ones, and nothing that a list counts is lost or counted twice.
func TestJoinProperties(t *testing.T) {
	for seed := range uint64(200) {
		once := func(int) int64 { return 1 }
		read := func(texts []string) []*addresses.List {
			var out []*addresses.List
			for i, text := range texts {
				out = append(out, list(t, fmt.Sprintf("list%d.csv", i), text))
			}
			return out
		}
		lists := read(madeUp(rand.New(rand.NewPCG(seed, 1)), once))
		set := addresses.Join(lists...)
		for _, l := range lists {
			sums(t, l, set)
		}
		entries := 0
		for _, l := range set.Lists {
			entries += len(l.Entries)
		}
		if entries != len(set.Rows)+set.Folded() {
			t.Errorf("seed %d: %d entries, %d rows, %d folded", seed, entries, len(set.Rows), set.Folded())
		}

		slices.Reverse(lists)
		if d := cmp.Diff(set.Rows, addresses.Join(lists...).Rows); d != "" {
			t.Fatalf("seed %d: another order gives other rows:\n%s", seed, d)
		}
		scaled := addresses.Join(read(madeUp(rand.New(rand.NewPCG(seed, 1)), func(list int) int64 { return []int64{1, 1000, 7, 1}[list] }))...)
		if d := cmp.Diff(set.Rows, scaled.Rows, cmpopts.IgnoreFields(addresses.Count{}, "Count")); d != "" {
			t.Fatalf("seed %d: another scale gives other rows:\n%s", seed, d)
		}
	}
}

// sums holds a list to its sums: rows read are entries and ignored ones, and what the entries count is what the rows of
// the set count for the list.
func sums(t *testing.T, l *addresses.List, set *addresses.Set) {
	t.Helper()
	rows := len(l.Entries)
	for _, i := range l.Ignored {
		rows += i.Rows
	}
	var folded int64
	for _, r := range set.Rows {
		for _, c := range r.Counts {
			if c.List == l.Name {
				folded += c.Count
			}
		}
	}
	if rows != l.Rows || folded != l.Total() {
		t.Errorf("%s: %d rows of %d, counts %d of %d", l.Name, rows, l.Rows, folded, l.Total())
	}
}

// FuzzRead: whatever the file, reading ends, its sums close, every address has a host and folding it again changes nothing.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Top pages,Clicks,Impressions,CTR,Position\nhttps://www.po.co/uk/,\"1,204\",7,3%,4.2\n",
		"# a\n\n/uk/;3\n(not set);4\nTotal;7\n", "https://x.y/a,b\n//po.co/%zz?x=%4\n",
		"192.0.2.7 - - [01/Oct/2024:10:00:00 +0200] \"GET /uk/ HTTP/1.1\" 200 5 \"-\" \"-\"\n",
		"date\tcount\tstatus\thost\tpath\n1\t2\t3\ta.b\t/x\n", "\xff\xfeh\x00", "PK\x03\x04", "\x1f\x8b\x08",
	} {
		f.Add([]byte(seed), "www.po.co")
		f.Add([]byte(seed), "")
	}
	f.Fuzz(func(t *testing.T, data []byte, host string) {
		lists, err := addresses.Read(data, "list", addresses.Options{Host: host, Canonical: canonical})
		if err != nil {
			return
		}
		set := addresses.Join(lists...)
		for _, l := range set.Lists {
			sums(t, l, set)
			for _, e := range l.Entries {
				if e.Line < 1 || addresses.Fold(e.Canonical) != e.Canonical || !strings.Contains(e.Address, "//") {
					t.Errorf("entry %+v", e)
				}
			}
		}
	})
}
