package review_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// dump writes a book out as text, a cell a line, empty ones left out.
func dump(b table.Book) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s by %s, %s, as of %s\n", b.Title, b.Author, b.Identifier, b.AsOf.Format("2006-01-02"))
	for _, s := range b.Sheets {
		fmt.Fprintf(&out, "\n=== %s\n", s.Name)
		for _, line := range append([]string{s.Heading}, s.Notes...) {
			if line != "" {
				fmt.Fprintln(&out, line)
			}
		}
		rows := rowsOf(s)
		if s.Totals != nil {
			rows = append(slices.Clone(rows), s.Totals)
		}
		for i, row := range rows {
			fmt.Fprintf(&out, "--- %d\n", i+1)
			for j, c := range row {
				if c.Kind == table.Link {
					fmt.Fprintf(&out, "%s: [%s] %s\n", s.Columns[j].Header, c.Text, c)
				} else if c.Kind != table.Empty {
					fmt.Fprintf(&out, "%s: %s\n", s.Columns[j].Header, c)
				}
			}
		}
	}
	return out.String()
}

// rowsOf returns the rows of a sheet, held or streamed.
func rowsOf(s table.Sheet) [][]table.Cell {
	var out [][]table.Cell
	for row := range s.All() {
		out = append(out, slices.Clone(row))
	}
	return out
}

func TestBook(t *testing.T) {
	b := review.Book(sample())
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	got := dump(b)
	golden := filepath.Join("testdata", "book.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the book differs from %s; look at it and run with -update (-want +got):\n%s", golden, diff)
	}
}

func TestBookIgnoresOrder(t *testing.T) {
	want := dump(review.Book(sample()))
	in := sample()
	slices.Reverse(in.Variants)
	slices.Reverse(in.Mappings)
	slices.Reverse(in.Provenance)
	slices.Reverse(in.Coverage)
	first := in.Variants[0].Key
	if diff := cmp.Diff(want, dump(review.Book(in))); diff != "" {
		t.Error(diff)
	}
	if in.Variants[0].Key != first {
		t.Error("Book sorted its caller's slice")
	}
}

func TestBookOfNothing(t *testing.T) {
	b := review.Book(review.Input{})
	if err := b.Check(); err != nil {
		t.Error(err)
	}
	want := []string{"Read me", "Summary", "Patterns", "Review", "Matched", "Unmapped", "New on mi.com", "Catalogue", "Changes", "Issues", "Words", "Lists"}
	if diff := cmp.Diff(want, b.Names()); diff != "" {
		t.Error(diff)
	}
	if s, _ := b.Sheet("Issues"); !slices.Equal(s.Notes, []string{"No value needs a second look, and no page is unknown."}) {
		t.Errorf("the sheet Issues says %q", s.Notes)
	}
}

// TestVariantsAreFoundByAnyIdentity: a mapping may name a variant by another identity than its key does.
func TestVariantsAreFoundByAnyIdentity(t *testing.T) {
	in := sample()
	in.Variants[1].Identities = append(in.Variants[1].Identities, "opt:poco-c75|8gb+256gb|gold")
	in.Mappings = []mapping.Mapping{{Source: oldUK, SourceID: "opt:poco-c75|8gb+256gb|gold", Target: newUK, Status: mapping.Unmapped}}
	s, _ := review.Book(in).Sheet(review.SheetReview)
	if got := column(t, s, "Old title"); !slices.Equal(got, []string{"POCO C75 · 8/256 · Gold"}) {
		t.Errorf("the row shows %q", got)
	}
}

func TestBookWithoutDigitsShowsNoPrice(t *testing.T) {
	in := sample()
	in.Digits = nil
	for _, s := range review.Book(in).Sheets {
		for row := range s.All() {
			for _, c := range row {
				if c.Kind == table.Money {
					t.Fatalf("sheet %q shows %s though nobody says how many digits are minor ones", s.Name, c)
				}
			}
		}
	}
}

