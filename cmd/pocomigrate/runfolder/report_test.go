package runfolder_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/crawl"
	"github.com/pocomigrate/pocomigrate/scrape/drift"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

var update = flag.Bool("update", false, "rewrite the golden file")

// reading is what a walk read of a shop: so many pages of products, of which some state a price.
func reading(pages, priced int) *drift.Reading {
	var r drift.Reading
	for i := range pages {
		f := drift.Finding{Layout: "product-page", Fields: []site.Field{site.Name}}
		if i < priced {
			f.Fields = append(f.Fields, site.Price)
		}
		r.Page(site.ProductPage, true, []drift.Finding{f})
	}
	return &r
}

// rich returns a snapshot in which everything occurs that a report counts.
func rich() *runfolder.Contents {
	unknown := func(word string) catalog.Issue {
		return catalog.Issue{Code: "unknown_color", Field: "color", Text: "no table has it", Values: []string{word}}
	}
	full := phone("po.co/uk", "", "c75", "1")
	full.Model, full.RAM, full.Storage, full.Color, full.ImageLink = "POCO C75", 8, 256, "black", "https://x/c75.png"
	full.Specs.BatteryMAh = 5160
	full.Offers = []catalog.Offer{{Availability: catalog.InStock}, {Price: &catalog.Money{Amount: 9900, Currency: "GBP"}}}
	full.Issues = []catalog.Issue{unknown("noir"), {Code: "price_conflict", Field: "price", Text: "two prices"}}
	poor := phone("po.co/uk", "", "c75", "2")
	poor.Offers = []catalog.Offer{{Availability: catalog.InStock}}
	poor.Issues = []catalog.Issue{unknown("noir"), unknown("rouge")}
	return &runfolder.Contents{
		Variants: []catalog.Variant{full, poor, phone("app", "in", "c75", "1"), phone("app", "uk", "c75", "1")},
		Mappings: []mapping.Mapping{
			{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "9", Status: mapping.Matched},
			{Source: "po.co/uk", SourceID: "item:2", Target: "mi.com/uk", Status: mapping.NeedsReview},
			{Source: "app", Market: "in", SourceID: "item:1", Target: "mi.com/in", Status: mapping.NeedsReview, Ruling: mapping.NotSold},
		},
		Coverage: []catalog.Coverage{
			page("po.co/uk", "", "c75", "https://po.co/uk/c75", catalog.Found),
			page("po.co/uk", "", "f6", "https://po.co/uk/f6", catalog.Gone),
			page("app", "in", "c75", "https://app/in/c75", catalog.Unknown),
			page("closed.example", "", "", "https://closed.example/", catalog.Gone),
		},
	}
}

// TestReportDocument: the report of a walk is the document that other programs read, key for key.
func TestReportDocument(t *testing.T) {
	dir, c := t.TempDir(), rich()
	walk := runfolder.NewWalk(&crawl.Catch{
		Foreign: []string{"https://elsewhere.example/"},
		Damaged: []*scrape.DamagedError{{Archive: "a.warc.gz", Record: "17", What: "record ends early"}},
		Readings: map[catalog.ShopID]*drift.Reading{
			"po.co/uk": reading(200, 3), "app": reading(2, 2),
		},
	}, c, nil, false)
	last := &runfolder.Report{Shops: []runfolder.ShopReport{
		{Shop: "po.co/uk", Reading: reading(200, 198)}, {Shop: "closed.example", Reading: reading(1, 1), Drift: &drift.Comparison{Note: "of the last run"}},
	}}
	if err := runfolder.NewReport(c, walk, last).Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, runfolder.ReportFile))
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/report.json"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestReportWithoutWalk: what only the walk knew is carried over from the report that stands in the folder, shop by shop.
func TestReportWithoutWalk(t *testing.T) {
	c := rich()
	fresh := runfolder.NewReport(c, nil, nil)
	if fresh.Foreign != 0 || fresh.Damaged == nil || fresh.Drift == nil || fresh.Shops[0].Reading != nil {
		t.Errorf("of no walk something is known, or its lists are absent: %+v", fresh)
	}
	last := &runfolder.Report{
		Foreign: 3, Damaged: []string{"a.warc.gz: record ends early"}, Drift: []runfolder.DriftWarning{{Shop: "po.co/uk", Text: "price fell"}},
		Shops: []runfolder.ShopReport{
			{Shop: "po.co/uk", Products: 99, Reading: reading(2, 1), Drift: &drift.Comparison{Note: drift.NoLastTime}},
			{Shop: "mi.com/uk", Reading: reading(1, 1)},
		},
	}
	want := runfolder.NewReport(c, nil, nil)
	want.Foreign, want.Damaged, want.Drift = last.Foreign, last.Damaged, last.Drift
	want.Next = []string{want.Next[0], "look at the pages of which less was read than last time, and mend their layouts; 'pocomigrate shops check' says which selector", want.Next[1], want.Next[2]}
	for i := range want.Shops {
		if want.Shops[i].Shop == "po.co/uk" {
			want.Shops[i].Reading, want.Shops[i].Drift = last.Shops[0].Reading, last.Shops[0].Drift
		}
	}
	if d := cmp.Diff(want, runfolder.NewReport(c, nil, last)); d != "" {
		t.Errorf("report (-want +got):\n%s", d)
	}
	if got := runfolder.NewReport(c, nil, &runfolder.Report{}); got.Damaged == nil || got.Drift == nil {
		t.Error("an older report without lists takes them away")
	}
}

