package review_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// column returns the texts of a column.
func column(t *testing.T, s table.Sheet, header string) []string {
	t.Helper()
	at := s.Index(header)
	if at < 0 {
		t.Fatalf("sheet %q has no column %q", s.Name, header)
	}
	var out []string
	for row := range s.All() {
		out = append(out, row[at].String())
	}
	return out
}

// products is an input with open rows of three old products: one with two variants, two with one.
func products() review.Input {
	var in review.Input
	for _, p := range []struct{ id, slug string }{{"1", "poco-a"}, {"2", "poco-b"}, {"3", "poco-b"}, {"4", "poco-c"}} {
		id := catalog.ItemIdentity(p.id)
		in.Variants = append(in.Variants, catalog.Variant{
			Key: catalog.NewKey(oldUK, "", id), Shop: oldUK, Identities: []catalog.Identity{id}, ItemGroupID: p.slug, Title: p.slug + p.id,
			Link: "https://www.po.co/uk/product/" + p.slug + "/", ImageLink: "https://i.example/" + p.slug + ".png",
		})
		in.Mappings = append(in.Mappings, mapping.Mapping{Source: oldUK, SourceID: id, Target: newUK, Status: mapping.NeedsReview, Score: 0.5})
	}
	in.Mappings[3].Score = 0.1 // poco-c is the most doubtful
	return in
}

// TestWhatSettlesMostComesFirst: an answer with scope product settles all open variants of a product; where clicks are known,
// what was visited most comes before that.
func TestWhatSettlesMostComesFirst(t *testing.T) {
	in := products()
	s, _ := review.Book(in).Sheet(review.SheetReview)
	if diff := cmp.Diff([]string{"poco-b2", "poco-b3", "poco-c4", "poco-a1"}, column(t, s, "Old title")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2", "2", "1", "1"}, column(t, s, "Settles")); diff != "" {
		t.Error(diff)
	}
	if s.Index("Clicks") >= 0 || s.Index("Picture") >= 0 {
		t.Error("there is a column for what is not known")
	}
	in.Clicks = func(address string) (int64, bool) {
		n, known := map[string]int64{"https://www.po.co/uk/product/poco-a/": 900}[address]
		return n, known
	}
	s, _ = review.Book(in).Sheet(review.SheetReview)
	if diff := cmp.Diff([]string{"poco-a1", "poco-b2", "poco-b3", "poco-c4"}, column(t, s, "Old title")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"900", "", "", ""}, column(t, s, "Clicks")); diff != "" {
		t.Error(diff)
	}
}

func TestPicturesStandBesideTheirRows(t *testing.T) {
	in := products()
	in.Image = func(address string) []byte {
		if address == "https://i.example/poco-b.png" {
			return []byte("PNG")
		}
		return nil
	}
	in.Mappings = append(in.Mappings, mapping.Mapping{Source: oldUK, SourceID: "item:9", Target: newUK, Status: mapping.NeedsReview, Evidence: []mapping.Evidence{{Attribute: "color", Level: mapping.Conflict}}}) // the snapshot lacks it
	s, _ := review.Book(in).Sheet(review.SheetReview)
	for _, row := range s.Rows {
		c := row[s.Index("Picture")]
		shown := c.Kind == table.Picture && bytes.Equal(c.Rich.Image, []byte("PNG"))
		if want := strings.HasPrefix(row[s.Index("Old title")].Text, "poco-b"); shown != want {
			t.Errorf("%s has a picture: %v", row[s.Index("Old title")].Text, shown)
		}
	}
}