// TestCatalogueShowsSpecs: what a shop's table says stands under its unit, and an empty cell where it says nothing.
func TestCatalogueShowsSpecs(t *testing.T) {
	b := review.Book(review.Input{Variants: []catalog.Variant{
		{Key: "po.co/uk#item:1", Title: "A", Specs: catalog.Specs{DisplayIn: 6.7, RefreshHz: 120, WeightG: 186.5}},
		{Key: "po.co/uk#item:2", Title: "B"},
	}})
	s, ok := b.Sheet(review.SheetCatalogue)
	rows := rowsOf(s)
	if !ok || len(rows) != 2 {
		t.Fatalf("the catalogue has rows %v", rows)
	}
	for header, want := range map[string]string{"Display (in)": "6.70", "Refresh (Hz)": "120", "Weight (g)": "186.5"} {
		i := s.Index(header)
		if i < 0 {
			t.Fatalf("no column %q", header)
		}
		if got, none := rows[0][i].String(), rows[1][i].String(); got != want || none != "" {
			t.Errorf("%s: %q and %q, want %q and an empty cell", header, got, none, want)
		}
	}
}

// keys returns the row ids of a sheet.
func keys(t *testing.T, b table.Book, sheet string) []string {
	t.Helper()
	s, ok := b.Sheet(sheet)
	if !ok {
		t.Fatalf("no sheet %q", sheet)
	}
	var out []string
	for row := range s.All() {
		out = append(out, row[s.Index("Row id")].Text)
	}
	return out
}

// TestWhereRowsStand says on which sheets a mapping is found.
func TestWhereRowsStand(t *testing.T) {
	tests := []struct {
		name   string
		status mapping.Status
		ruling mapping.Ruling
		flags  []mapping.Flag
		want   string
	}{
		{"matched", mapping.Matched, "", nil, "Matched"},
		{"sold twice", mapping.Matched, "", []mapping.Flag{"sold_twice"}, "Review Matched"},
		{"a flag that asks nothing", mapping.Matched, "", []mapping.Flag{"some_other_flag"}, "Matched"},
		{"sold twice, ruled", mapping.Matched, mapping.Accepted, []mapping.Flag{"sold_twice"}, "Matched"},
		{"doubtful", mapping.NeedsReview, "", nil, "Review"},
		{"doubtful, accepted", mapping.NeedsReview, mapping.Accepted, nil, "Matched"},
		{"doubtful, rejected", mapping.NeedsReview, mapping.Rejected, nil, "Review"},
		{"doubtful, deferred", mapping.NeedsReview, mapping.Deferred, nil, "Review"},
		{"doubtful, not sold", mapping.NeedsReview, mapping.NotSold, nil, "Unmapped"},
		{"product only", mapping.ProductOnly, "", nil, "Review"},
		{"product only, ruled so", mapping.ProductOnly, mapping.RuledProduct, nil, "Matched"},
		{"unmapped", mapping.Unmapped, "", nil, "Review Unmapped"},
		{"unmapped, ruled so", mapping.Unmapped, mapping.NotSold, nil, "Unmapped"},
		{"unmapped, reassigned", mapping.Unmapped, mapping.Reassigned, nil, "Matched"},
		{"matched, rejected", mapping.Matched, mapping.Rejected, nil, "Review Matched"},
		{"reassigned to a SKU that is not there", mapping.Matched, mapping.Reassigned, []mapping.Flag{"ruled_target_missing"}, "Review Matched"},
		{"accepted, then a ruling nobody can place", mapping.Matched, mapping.Accepted, []mapping.Flag{"ruling_ambiguous"}, "Review Matched"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := mapping.Mapping{Source: oldUK, SourceID: "item:1", Target: newUK, TargetID: "2", Status: tt.status, Ruling: tt.ruling, Flags: tt.flags}
			b := review.Book(review.Input{Mappings: []mapping.Mapping{m}})
			var on []string
			for _, sheet := range []string{"Review", "Matched", "Unmapped"} {
				if slices.Contains(keys(t, b, sheet), "po.co/uk#item:1") {
					on = append(on, sheet)
				}
			}
			if got := strings.Join(on, " "); got != tt.want {
				t.Errorf("stands on %q, want %q", got, tt.want)
			}
		})
	}
}