// TestNext: what is to be done is said in the order of its urgency, and that there is nothing.
func TestNext(t *testing.T) {
	const capture = "capture the unknown pages again, or name another archive with --from"
	open := mapping.Mapping{Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", Status: mapping.NeedsReview}
	doubted := phone("po.co/uk", "", "c75", "1")
	doubted.Issues = []catalog.Issue{{Code: "unknown_color"}}
	for _, tt := range []struct {
		name string
		c    runfolder.Contents
		walk *runfolder.Walk
		want []string
	}{
		{"nothing", runfolder.Contents{}, nil, []string{"nothing is open: compare with the snapshot before, using 'pocomigrate diff'"}},
		{"a page is unknown", runfolder.Contents{Coverage: []catalog.Coverage{page("po.co/uk", "", "", "https://po.co/uk", catalog.Unknown)}}, nil, []string{capture}},
		{
			"a capture is damaged",
			runfolder.Contents{},
			&runfolder.Walk{Catch: &crawl.Catch{Damaged: []*scrape.DamagedError{{Archive: "a.warc", What: "torn"}}}},
			[]string{capture},
		},
		{"one is undecided", runfolder.Contents{Mappings: []mapping.Mapping{open}}, nil, []string{"open the workbook and decide the 1 row of sheet Review"}},
		{"two are", runfolder.Contents{Mappings: []mapping.Mapping{open, open}}, nil, []string{"open the workbook and decide the 2 rows of sheet Review"}},
		{"a doubt", runfolder.Contents{Variants: []catalog.Variant{doubted}}, nil, []string{"look at sheet Issues; words that we do not know can be added with --data"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, runfolder.NewReport(&tt.c, tt.walk, nil).Next); d != "" {
				t.Errorf("next (-want +got):\n%s", d)
			}
		})
	}
}

// TestWatch: each walk is held against the last whole one of the shop, and what was not walked, or in part, keeps that.
func TestWatch(t *testing.T) {
	c := &runfolder.Contents{Coverage: []catalog.Coverage{page("po.co/uk", "", "", "https://po.co/uk", catalog.Found)}}
	now, last := reading(200, 3), reading(200, 198)
	fallen := drift.Compare(*now, *last, drift.Values{})
	for _, tt := range []struct {
		name         string
		now, last    *drift.Reading
		some         bool
		want         *drift.Reading
		drift        *drift.Comparison
		warnedFields []string
	}{
		{"not walked", nil, last, false, last, nil, nil},
		{"walked in part", now, last, true, last, &drift.Comparison{Note: "not compared: the run kept to some products"}, nil},
		{"for the first time", now, nil, false, now, &drift.Comparison{Note: drift.NoLastTime}, nil},
		{"again", now, last, false, now, &drift.Comparison{Lines: fallen}, []string{"price"}},
		{"as before", last, last, false, last, &drift.Comparison{Lines: drift.Compare(*last, *last, drift.Values{})}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			catch := &crawl.Catch{Readings: map[catalog.ShopID]*drift.Reading{}}
			if tt.now != nil {
				catch.Readings["po.co/uk"] = tt.now
			}
			before := &runfolder.Report{Shops: []runfolder.ShopReport{{Shop: "mi.com/uk"}, {Shop: "po.co/uk", Reading: tt.last}}}
			r := runfolder.NewReport(c, &runfolder.Walk{Catch: catch, Some: tt.some}, before)
			if d := cmp.Diff(tt.want, r.Shops[0].Reading); d != "" {
				t.Errorf("reading (-want +got):\n%s", d)
			}
			if d := cmp.Diff(tt.drift, r.Shops[0].Drift); d != "" {
				t.Errorf("drift (-want +got):\n%s", d)
			}
			var fields []string
			for _, w := range r.Drift {
				if w.Shop != "po.co/uk" || w.Measure != drift.Hits || w.Kind != site.ProductPage || len(w.Layouts) != 1 || !strings.Contains(w.Text, "product-page has probably changed") {
					t.Errorf("warning %+v", w)
				}
				fields = append(fields, w.Field)
			}
			if d := cmp.Diff(tt.warnedFields, fields); d != "" {
				t.Errorf("warned of (-want +got):\n%s", d)
			}
		})
	}
	if got := (*runfolder.Report)(nil).Reading("po.co/uk"); got != nil {
		t.Errorf("no report knows of a reading: %v", got)
	}
	if got := runfolder.NewReport(c, &runfolder.Walk{Catch: &crawl.Catch{}}, nil).Reading("mi.com/uk"); got != nil {
		t.Errorf("a shop that no report tells of has a reading: %v", got)
	}
}