// TestSKUsToChooseFrom: those of the new shops that rows lead to, each with what it is called.
func TestSKUsToChooseFrom(t *testing.T) {
	in := sample()
	in.Variants[6].Title = "POCO F6 6GB+128GB Black" // people look for a name, so that it stands behind the C75
	b := review.Book(in)
	s, _ := b.Sheet(review.SheetLists)
	want := []string{
		"mi.com/in: 4235500001 · POCO X7 Pro 12GB+256GB · Poco Yellow",
		"mi.com/uk: 4231500002 · POCO C75 8GB+256GB Gold",
		"mi.com/uk: 4231500001 · POCO F6 6GB+128GB Black",
	}
	var got []string
	for row := range s.All() {
		got = append(got, row[0].Text+": "+row[1].Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !s.Hidden {
		t.Error("the lists are in sight")
	}
	reviewed, _ := b.Sheet(review.SheetReview)
	if l := reviewed.Columns[reviewed.Index("SKU")].ChoicesFrom; l == nil || l.By != "New shop" || l.Sheet != s.Name {
		t.Errorf("SKUs are chosen from %+v", l)
	}
}

// TestWhatDiffersStandsOut: in both titles, and where the values are set against each other.
func TestWhatDiffersStandsOut(t *testing.T) {
	in := sample()
	in.Mappings = in.Mappings[3:4]
	in.Mappings[0].Status, in.Mappings[0].TargetID = mapping.NeedsReview, "4231500002"
	s, _ := review.Book(in).Sheet(review.SheetReview)
	marks := func(header string) []string {
		if r := s.Rows[0][s.Index(header)].Rich; r != nil {
			return r.Marks
		}
		return nil
	}
	for header, word := range map[string]string{"Old title": "Bronzé", "Proposed title": "Gold", "What differs": "Bronzé → gold"} {
		if !slices.Contains(marks(header), word) {
			t.Errorf("%s: %q stand out, want %q", header, marks(header), word)
		}
	}
}

// TestNearestSKUDiffers: where only the product is proposed and nothing of it differs, its nearest SKU says what does.
func TestNearestSKUDiffers(t *testing.T) {
	in := sample()
	in.Mappings = in.Mappings[3:4]
	in.Mappings[0].Evidence = nil
	in.Variants[6].Model, in.Variants[7].Model = "", "" // and the page is called by its title, for want of a model
	s, _ := review.Book(in).Sheet(review.SheetReview)
	if diff := cmp.Diff([]string{"nearest SKU: colour differs: Bronzé against gold"}, column(t, s, "What differs")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"POCO C75 6GB+128GB Black (the product's page)"}, column(t, s, "Proposed title")); diff != "" {
		t.Error(diff)
	}
}

func TestChangesSheet(t *testing.T) {
	in := sample()
	notes := func(want string) table.Sheet {
		t.Helper()
		s, _ := review.Book(in).Sheet(review.SheetChanges)
		if len(s.Notes) == 0 || !strings.Contains(s.Notes[0], want) {
			t.Errorf("the sheet says %q, want %q", s.Notes, want)
		}
		return s
	}
	notes("no earlier snapshot")
	in.Changes = &review.Changes{Since: "sha256:0123456789abcdef"}
	notes("Nothing changed since the snapshot 0123456789ab")
	in.Changes.Rows = []review.Change{
		{Level: "info", What: "variant changed", Shop: oldUK, Product: "POCO A", Field: "color", Old: "black", New: "blue"},
		{Level: "error", What: "variant changed", Shop: oldUK, Product: "POCO Z", Field: "price", Old: "199.00 GBP", New: "99.00 GBP", Rule: "price-fell"},
		{Level: "ignore", What: "variant changed", Shop: oldUK, Field: catalog.DetailField + "Water resistance", New: "IP54"},
		{Level: "warning", What: "mapping changed", Shop: newUK, Product: "POCO B", Field: "status", Old: "matched", New: "review"},
	}
	s := notes("4 changes")
	if diff := cmp.Diff([]string{"1 must not pass", "2 look at it", "3 worth knowing", "4 of no weight"}, column(t, s, "How grave")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"price", "status", "colour", "Water resistance"}, column(t, s, "Field")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"99.00 GBP", "review", "blue", "IP54"}, column(t, s, "New value")); diff != "" {
		t.Error(diff)
	}
}

func TestWordsSheet(t *testing.T) {
	in := sample()
	s, _ := review.Book(in).Sheet(review.SheetWords)
	if s.Len() != 0 || !strings.Contains(s.Notes[0], "Every word") {
		t.Errorf("without words the sheet says %q in %d rows", s.Notes, s.Len())
	}
	in.Words = []review.Word{
		{Word: "Bronzé", Table: "colors.csv", Lang: "fr", Count: 1, Example: "po.co/uk#item:4101500004", Row: "Bronzé,fr,,?,po.co/uk"},
		{Word: "=cmd", Table: "features.csv", Count: 7, Example: "po.co/uk#item:4101500001"},
	}
	s, _ = review.Book(in).Sheet(review.SheetWords)
	if !strings.HasPrefix(s.Notes[0], "Words of the shops that no table knows") {
		t.Errorf("with words the sheet says %q", s.Notes)
	}
	if diff := cmp.Diff([]string{"=cmd", "Bronzé"}, column(t, s, "Word")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"POCO C75 · 6/128 · Black", "=POCO C75 8GB+256GB · Bronzé"}, column(t, s, "Example")); diff != "" {
		t.Error(diff)
	}
}