// TestAcceptingThatNothingIsThere: who accepts an empty proposal says what not_sold says.
func TestAcceptingThatNothingIsThere(t *testing.T) {
	m := mapping.Mapping{Source: oldUK, SourceID: "item:1", Target: newUK, Status: mapping.Unmapped, Ruling: mapping.Accepted}
	b := review.Book(review.Input{Mappings: []mapping.Mapping{m}})
	if on := len(keys(t, b, "Unmapped")); on != 1 || len(keys(t, b, "Review")) != 0 || len(keys(t, b, "Matched")) != 0 {
		t.Errorf("the variant stands %d times on Unmapped, or elsewhere", on)
	}
}

// line returns the cells of a sheet's row for a shop, as text below their headers.
func line(t *testing.T, s table.Sheet, shop string) map[string]string {
	t.Helper()
	at := max(s.Index("Shop"), s.Index("Old shop"))
	for row := range s.All() {
		if row[at].Text == shop {
			out := map[string]string{}
			for i, c := range row {
				out[s.Columns[i].Header] = c.String()
			}
			return out
		}
	}
	t.Fatalf("sheet %q has no row %q", s.Name, shop)
	return nil
}

// TestSummaryOfOneSideAlone: a shop is old or new by what the mappings say, and neither where they are silent.
func TestSummaryOfOneSideAlone(t *testing.T) {
	in := sample()
	in.Mappings = []mapping.Mapping{{Source: oldUK, SourceID: "item:1", Status: mapping.Unmapped, Reason: "no route leads on"}}
	s, _ := review.Book(in).Sheet("Summary")
	if got := line(t, s, "mi.com/uk"); got["Side"] != "" || got["Matched"] != "" || got["New"] != "" || got["Variants"] != "2" {
		t.Errorf("a shop that no mapping speaks of: %v", got)
	}
	if got := line(t, s, "po.co/uk"); got["Side"] != "old" || got["Unmapped"] != "1" || got["New"] != "" {
		t.Errorf("the old shop: %v", got)
	}
	if len(s.Rows) != 4 {
		t.Errorf("%d rows for the 4 shops of the sample", len(s.Rows))
	}
}

// TestSummaryCloses adds up the statuses of each shop.
func TestSummaryCloses(t *testing.T) {
	in := sample()
	in.Mappings = slices.DeleteFunc(in.Mappings, func(m mapping.Mapping) bool { return m.TargetID == "4231509999" })
	s, _ := review.Book(in).Sheet("Summary")
	for _, row := range append(s.Rows, s.Totals) {
		sum := int64(0)
		for _, header := range []string{"Matched", "Review", "Product only", "Unmapped", "New", "Not new"} {
			sum += row[s.Index(header)].Int
		}
		if all := row[s.Index("Variants")].Int; all == 0 || sum != all {
			t.Errorf("%s: statuses add up to %d of %d variants", row[0].Text, sum, all)
		}
	}
}

// TestTitle says which words are added to the shop's own.
func TestTitle(t *testing.T) {
	tests := []struct {
		v    catalog.Variant
		want string
	}{
		{catalog.Variant{Title: "POCO C75 8GB+256GB Gold", RAM: 8, Storage: 256, ColorLabel: "Gold"}, "POCO C75 8GB+256GB Gold"},
		{catalog.Variant{Title: "POCO F6 Pro 16 GB + 1 TB", RAM: 16, Storage: 1024, ColorLabel: "Black"}, "POCO F6 Pro 16 GB + 1 TB · Black"},
		{catalog.Variant{Title: "POCO M6 4G", RAM: 4, Storage: 64}, "POCO M6 4G · 4/64"},
		{catalog.Variant{Title: "Redmi Buds 5", ColorLabel: "Red"}, "Redmi Buds 5 · Red"},
		{catalog.Variant{Title: "POCO X6 Pro", Bundle: []string{"Redmi Buds 5"}}, "POCO X6 Pro · Redmi Buds 5"},
	}
	for _, tt := range tests {
		tt.v.Key, tt.v.Shop = "po.co/uk#item:1", oldUK
		b := review.Book(review.Input{
			Variants: []catalog.Variant{tt.v},
			Mappings: []mapping.Mapping{{Source: oldUK, SourceID: "item:1", Target: newUK, Status: mapping.Unmapped}},
		})
		s, _ := b.Sheet("Review")
		if got := line(t, s, "po.co/uk")["Old title"]; got != tt.want {
			t.Errorf("old title = %q, want %q", got, tt.want)
		}
	}
}

