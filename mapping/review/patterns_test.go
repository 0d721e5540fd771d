package review_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// TestTakePattern: one ruling becomes a line for each row of the pattern that has none of its own.
func TestTakePattern(t *testing.T) {
	in := sample()
	second := in.Mappings[4]
	second.Source, second.Market, second.SourceID, second.Target = oldUK, "", "item:4101500001", newUK
	in.Mappings[0] = second // two rows of which nothing like them is on the new site
	words := review.PatternOf(second)
	row := "pattern " + words
	pattern := func(name, decision, reviewer string, more ...string) review.File {
		f := fileOf(t, in, name, more...)
		f.Book.Sheets = append(f.Book.Sheets, table.Sheet{Name: "Muster", Rows: [][]table.Cell{
			words4("Pattern", "Rows", "Decision", "Reviewer", "Row id", "Row hash"),
			words4(words, "2", decision, reviewer, row, patternHash(t, in, words)),
		}})
		f.Digest += decision + reviewer
		return f
	}
	none := &ledger.Ledger{}
	all := take(t, in, none, review.Terms{}, pattern("1.xlsx", "not_sold", "Anna"))
	want := "new: 2 rows: 2 take it, 0 have it, 0 have a ruling of their own\nitem:4101500001 variant not_sold pattern by Anna\nitem:1 variant not_sold pattern by Anna"
	if got := told(all); got != want || all.Lines[0].Pattern != words {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := told(take(t, in, none, review.Terms{Reviewer: "Ben"}, pattern("1.xlsx", "not_sold", "Anna", pad+" | Decision | deferred"))); got !=
		"new:\n"+"new: 2 rows: 1 take it, 0 have it, 1 have a ruling of their own\nitem:4101500001 variant not_sold pattern by Anna\nitem:1 variant deferred row by Ben" {
		t.Errorf("a row's own ruling wins: %s", got)
	}
	book, _ := review.Book(in).Sheet(review.SheetReview)
	for i, hash := range column(t, book, "Row hash") {
		if column(t, book, "Row id")[i] == pad && all.Lines[1].Seen != hash {
			t.Errorf("the line of %s rests on %s, and its row shows %s", pad, all.Lines[1].Seen, hash)
		}
	}
	if all.Rows[0].About != words {
		t.Errorf("it is about %q, want %q", all.Rows[0].About, words)
	}
	if got := told(take(t, in, none, review.Terms{}, pattern("1.xlsx", "not_sold", "Anna", pad+" | Reviewer | Ben"))); !strings.Contains(got, "2 rows: 2 take it") {
		t.Errorf("a name is no ruling of its own: %s", got)
	}
	if got := told(take(t, in, none, review.Terms{Reviewer: "Ben"}, pattern("1.xlsx", "not_sold", "Anna", gold+" | Decision | accepted"))); !strings.Contains(got, "2 rows: 2 take it") {
		t.Errorf("another row of the product is none of its own: %s", got)
	}
	if got := told(take(t, in, none, review.Terms{Reviewer: "Ben"}, pattern("1.xlsx", "not_sold", "Anna", pad+" | Decision | deferred", pad+" | Scope | product"))); !strings.Contains(got, "2 rows: 1 take it, 0 have it, 1 have a ruling of their own") {
		t.Errorf("a product's ruling wins: %s", got)
	}
	l := reread(t, none, all.Lines)
	for _, tt := range []struct{ name, decision, reviewer, want string }{
		{"again", "not_sold", "Anna", "unchanged: 2 rows: 0 take it, 2 have it, 0 have a ruling of their own"},
		{"another reviewer", "deferred", "Ben", "conflict: for POCO C75 · 6/128 · Black the ledger holds not_sold by Anna (line 1, 1.xlsx, Muster!C2); --overrule replaces it"},
		{"changed", "deferred", "Anna", "new: 2 rows: 2 take it, 0 have it, 0 have a ruling of their own\nitem:4101500001 variant deferred pattern by Anna\nitem:1 variant deferred pattern by Anna"},
		{"reassigned", "reassigned", "Anna", "invalid: reassigned, and no SKU: write the number of the right one under SKU"},
		{"cleared", "clear", "Anna", "invalid: a pattern is not cleared: take the rulings back with 'pocomigrate review undo'"},
		{"no page", "product_only", "Anna", "invalid: POCO C75 · 6/128 · Black: product_only, but no product is proposed: write a SKU of the right product under SKU"},
		{"nobody", "deferred", "", "invalid: nobody is named: write a name under Reviewer, or give one with --reviewer"},
	} {
		on := l
		if tt.name == "no page" {
			on = none
		}
		if got := told(take(t, in, on, review.Terms{}, pattern("1.xlsx", tt.decision, tt.reviewer))); got != tt.want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
	invalid := take(t, in, none, review.Terms{Reviewer: "Ben"}, pattern("1.xlsx", "product_only", "Anna", "po.co/uk#item:4101500001 | Decision | deferred"))
	if got := invalid.Rows[1]; got.Kind != review.RowInvalid || got.Members != (review.Members{}) {
		t.Errorf("no page, behind a row with a ruling of its own: %s, %+v", got.Kind, got.Members)
	}
	// A pattern that two people rule on differently, and one whose rows have changed since.
	got := told(take(t, in, none, review.Terms{}, pattern("1.xlsx", "not_sold", "Anna"), pattern("2.xlsx", "deferred", "Ben")))
	if strings.Count(got, "conflict: against") != 2 || strings.Contains(got, "item:") {
		t.Errorf("two reviewers: %s", got)
	}
	old := pattern("1.xlsx", "not_sold", "Anna")
	in.Mappings[0].Status = mapping.Matched
	stale := take(t, in, none, review.Terms{}, old)
	if got := told(stale); got != "stale: its rows, or the words that one of them rests on, have changed since" || stale.Rows[0].Seen != "other rows or words" || stale.Rows[0].Now != "1 rows" {
		t.Errorf("other rows: %s, was %q, is %q", got, stale.Rows[0].Seen, stale.Rows[0].Now)
	}
	if got := told(take(t, in, l, review.Terms{}, old)); got != "unchanged: it was read from this file before" {
		t.Errorf("other rows, but read before: %s", got)
	}
	again := pattern("3.xlsx", "deferred", "Anna")
	again.Book.Sheets[len(again.Book.Sheets)-1].Rows[1][5] = table.TextCell(patternHash(t, in, words))
	if got := told(take(t, in, l, review.Terms{}, old, again)); got != "unchanged: it was read from this file before\nnew: 1 rows: 1 take it, 0 have it, 0 have a ruling of their own\nitem:1 variant deferred pattern by Anna" {
		t.Errorf("other rows, but read before, beside a new ruling: %s", got)
	}
	in.Mappings = in.Mappings[1:4]
	if got := told(take(t, in, none, review.Terms{}, old)); got != "orphan: no row waits for a decision that leaves this doubt" {
		t.Errorf("no rows: %s", got)
	}
}

// TestPatternsAreTakenFromTheirSheet: the hash of a pattern is that of its rows, in whatever order these are shown.
func TestPatternsAreTakenFromTheirSheet(t *testing.T) {
	in := products()
	in.Mappings[1].Score = 0.9 // so that Review shows it behind the variant that follows it in the snapshot
	b := returned(review.Book(in))
	i := slices.IndexFunc(b.Sheets, func(s table.Sheet) bool { return s.Name == review.SheetPatterns })
	h, _ := table.FindHeader(b.Sheets[i], "Row id", "Decision")
	if rows := b.Sheets[i].Rows[h.Row+1:]; len(rows) != 1 || h.Text(rows[0], "Rows") != "4" || h.Text(rows[0], "Products") != "3" {
		t.Fatalf("patterns %v, want one of four rows and three products", rows)
	}
	b.Sheets[i].Rows[h.Row+1][h.Column("Decision")] = table.TextCell("deferred")
	taken := take(t, in, &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, review.File{Name: "x.xlsx", Digest: "sha256:x", Book: b})
	if got := taken.Rows[0]; got.Kind != review.RowNew || got.Members != (review.Members{Taken: 4}) {
		t.Errorf("%s: %s %+v", got.Kind, got.Reason, got.Members)
	}
}

// TestPatternsThatCannotBeRuled: what a pattern's row may not say, with its reason, and no row of it is said to take anything.
func TestPatternsThatCannotBeRuled(t *testing.T) {
	const id = "pattern nothing was compared"
	hash := patternHash(t, products(), "nothing was compared")
	for _, tt := range []struct{ name, decision, sku, scope, hash, want string }{
		{"as it should be", "deferred", "", "", hash, "new: 4 rows: 4 take it, 0 have it, 0 have a ruling of their own"},
		{"a SKU", "reassigned", "42", "", hash, "invalid: one SKU cannot take the place of all rows of a pattern: decide them each on the sheet Review"},
		{"a SKU that is accepted", "accepted", "42", "", hash, "invalid: one SKU cannot take the place of all rows of a pattern: decide them each on the sheet Review"},
		{"a product", "deferred", "", "product", hash, "invalid: a pattern reaches rows, not products: empty the cell under Scope"},
		{"no hash", "deferred", "", "", "", "invalid: no Row hash, so nobody can tell which rows it was meant for"},
	} {
		f := review.File{Name: "x.xlsx", Digest: "sha256:x", Book: table.Book{Sheets: []table.Sheet{{Name: "Patterns", Rows: [][]table.Cell{
			words4("Decision", "SKU", "Scope", "Row id", "Row hash"), words4(tt.decision, tt.sku, tt.scope, id, tt.hash),
		}}}}}
		taken := take(t, products(), &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, f)
		if got := strings.TrimSpace(string(taken.Rows[0].Kind) + ": " + taken.Rows[0].Reason); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	l := ledgerOf(t, mapping.Decision{
		Source: oldUK, Identities: []catalog.Identity{"item:4"}, Scope: mapping.ScopeVariant, Target: newUK, Ruling: mapping.NotSold, Reviewer: "Ben",
		Origin: mapping.OriginPattern, Pattern: "nothing was compared",
	})
	f := review.File{Name: "x.xlsx", Digest: "sha256:x", Book: table.Book{Sheets: []table.Sheet{{Name: "Patterns", Rows: [][]table.Cell{
		words4("Decision", "Row id", "Row hash"), words4("deferred", id, hash),
	}}}}}
	taken := take(t, products(), l, review.Terms{Reviewer: "Anna"}, f)
	if got := taken.Rows[0]; got.Kind != review.RowConflict || got.Members != (review.Members{}) {
		t.Errorf("against one of its rows: %s: %s %+v", got.Kind, got.Reason, got.Members)
	}
}

func patternHash(t *testing.T, in review.Input, words string) string {
	t.Helper()
	return review.PatternHash(in, words)
}