// TestLargeSheetsAreDividedByShop: no row is lost or comes twice, names are those that Excel takes, and it is said.
func TestLargeSheetsAreDividedByShop(t *testing.T) {
	in := review.Input{SheetRows: 3}
	shops := []catalog.ShopID{oldUK, "a-shop-with-a-very-long-name.example/of-a-region", "a-shop-with-a-very-long-name.example/of-another", "it's.example"}
	for i := range 20 {
		shop, id := shops[i%len(shops)], catalog.ItemIdentity(strconv.Itoa(i))
		in.Variants = append(in.Variants, catalog.Variant{
			Key: catalog.NewKey(shop, "", id), Shop: shop, Identities: []catalog.Identity{id}, Title: fmt.Sprint("phone ", i),
			Issues: []catalog.Issue{{Code: "unknown_color"}},
		})
		in.Mappings = append(in.Mappings, mapping.Mapping{Source: shop, SourceID: id, Target: newUK, Status: mapping.Unmapped})
	}
	b := review.Book(in)
	if err := b.Check(); err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{review.SheetReview, review.SheetUnmapped, review.SheetCatalogue, review.SheetIssues} {
		seen, parts := map[string]int{}, 0
		for _, s := range b.Sheets {
			if !strings.HasPrefix(s.Name, base+" (") {
				continue
			}
			parts++
			if s.Len() > in.SheetRows {
				t.Errorf("sheet %q has %d rows", s.Name, s.Len())
			}
			key := "Key"
			if s.Index(key) < 0 {
				key = "Row id"
			}
			for _, k := range column(t, s, key) {
				seen[k]++
			}
		}
		if len(seen) != 20 || parts != 8 {
			t.Errorf("%s: %d rows on %d sheets, want 20 on 8", base, len(seen), parts)
		}
		for k, n := range seen {
			if n != 1 {
				t.Errorf("%s: %s stands there %d times", base, k, n)
			}
		}
		if whole, ok := review.Whole(b, strings.ToLower(base)); !ok || whole.Len() != 20 || len(rowsOf(whole)) != 20 {
			t.Errorf("%s as a whole has %d rows", base, whole.Len())
		}
	}
	said := review.Divided(b)
	if want := `Catalogue has 20 rows and is divided by shop into 8 sheets, the first "Catalogue (a-shop-with-a-very-)"`; !slices.Contains(said, want) {
		t.Errorf("said %q, want %q among it", said, want)
	}
	readMe, _ := b.Sheet(review.SheetReadMe)
	for _, s := range said {
		if !slices.Contains(column(t, readMe, "What it means"), s+".") {
			t.Errorf("Read me does not say %q", s)
		}
	}
	summary, _ := b.Sheet(review.SheetSummary)
	formula := summary.Rows[0][summary.Index("Decided")].Rich.Formula
	if n := strings.Count(formula, "COUNTIFS("); n != 8 {
		t.Errorf("the count of decisions reads %d of 8 sheets: %s", n, formula)
	}
	if !slices.Contains(b.Names(), "Catalogue (it_s.example)") {
		t.Errorf("sheets %q, want one of the shop it's.example in signs that Excel takes", b.Names())
	}
	if s, ok := review.Whole(b, "summary"); !ok || s.Name != review.SheetSummary || s.Len() == 0 {
		t.Errorf("a sheet that was not divided is %q with %d rows, %v", s.Name, s.Len(), ok)
	}
	catalogue, _ := review.Whole(b, review.SheetCatalogue)
	for range catalogue.All() {
		break // nobody is handed a row after that
	}
	if s, ok := review.Whole(b, "nothing"); ok {
		t.Errorf("there is a sheet %q", s.Name)
	}
}

// TestReadMeExplainsEveryWord that can be chosen or met.
func TestReadMeExplainsEveryWord(t *testing.T) {
	s, _ := review.Book(sample()).Sheet(review.SheetReadMe)
	words := column(t, s, "Word")
	for _, r := range mapping.Rulings() {
		if !slices.Contains(words, string(r)) {
			t.Errorf("Read me does not explain the ruling %s", r)
		}
	}
	for _, st := range []mapping.Status{mapping.Matched, mapping.NeedsReview, mapping.ProductOnly, mapping.Unmapped, mapping.New} {
		if !slices.Contains(words, string(st)) {
			t.Errorf("Read me does not explain the status %s", st)
		}
	}
	if !slices.Contains(column(t, s, "What it means"), "sha256:3f9ab21c") {
		t.Error("Read me does not name the snapshot")
	}
}