// TestNothingReadsAsCertain looks at a proposal that a person overruled and that the matcher was sure of.
func TestNothingReadsAsCertain(t *testing.T) {
	m := mapping.Mapping{
		Source: oldUK, SourceID: "item:1", Target: newUK, TargetID: "77", Status: mapping.Matched, Ruling: mapping.Reassigned,
		Flags: []mapping.Flag{"ruled_target_missing"}, RunnerUp: &mapping.Candidate{TargetID: "2", Title: "POCO C75", Score: 0.9999, Reason: "proposed, but ruled otherwise"},
	}
	s, _ := review.Book(review.Input{Mappings: []mapping.Mapping{m}}).Sheet("Review")
	got := line(t, s, "po.co/uk")
	if want := "POCO C75, 99.9%: proposed, but ruled otherwise"; got["Runner-up and why not"] != want {
		t.Errorf("runner-up = %q, want %q", got["Runner-up and why not"], want)
	}
	if got["Score"] != "" {
		t.Errorf("a target that nobody could weigh has the score %s", got["Score"])
	}
}

func TestReviewOrder(t *testing.T) {
	row := func(id string, status mapping.Status, score mapping.Score) mapping.Mapping {
		return mapping.Mapping{Source: oldUK, SourceID: catalog.ItemIdentity(id), Target: newUK, Status: status, Score: score, Flags: []mapping.Flag{"sold_twice"}}
	}
	b := review.Book(review.Input{Mappings: []mapping.Mapping{
		row("1", mapping.Matched, 0.99), row("2", mapping.Unmapped, 0), row("3", mapping.ProductOnly, 0.4), row("4", mapping.NeedsReview, 0.8),
		row("5", mapping.NeedsReview, 0.6), row("6", mapping.NeedsReview, 0.6), row("7", mapping.ProductOnly, 0.3),
	}})
	var got []string
	for _, key := range keys(t, b, "Review") {
		got = append(got, strings.TrimPrefix(key, "po.co/uk#item:"))
	}
	if diff := cmp.Diff([]string{"5", "6", "4", "7", "3", "2", "1"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestDecisionsAreOfferedAsRuled(t *testing.T) {
	s, _ := review.Book(review.Input{}).Sheet("Review")
	var want []string
	for _, r := range mapping.Rulings() {
		want = append(want, string(r))
	}
	want = append(want, review.Clear)
	if diff := cmp.Diff(want, s.Columns[s.Index("Decision")].Choices); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"variant", "product"}, s.Columns[s.Index("Scope")].Choices); diff != "" {
		t.Error(diff)
	}
}

// newTitle renames what the new shop in the United Kingdom sells.
func newTitle(in *review.Input, title string) {
	for i := range in.Variants {
		if in.Variants[i].Shop == newUK {
			in.Variants[i].Title = title
		}
	}
}

// TestRowHash says what a reviewer is taken to have seen.
func TestRowHash(t *testing.T) {
	hash := func(change func(*review.Input)) string {
		in := sample()
		in.Mappings = in.Mappings[3:4]
		change(&in)
		s, _ := review.Book(in).Sheet("Review")
		return s.Rows[0][s.Index("Row hash")].Text
	}
	same := hash(func(*review.Input) {})
	if len(same) != 12 || strings.Trim(same, "abcdefghijklmnop") != "" {
		t.Errorf("hash %q is not 12 letters", same)
	}
	for name, tt := range map[string]struct {
		change func(*review.Input)
		stays  bool
	}{
		"another digest":    {func(in *review.Input) { in.Digest = "sha256:0" }, true},
		"another ruling":    {func(in *review.Input) { in.Mappings[0].Ruling = mapping.Deferred }, true},
		"another reason":    {func(in *review.Input) { in.Mappings[0].Reason = "x" }, true},
		"another score":     {func(in *review.Input) { in.Mappings[0].Score = 0.5 }, true},
		"no runner-up":      {func(in *review.Input) { in.Mappings[0].RunnerUp = nil }, true},
		"no evidence":       {func(in *review.Input) { in.Mappings[0].Evidence = nil }, true},
		"no price":          {func(in *review.Input) { in.Variants[3].Offers = nil }, true},
		"another reading":   {func(in *review.Input) { in.Variants[3].Color, in.Variants[3].ColorLabel = "brown", "Bronze" }, true},
		"another SKU":       {func(in *review.Input) { in.Mappings[0].TargetID = "4231500002" }, false},
		"another title":     {func(in *review.Input) { in.Variants[3].Title = "POCO C75" }, false},
		"another option":    {func(in *review.Input) { in.Variants[3].Identities = append(in.Variants[3].Identities, "opt:x|gold") }, false},
		"another old link":  {func(in *review.Input) { in.Variants[3].Link = "https://www.po.co/uk/" }, false},
		"another new title": {func(in *review.Input) { newTitle(in, "POCO C75 NFC") }, false},
	} {
		if got := hash(tt.change); (got == same) != tt.stays {
			t.Errorf("%s: hash %s, was %s; want it to stay: %v", name, got, same, tt.stays)
		}
	}
}

// TestRowHashOfIdentities: in what order a shop states them does not matter.
func TestRowHashOfIdentities(t *testing.T) {
	var hashes []string
	for _, ids := range [][]catalog.Identity{{"item:4101500004", "opt:x|gold"}, {"opt:x|gold", "item:4101500004"}} {
		in := sample()
		in.Variants[3].Identities, in.Mappings = ids, in.Mappings[3:4]
		s, _ := review.Book(in).Sheet("Review")
		hashes = append(hashes, column(t, s, "Row hash")...)
	}
	if len(hashes) != 2 || hashes[0] != hashes[1] {
		t.Errorf("hashes %q, want two that are equal", hashes)
	}
}

// TestReviewShowsTheArgument: the sheet Review holds the bits, the further targets and what would change the answer, and a
// decision does not hang on them: they move with every change of the catalogue.
func TestReviewShowsTheArgument(t *testing.T) {
	in := sample()
	i := slices.IndexFunc(in.Mappings, func(m mapping.Mapping) bool { return m.Status != mapping.Matched && len(m.Evidence) > 0 })
	cells := func() map[string]string {
		sheets := review.Book(in).Sheets
		sheet := sheets[slices.IndexFunc(sheets, func(s table.Sheet) bool { return s.Name == review.SheetReview })]
		out := map[string]string{}
		for _, row := range sheet.Rows {
			if row[sheet.Index("Row id")].Text != in.Mappings[i].LineKey() {
				continue
			}
			for j, c := range row {
				out[sheet.Columns[j].Header] = c.String()
			}
		}
		return out
	}
	before := cells()
	m := &in.Mappings[i]
	m.Evidence = slices.Clone(m.Evidence)
	for j := range m.Evidence {
		m.Evidence[j].Bits = 0
	}
	m.Evidence[0].Bits, m.Evidence[0].Veto = -12, true
	m.Change = "with storage 64 GB it would be another"
	m.Others = []mapping.Candidate{{TargetID: "5", Title: "POCO Z9", Score: 0.0001, Reason: "another generation"}, {TargetID: "6", Title: "POCO Z8", Score: 0.0001}}
	after := cells()
	if !strings.HasSuffix(after["Bits"], " -12.0 (rules it out)") || after["What would change it"] != m.Change ||
		!strings.HasPrefix(after["Also considered"], "POCO Z9, ") || !strings.Contains(after["Also considered"], ": another generation\nPOCO Z8, ") {
		t.Errorf("Bits %q, also considered %q, change %q", after["Bits"], after["Also considered"], after["What would change it"])
	}
	if before["Row hash"] == "" || before["Row hash"] != after["Row hash"] {
		t.Errorf("row hash %q, then %q", before["Row hash"], after["Row hash"])
	}
}