// TestValuesThatChanged: what a walk reads of variants that the folder holds is held against that; what our own tables decide only
// where they are the same.
func TestValuesThatChanged(t *testing.T) {
	variants := func(title, model string) []catalog.Variant {
		var out []catalog.Variant
		for _, n := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
			v := phone("po.co/uk", "", "c75", n)
			v.Title, v.Model = title, model
			out = append(out, v)
		}
		return out
	}
	contents := func(tables, title, model string) *runfolder.Contents {
		c := &runfolder.Contents{Variants: variants(title, model), Coverage: []catalog.Coverage{page("po.co/uk", "", "", "https://po.co/uk", catalog.Found)}}
		c.Manifest.Vocabularies = map[string]string{"models.csv": tables}
		return c
	}
	last := &runfolder.Report{Shops: []runfolder.ShopReport{{Shop: "po.co/uk", Reading: reading(9, 9)}}}
	for _, tt := range []struct {
		name   string
		before *runfolder.Contents
		want   []string
	}{
		{"the same tables", contents("a", "POCO M6", "POCO M6"), []string{"model", "title"}},
		{"other tables", contents("b", "POCO M6", "POCO M6"), []string{"title"}},
		{"the same words", contents("b", "POCO C75", "POCO M6"), nil},
		{"nothing before", nil, nil},
		{"other variants", &runfolder.Contents{Variants: []catalog.Variant{phone("po.co/uk", "", "c75", "10")}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := contents("a", "POCO C75", "POCO C75")
			c.Variants = append(c.Variants, phone("mi.com/uk", "", "c75", "1")) // of a shop that was not walked
			c.Variants[0].Issues = []catalog.Issue{{Code: "color_conflict"}, {Code: "unknown_color", Field: "color"}}
			catch := &crawl.Catch{Readings: map[catalog.ShopID]*drift.Reading{"po.co/uk": reading(9, 9)}}
			r := runfolder.NewReport(c, runfolder.NewWalk(catch, c, tt.before, false), last)
			var fields []string
			for _, w := range r.Drift {
				fields = append(fields, w.Field)
			}
			if d := cmp.Diff(tt.want, fields); d != "" {
				t.Errorf("warned of (-want +got):\n%s", d)
			}
			got := catch.Readings["po.co/uk"]
			if d := cmp.Diff(map[string]int{"color": 1}, got.Disagree); d != "" || got.Variants != 9 {
				t.Errorf("of %d variants sources disagree about (-want +got):\n%s", got.Variants, d)
			}
		})
	}
}

// TestReadReport: a report that cannot be read is an error that says who writes it anew.
func TestReadReport(t *testing.T) {
	name := filepath.Join(t.TempDir(), runfolder.ReportFile)
	if err := os.WriteFile(name, []byte(`{"schema":1,`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := runfolder.ReadReport(name)
	if err == nil || !strings.HasPrefix(err.Error(), name+": ") || hint.Of(err) != "'pocomigrate scrape' writes it anew" {
		t.Errorf("error %v, hint %q", err, hint.Of(err))
	}
	if r, err := runfolder.ReadReport(filepath.Dir(name)); r != nil || err == nil || hint.Of(err) != "" {
		t.Errorf("a folder in the file's place: %v, %v, though no run can write there", r, err)
	}
}
