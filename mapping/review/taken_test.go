package review_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

const gold = "po.co/uk#item:4101500002"

// noon is when everything is taken.
var noon = time.Date(2026, time.January, 5, 12, 0, 0, 0, time.UTC)

// file is a workbook of the sample that came back with some cells filled in: "key column text", apart by bars. The key "+" adds
// a row of its own, in which the following cells are entered; "!name" gives the file's digest.
func file(t *testing.T, name string, cells ...string) review.File {
	t.Helper()
	return fileOf(t, sample(), name, cells...)
}

func fileOf(t *testing.T, in review.Input, name string, cells ...string) review.File {
	t.Helper()
	b := returned(review.Book(in))
	for _, c := range cells {
		parts := strings.SplitN(c, " | ", 3)
		enter(t, b, parts[0], parts[1], parts[2])
	}
	return review.File{Name: name, Digest: "sha256:" + name + strings.Join(cells, ""), Book: b}
}

func take(t *testing.T, in review.Input, l *ledger.Ledger, terms review.Terms, files ...review.File) *review.Taken {
	t.Helper()
	terms.At = noon
	taken, err := review.Take(in, l, files, terms)
	if err != nil {
		t.Fatal(err)
	}
	balance(t, taken)
	return taken
}

// balance asserts that every row has one kind and that the lines are those of the rows that were taken.
func balance(t *testing.T, taken *review.Taken) {
	t.Helper()
	sum, lines := 0, 0
	for _, n := range taken.Sums() {
		sum += n
	}
	for _, o := range taken.Rows {
		if !slices.Contains(review.Kinds(), o.Kind) {
			t.Errorf("%s is of the kind %q", o.Place(), o.Kind)
		}
		if !o.Kind.Taken() && o.Reason == "" {
			t.Errorf("%s is dropped as %s without a reason", o.Place(), o.Kind)
		}
		if o.Kind.Taken() != (o.Lines > 0) {
			t.Errorf("%s is %s and leads to %d lines", o.Place(), o.Kind, o.Lines)
		}
		lines += o.Lines
	}
	if sum != len(taken.Rows) || lines != len(taken.Lines) {
		t.Errorf("%d rows are %d kinds, and lead to %d lines, not %d", len(taken.Rows), sum, lines, len(taken.Lines))
	}
	for _, l := range taken.Lines {
		if len(l.Undo) == 0 {
			if err := ledger.Check(l.Decision); err != nil {
				t.Errorf("a line that no ledger would hold: %v", err)
			}
		}
	}
}

// told words what becomes of the rows: "new accepted 4231500001 by Anna", then the reason of those that are dropped.
func told(taken *review.Taken) string {
	var out []string
	for _, o := range taken.Rows {
		out = append(out, strings.TrimSpace(string(o.Kind)+": "+o.Reason))
	}
	for _, l := range taken.Lines {
		if len(l.Undo) > 0 {
			out = append(out, fmt.Sprintf("takes %d back", len(l.Undo)))
			continue
		}
		out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s by %s %s",
			l.Identities[0], l.Scope, l.Ruling, l.TargetID, l.Origin, cmp.Or(l.Reviewer, "nobody"), l.Note)), " "))
	}
	return strings.Join(out, "\n")
}

// ruled is a line of the ledger about the variant in bronze.
func ruled(ruling mapping.Ruling, target, reviewer string) mapping.Decision {
	return mapping.Decision{
		Source: oldUK, Identities: []catalog.Identity{"item:4101500004"}, Scope: mapping.ScopeVariant, Target: newUK,
		TargetID: target, Ruling: ruling, Reviewer: reviewer,
	}
}

func TestTake(t *testing.T) {
	anna := review.Terms{Reviewer: "Anna"}
	whole := ruled(mapping.NotSold, "", "Ben")
	whole.Scope, whole.ItemGroupID = mapping.ScopeProduct, "poco-c75"
	accepted := whole
	accepted.Ruling = mapping.Accepted
	for _, tt := range []struct {
		name   string
		ledger []mapping.Decision
		terms  review.Terms
		files  [][]string
		want   string
	}{
		{"accepted", nil, anna, [][]string{{bronze + " | Decision | accepted"}}, "new:\nitem:4101500004 variant accepted slug:poco-c75 row by Anna"},
		{"rejected keeps what was rejected", nil, anna, [][]string{{bronze + " | Decision | rejected"}}, "new:\nitem:4101500004 variant rejected slug:poco-c75 row by Anna"},
		{"accepted that nothing takes its place", nil, anna, [][]string{{pad + " | Decision | accepted"}}, "new:\nitem:1 variant accepted row by Anna"},
		{"words in other letters", nil, anna, [][]string{{pad + " | Decision | Not sold "}}, "new:\nitem:1 variant not_sold row by Anna"},
		{"name in the row", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Reviewer |  Ben  B. ", pad + " | Note | ask India"}}, "new:\nitem:1 variant deferred row by Ben B. ask India"},
		{"nobody is named", nil, review.Terms{}, [][]string{{pad + " | Decision | deferred"}}, "invalid: nobody is named: write a name under Reviewer, or give one with --reviewer"},
		{"reassigned", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500002"}}, "new:\nitem:4101500004 variant reassigned 4231500002 row by Anna"},
		{"reassigned with words", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500002 · POCO C75 8GB+256GB Gold"}}, "new:\nitem:4101500004 variant reassigned 4231500002 row by Anna"},
		{"a number with decimals", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500002.0"}}, "new:\nitem:4101500004 variant reassigned 4231500002 row by Anna"},
		{"reassigned with the words of another", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500001 · POCO C75 8GB+256GB Gold"}}, `invalid: SKU 4231500001 is not "POCO C75 8GB+256GB Gold" but "POCO C75 6GB+128GB Black": choose it again`},
		{"reassigned without a SKU", nil, anna, [][]string{{bronze + " | Decision | reassigned"}}, "invalid: reassigned, and no SKU: write the number of the right one under SKU"},
		{"a SKU that the shop does not sell", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4235500001"}}, "invalid: mi.com/uk does not sell 4235500001: take a number from the sheet Catalogue"},
		{"a SKU that is not accepted", nil, anna, [][]string{{bronze + " | Decision | accepted", bronze + " | SKU | 4231500002"}}, "invalid: accepted, but SKU says 4231500002 and slug:poco-c75 is proposed: write reassigned if 4231500002 is right"},
		{"a SKU with a word that has none", nil, anna, [][]string{{bronze + " | Decision | not_sold", bronze + " | SKU | 4231500002"}}, "invalid: not_sold with a SKU: write reassigned if 4231500002 is the right one, else empty the cell"},
		{"the product", nil, anna, [][]string{{bronze + " | Decision | product_only"}}, "new:\nitem:4101500004 variant product_only slug:poco-c75 row by Anna"},
		{"the product of a SKU", nil, anna, [][]string{{bronze + " | Decision | product_only", bronze + " | SKU | 4231500001"}}, "new:\nitem:4101500004 variant product_only slug:poco-c75 row by Anna"},
		{"no product is proposed", nil, anna, [][]string{{pad + " | Decision | product_only"}}, "invalid: product_only, but no product is proposed: write a SKU of the right product under SKU"},
		{"whole product", nil, anna, [][]string{{bronze + " | Decision | not_sold", bronze + " | Scope | Product"}}, "new:\nitem:4101500001 product not_sold product by Anna"},
		{"whole product to one SKU", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | Scope | product", bronze + " | SKU | 4231500001"}}, "invalid: reassigned for the whole product, but a SKU takes the place of one variant: give each its own, or the product's page with product_only"},
		{"a row wins over its product", nil, anna, [][]string{{bronze + " | Decision | not_sold", bronze + " | Scope | product", gold + " | Decision | accepted"}}, "new:\n" + "new:\nitem:4101500001 product not_sold product by Anna\nitem:4101500002 variant accepted 4231500002 row by Anna"},

		{"whole product accepted, each variant its own", nil, anna, [][]string{{bronze + " | Decision | accepted", bronze + " | Scope | product"}}, "new:\nitem:4101500001 product accepted product by Anna"},
		{"the page of a product, by its name", nil, anna, [][]string{{bronze + " | Decision | product_only", bronze + " | SKU | slug:poco-c75"}}, "new:\nitem:4101500004 variant product_only slug:poco-c75 row by Anna"},
		{"a product, where the row against it is given again", []mapping.Decision{ruled(mapping.Deferred, "", "Ben")}, anna, [][]string{{
			bronze + " | Decision | deferred", bronze + " | Reviewer | Ben", gold + " | Decision | not_sold", gold + " | Scope | product",
		}}, "unchanged: the ledger holds deferred by Ben (line 1)\nnew:\nitem:4101500001 product not_sold product by Anna"},
		{"a row before its product's row", nil, anna, [][]string{{bronze + " | Decision | accepted", gold + " | Decision | not_sold", gold + " | Scope | product"}}, "new:\n" + "new:\nitem:4101500001 product not_sold product by Anna\nitem:4101500004 variant accepted slug:poco-c75 row by Anna"},
		{"a SKU with spaces behind it", nil, anna, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500002  · POCO C75 8GB+256GB Gold"}}, "new:\nitem:4101500004 variant reassigned 4231500002 row by Anna"},
		{"two products say different things", nil, review.Terms{}, [][]string{
			{bronze + " | Decision | not_sold", bronze + " | Scope | product", bronze + " | Reviewer | Anna", gold + " | Decision | deferred", gold + " | Scope | product", gold + " | Reviewer | Ben"},
		}, "conflict: against deferred by Ben (0.xlsx, Review!R4)\nconflict: against not_sold by Anna (0.xlsx, Review!R3)"},
		{"three files say different things", nil, anna, [][]string{{pad + " | Decision | not_sold"}, {pad + " | Decision | deferred"}, {pad + " | Decision | accepted"}}, "conflict: against deferred by Anna (1.xlsx, Review!R5)\nconflict: against not_sold by Anna (0.xlsx, Review!R5)\nconflict: against not_sold by Anna (0.xlsx, Review!R5)"},
		{"one clears what another rules", []mapping.Decision{ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{bronze + " | Decision | clear"}, {bronze + " | Decision | deferred"}}, "conflict: against deferred by Anna (1.xlsx, Review!R3)\nconflict: against clear by Anna (0.xlsx, Review!R3)"},
		{"two files clear", []mapping.Decision{ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{bronze + " | Decision | clear"}, {bronze + " | Decision | clear"}}, "cleared:\n" + "unchanged: 0.xlsx, Review!R3 says the same\ntakes 1 back"},

		{"a part of a word", nil, anna, [][]string{{pad + " | Decision | ted"}}, `invalid: "ted" is no word for Decision: use one of accepted, reassigned, product_only, not_sold, rejected, deferred, clear`},
		{"much before a word", nil, anna, [][]string{{pad + " | Decision | perhaps deferred"}}, `invalid: "perhaps deferred" is no word for Decision: use one of accepted, reassigned, product_only, not_sold, rejected, deferred, clear`},
		{"a letter", nil, anna, [][]string{{pad + " | Decision | " + strings.Repeat("dear all ", 9)}}, `invalid: "dear all dear all dear all dear all dear all dear all dear …" is no word for Decision: use one of accepted, reassigned, product_only, not_sold, rejected, deferred, clear`},
		{"a decision under Reviewer", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Reviewer | accepted"}}, "invalid: a decision stands under Reviewer (accepted): were columns shifted?"},
		{"a row id under Reviewer", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Reviewer | " + bronze}}, "invalid: a row id stands under Reviewer (po.co/uk#item:4101500004): were columns shifted?"},
		{"a row hash under Reviewer", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Reviewer | pknpiamekgjm"}}, "invalid: a row hash stands under Reviewer (pknpiamekgjm): were columns shifted?"},
		{"a scope without a decision", nil, anna, [][]string{{pad + " | Scope | product"}}, "invalid: something stands under Scope, and no Decision: choose one (deferred keeps a note)"},
		{"a ruling in a column of ours beside a decision", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Price captured | not_sold"}}, "invalid: not_sold stands in O5, outside of the column Decision: were cells shifted?"},
		{"a row of the new site", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | new mi.com/in 4235500001"}}, "invalid: it is on the new site only, and takes the place of nothing"},
		{"no letter of a Row id", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | #"}}, `invalid: "#" is no Row id: copy that of the row it is about`},
		{"the title of another row of the product", nil, anna, [][]string{{gold + " | Decision | accepted", gold + " | Old title | POCO C75 · 6/128 · Black"}}, `invalid: Old title shows "POCO C75 · 6/128 · Black", but the Row id is that of POCO C75 · 8/256 · Gold: were only some cells of the row moved?`},
		{"misspelt", nil, anna, [][]string{{pad + " | Decision | acepted"}}, `invalid: "acepted" is no word for Decision: did you mean accepted?`},
		{"no word at all", nil, anna, [][]string{{pad + " | Decision | hm, I wonder"}}, `invalid: "hm, I wonder" is no word for Decision: use one of accepted, reassigned, product_only, not_sold, rejected, deferred, clear`},
		{"misspelt scope", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Scope | produkt"}}, `invalid: "produkt" is no word for Scope: did you mean product?`},
		{"a date under Decision", nil, anna, [][]string{{pad + " | Decision | 2024-11-03"}}, "invalid: a date stands under Decision (2024-11-03): were columns shifted?"},
		{"a day's number under Decision", nil, anna, [][]string{{pad + " | Decision | 45599"}}, "invalid: a number stands under Decision (45599): were columns shifted?"},
		{"an address under Decision", nil, anna, [][]string{{pad + " | Decision | https://www.mi.com/in"}}, "invalid: an address stands under Decision (https://www.mi.com/in): were columns shifted?"},
		{"a SKU under Reviewer", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Reviewer | 4231500002"}}, "invalid: a number stands under Reviewer (4231500002): were columns shifted?"},
		{"shifted to the right", nil, anna, [][]string{{pad + " | SKU | not_sold", pad + " | Reviewer | product"}}, "invalid: a scope stands under Reviewer (product): were columns shifted?"},
		{"shifted to the left", nil, anna, [][]string{{pad + " | Price captured | not_sold", pad + " | Scope | Anna"}}, "invalid: not_sold stands in O5, outside of the column Decision: were cells shifted?"},
		{"a ruling beyond all columns", nil, anna, [][]string{{pad + " | Row hash | accepted"}}, "invalid: accepted stands in AG5, outside of the column Decision: were cells shifted?"},
		{"a note without a decision", nil, anna, [][]string{{pad + " | Note | ask"}}, "invalid: something stands under Note, and no Decision: choose one (deferred keeps a note)"},
		{"a SKU without a decision", nil, anna, [][]string{{bronze + " | SKU | 4231500002"}}, "invalid: something stands under SKU, and no Decision: choose one (deferred keeps a note)"},
		{"only a name", nil, anna, [][]string{{pad + " | Reviewer | Anna"}}, "blank: a name, and no decision: nothing is said"},
		{"no Row id", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | "}}, "invalid: no Row id: copy that of the row it is about"},
		{"no such variant", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | po.co/uk#item:9"}}, "orphan: no variant of po.co/uk has the identity item:9"},
		{"a Row id that is none", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | 17"}}, `invalid: "17" is no Row id: copy that of the row it is about`},
		{"the Row id of another row", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row id | " + bronze}}, "stale: what the shops say, or what is proposed, is not what the reviewer saw"},
		{"a Row hash that is none", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Row hash | 1.2E+11"}}, `invalid: "1.2E+11" is no Row hash: were columns shifted?`},
		{"the title of another row", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Old title | POCO C75 · 8/256 · Gold"}}, `invalid: Old title shows "POCO C75 · 8/256 · Gold", but the Row id is that of POCO Pad · 8/256 · Grey: were only some cells of the row moved?`},
		{"the title of another row, by nobody", nil, review.Terms{}, [][]string{{pad + " | Decision | deferred", pad + " | Old title | POCO C75 · 8/256 · Gold"}}, `invalid: Old title shows "POCO C75 · 8/256 · Gold", but the Row id is that of POCO Pad · 8/256 · Grey: were only some cells of the row moved?`},
		{"a SKU that the shop does not sell, by nobody", nil, review.Terms{}, [][]string{{bronze + " | Decision | reassigned", bronze + " | SKU | 4235500001"}}, "invalid: mi.com/uk does not sell 4235500001: take a number from the sheet Catalogue"},
		{"a title of which we read the colour in another way", nil, anna, [][]string{{pad + " | Decision | deferred", pad + " | Old title | POCO Pad · 8/256 · Graphite Grey"}}, "new:\nitem:1 variant deferred row by Anna"},
		{"the SKU of another row", nil, anna, [][]string{{bronze + " | Decision | accepted", bronze + " | Proposed SKU | 4231500001"}}, `invalid: Proposed SKU shows "4231500001", but the Row id is that of =POCO C75 8GB+256GB · Bronzé: were only some cells of the row moved?`},
		{"no hash, and the proposal stands there", nil, anna, [][]string{{bronze + " | Decision | accepted", bronze + " | Row hash | "}}, "new:\nitem:4101500004 variant accepted slug:poco-c75 row by Anna"},
		{"no hash, and nobody knows what was accepted", nil, anna, [][]string{{bronze + " | Decision | accepted", bronze + " | Row hash | ", bronze + " | Proposed SKU | "}}, "invalid: accepted, and neither Row hash nor Proposed SKU says what was proposed: fill in SKU"},

		{"two files say different things", nil, review.Terms{}, [][]string{
			{pad + " | Decision | not_sold", pad + " | Reviewer | Anna"}, {pad + " | Decision | deferred", pad + " | Reviewer | Ben"},
		}, "conflict: against deferred by Ben (1.xlsx, Review!R5)\nconflict: against not_sold by Anna (0.xlsx, Review!R5)"},
		{"two files of one person say different things", nil, anna, [][]string{{pad + " | Decision | not_sold"}, {pad + " | Decision | deferred"}}, "conflict: against deferred by Anna (1.xlsx, Review!R5)\nconflict: against not_sold by Anna (0.xlsx, Review!R5)"},
		{"two files say the same", nil, anna, [][]string{{pad + " | Decision | not_sold"}, {pad + " | Decision | not_sold", pad + " | Reviewer | Ben"}}, "new:\nunchanged: 0.xlsx, Review!R5 says the same\nitem:1 variant not_sold row by Anna"},
		{"two files say the same, one with a note", nil, anna, [][]string{{pad + " | Decision | not_sold"}, {pad + " | Decision | not_sold", pad + " | Note | ended"}}, "new:\n" + "new:\nitem:1 variant not_sold row by Anna\nitem:1 variant not_sold row by Anna ended"},

		{"the ledger has it", []mapping.Decision{ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{bronze + " | Decision | not_sold"}}, "unchanged: the ledger holds not_sold by Anna (line 1)"},
		{"the ledger has it by somebody else", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, anna, [][]string{{bronze + " | Decision | not_sold"}}, "unchanged: the ledger holds not_sold by Ben (line 1)"},
		{"the ledger has another target", []mapping.Decision{ruled(mapping.Accepted, "4231500001", "Anna")}, anna, [][]string{{bronze + " | Decision | accepted"}}, "changed:\nitem:4101500004 variant accepted slug:poco-c75 row by Anna"},
		{"changed", []mapping.Decision{ruled(mapping.NotSold, "", "anna")}, anna, [][]string{{bronze + " | Decision | deferred"}}, "changed:\nitem:4101500004 variant deferred row by Anna"},
		{"a note is added", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, anna, [][]string{{bronze + " | Decision | not_sold", bronze + " | Note | ended"}}, "changed: the ruling stays, and the note is added\nitem:4101500004 variant not_sold row by Anna ended"},
		{"against another reviewer", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, anna, [][]string{{bronze + " | Decision | deferred"}}, "conflict: the ledger holds not_sold by Ben (line 1); --overrule replaces it"},
		{"against nobody in particular", []mapping.Decision{ruled(mapping.NotSold, "", "")}, anna, [][]string{{bronze + " | Decision | deferred"}}, "conflict: the ledger holds not_sold by somebody unnamed (line 1); --overrule replaces it"},
		{"overruled", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, review.Terms{Reviewer: "Anna", Overrule: true}, [][]string{{bronze + " | Decision | deferred"}}, "changed:\nitem:4101500004 variant deferred row by Anna"},
		{"the ledger agrees with one of two", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, review.Terms{Overrule: true}, [][]string{
			{bronze + " | Decision | not_sold", bronze + " | Reviewer | Anna"}, {bronze + " | Decision | deferred", bronze + " | Reviewer | Ben"},
		}, "unchanged: the ledger holds not_sold by Ben (line 1)\nconflict: against not_sold by Anna (0.xlsx, Review!R3)"},

		{"cleared", []mapping.Decision{ruled(mapping.Deferred, "", "Anna"), ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{bronze + " | Decision | clear"}}, "cleared:\ntakes 2 back"},
		{"nothing to clear", nil, anna, [][]string{{bronze + " | Decision | Clear"}}, "unchanged: the ledger holds no ruling that could be cleared"},
		{"another's is not cleared", []mapping.Decision{ruled(mapping.NotSold, "", "Ben")}, anna, [][]string{{bronze + " | Decision | clear"}}, "conflict: the ledger holds not_sold by Ben (line 1); --overrule takes it back"},
		{"a product's is not cleared by a row", []mapping.Decision{whole}, review.Terms{Reviewer: "Ben"}, [][]string{{bronze + " | Decision | clear"}}, "invalid: the ruling is that of the whole product: write product under Scope to clear it for all its variants"},
		{"a product's is cleared", []mapping.Decision{whole}, review.Terms{Reviewer: "Ben"}, [][]string{{bronze + " | Decision | clear", bronze + " | Scope | product"}}, "cleared:\ntakes 1 back"},
		{"a row that accepts what its product's ruling accepts", []mapping.Decision{accepted}, anna, [][]string{{gold + " | Decision | accepted"}}, "unchanged: the ledger holds accepted for the whole product by Ben (line 1)"},
		{"the ledger has it, and the words have changed", []mapping.Decision{ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{bronze + " | Decision | not_sold", bronze + " | Row hash | abcdefghijkl"}}, "unchanged: the ledger holds not_sold by Anna (line 1)"},
		{"another row of the product has a ruling", []mapping.Decision{ruled(mapping.NotSold, "", "Anna")}, anna, [][]string{{gold + " | Decision | deferred"}}, "new:\nitem:4101500002 variant deferred row by Anna"},
		{"a row against its product", []mapping.Decision{whole}, anna, [][]string{{bronze + " | Decision | deferred"}}, "conflict: the ledger holds not_sold for the whole product by Ben (line 1); --overrule replaces it"},
		{"a row that agrees with its product", []mapping.Decision{whole}, anna, [][]string{{bronze + " | Decision | not_sold"}}, "unchanged: the ledger holds not_sold for the whole product by Ben (line 1)"},
		{"a product against a row of another", []mapping.Decision{ruled(mapping.Deferred, "", "Ben")}, anna, [][]string{{gold + " | Decision | not_sold", gold + " | Scope | product"}}, "conflict: for =POCO C75 8GB+256GB · Bronzé the ledger holds deferred by Ben (line 1); --overrule replaces it"},
		{"a product over a row of one's own", []mapping.Decision{ruled(mapping.Deferred, "", "Anna")}, anna, [][]string{{gold + " | Decision | not_sold", gold + " | Scope | product"}}, "changed: it replaces the rulings on =POCO C75 8GB+256GB · Bronzé\nitem:4101500001 product not_sold product by Anna"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var files []review.File
			for i, cells := range tt.files {
				files = append(files, file(t, fmt.Sprintf("%d.xlsx", i), cells...))
			}
			l := ledgerOf(t, tt.ledger...)
			taken := take(t, sample(), l, tt.terms, files...)
			if got := told(taken); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
			again := take(t, sample(), reread(t, l, taken.Lines), tt.terms, files...)
			for i, o := range again.Rows {
				if taken.Rows[i].Kind.Taken() && o.Kind != review.RowUnchanged {
					t.Errorf("taken again, %s is %s: %s", o.Place(), o.Kind, o.Reason)
				}
			}
			if len(again.Lines) > 0 {
				t.Errorf("the same files give %d more lines", len(again.Lines))
			}
		})
	}
}

// TestTakeTellsWhereALineIsFrom: a line can be followed back to the cell.
func TestTakeTellsWhereALineIsFrom(t *testing.T) {
	f := file(t, "anna.xlsx", bronze+" | Decision | product_only", bronze+" | Reviewer | Anna", bronze+" | Note | ok")
	l := take(t, sample(), &ledger.Ledger{}, review.Terms{}, f).Lines[0]
	want := mapping.Decision{
		Key: bronze, Source: oldUK, Identities: []catalog.Identity{"item:4101500004"}, Scope: mapping.ScopeVariant, Target: newUK, TargetID: "slug:poco-c75",
		Ruling: mapping.RuledProduct, Reviewer: "Anna", Note: "ok", DecidedAt: noon, Seen: l.Seen, Origin: mapping.OriginRow,
		From: mapping.Entry{File: "anna.xlsx", Digest: f.Digest, Sheet: "Review", Cell: "R3"},
	}
	if fmt.Sprint(l.Decision) != fmt.Sprint(want) || len(l.Seen) != 12 {
		t.Errorf("got  %+v\nwant %+v", l.Decision, want)
	}
}

// TestTakeStale: the shops' words have changed since the workbook was written. Both versions are shown.
func TestTakeStale(t *testing.T) {
	f := file(t, "anna.xlsx", bronze+" | Decision | accepted", pad+" | Decision | not_sold")
	in := sample()
	newTitle(&in, "POCO C75 NFC")
	for i := range in.Variants {
		in.Variants[i].Color, in.Variants[i].ColorLabel, in.Variants[i].Offers = "mauve", "Mauve", nil // our reading, and prices
	}
	taken := take(t, in, &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, f)
	if o := taken.Rows[0]; o.Kind != review.RowStale || o.Seen != "=POCO C75 8GB+256GB · Bronzé → slug:poco-c75 POCO C75 (the product's page)" ||
		!strings.HasPrefix(o.Now, "=POCO C75 8GB+256GB · Mauve → slug:poco-c75 POCO C75") {
		t.Errorf("%s: %s\nseen %s\nnow  %s", o.Kind, o.Reason, o.Seen, o.Now)
	}
	if o := taken.Rows[1]; o.Kind != review.RowNew {
		t.Errorf("%s: %s; want new: only what we read has changed", o.Kind, o.Reason)
	}
}

// TestTakeAfterMapping: the snapshot was mapped with the ruling, which put its target in the place of the proposal. The same
// workbook says nothing new, and the reviewer may still change the ruling in it.
func TestTakeAfterMapping(t *testing.T) {
	anna := review.Terms{Reviewer: "Anna"}
	cells := []string{bronze + " | Decision | reassigned", bronze + " | SKU | 4231500001"}
	f := file(t, "anna.xlsx", cells...)
	l := reread(t, &ledger.Ledger{}, take(t, sample(), &ledger.Ledger{}, anna, f).Lines)
	in := sample()
	m := &in.Mappings[3]
	m.RunnerUp = &mapping.Candidate{TargetID: m.TargetID, Reason: "proposed, but ruled otherwise"}
	m.Ruling, m.TargetID = mapping.Reassigned, "4231500001"

	if got := told(take(t, in, l, anna, f)); got != "unchanged: it was read from this file before" {
		t.Errorf("the same file: %s", got)
	}
	saved := f
	saved.Digest = "sha256:saved again"
	if got := told(take(t, in, l, anna, saved)); !strings.HasPrefix(got, "unchanged: the ledger holds reassigned 4231500001 by Anna (line 1, anna.xlsx, Review!R3)") {
		t.Errorf("the file saved again: %s", got)
	}
	if got := told(take(t, in, l, anna, file(t, "anna.xlsx", bronze+" | Decision | accepted"))); got != "changed:\nitem:4101500004 variant accepted slug:poco-c75 row by Anna" {
		t.Errorf("another ruling in the old workbook: %s", got)
	}
	if got := told(take(t, in, l, anna, fileOf(t, in, "new.xlsx"))); got != "" {
		t.Errorf("a new workbook that nobody filled in: %s", got)
	}
}

// TestTakeAnotherTarget: a ruling of the same word about the same row for another SKU is another ruling, though the row has not changed.
func TestTakeAnotherTarget(t *testing.T) {
	anna := review.Terms{Reviewer: "Anna"}
	reassigned := func(name, target string) review.File {
		return file(t, name, bronze+" | Decision | reassigned", bronze+" | SKU | "+target)
	}
	l := reread(t, &ledger.Ledger{}, take(t, sample(), &ledger.Ledger{}, anna, reassigned("1.xlsx", "4231500001")).Lines)
	if got := told(take(t, sample(), l, anna, reassigned("2.xlsx", "4231500002"))); got != "changed:\nitem:4101500004 variant reassigned 4231500002 row by Anna" {
		t.Errorf("another SKU: %s", got)
	}
	if got := told(take(t, sample(), l, anna, reassigned("3.xlsx", "4231500001"))); !strings.HasPrefix(got, "unchanged: the ledger holds reassigned 4231500001 by Anna") {
		t.Errorf("the same SKU: %s", got)
	}
	product := reread(t, &ledger.Ledger{}, take(t, sample(), &ledger.Ledger{}, anna, file(t, "4.xlsx", bronze+" | Decision | product_only")).Lines)
	if got := told(take(t, sample(), product, anna, reassigned("5.xlsx", "4231500001"))); got != "changed:\nitem:4101500004 variant reassigned 4231500001 row by Anna" {
		t.Errorf("another ruling: %s", got)
	}
}

// TestTakeAnOldFileAgain: a file that was read stays read when a later one has changed its ruling, and can be taken again
// when its ruling was taken back.
func TestTakeAnOldFileAgain(t *testing.T) {
	anna := review.Terms{Reviewer: "Anna"}
	one, two := file(t, "1.xlsx", pad+" | Decision | not_sold"), file(t, "2.xlsx", pad+" | Decision | deferred")
	l := reread(t, &ledger.Ledger{}, take(t, sample(), &ledger.Ledger{}, anna, one).Lines)
	l = reread(t, l, take(t, sample(), l, anna, two).Lines)
	if got := told(take(t, sample(), l, anna, one, two)); strings.Count(got, "unchanged: it was read from this file before") != 2 {
		t.Errorf("both again: %s", got)
	}
	three := file(t, "3.xlsx", pad+" | Decision | rejected")
	if got := told(take(t, sample(), l, anna, one, three)); got != "unchanged: it was read from this file before\nchanged:\nitem:1 variant rejected row by Anna" {
		t.Errorf("the first again beside a third: %s", got)
	}
	l = reread(t, l, []ledger.Line{{Undo: []string{l.Lines[0].Digest, l.Lines[1].Digest}}})
	if got := told(take(t, sample(), l, anna, one)); got != "new:\nitem:1 variant not_sold row by Anna" {
		t.Errorf("after it was taken back: %s", got)
	}
}

// TestClearingIsNotRepeated: a file that took rulings back does not take back those that were given since.
func TestClearingIsNotRepeated(t *testing.T) {
	anna := review.Terms{Reviewer: "Anna"}
	l := ledgerOf(t, ruled(mapping.NotSold, "", "Anna"))
	clears := file(t, "1.xlsx", bronze+" | Decision | clear")
	l = reread(t, l, take(t, sample(), l, anna, clears).Lines)
	l = reread(t, l, take(t, sample(), l, anna, file(t, "2.xlsx", bronze+" | Decision | deferred")).Lines)
	if got := told(take(t, sample(), l, anna, clears)); got != "unchanged: it was read from this file before" {
		t.Errorf("cleared again: %s", got)
	}
}

// TestVariantsThatTheSnapshotLacks: a mapping whose variant is gone is a product of its own, named by its identity.
func TestVariantsThatTheSnapshotLacks(t *testing.T) {
	in := sample()
	in.Variants = slices.DeleteFunc(in.Variants, func(v catalog.Variant) bool { return v.Key == pad })
	taken := take(t, in, &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, fileOf(t, in, "x.xlsx", pad+" | Decision | not_sold", pad+" | Scope | product"))
	if got := told(taken); got != "new:\nitem:1 product not_sold product by Anna" {
		t.Fatalf("taken: %s", got)
	}
	if d := taken.Lines[0].Decision; d.ItemGroupID != "1" || !slices.Equal(d.Identities, []catalog.Identity{"item:1"}) {
		t.Errorf("the line is about %q of %q", d.Identities, d.ItemGroupID)
	}
}

// TestAProductIsNamedByAllItsVariants: the line of the ledger lists every identity of each, sorted.
func TestAProductIsNamedByAllItsVariants(t *testing.T) {
	in := crowd(3)
	key := string(in.Variants[0].Key)
	taken := take(t, in, &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, fileOf(t, in, "x.xlsx", key+" | Decision | not_sold", key+" | Scope | product"))
	want := []catalog.Identity{"item:41000000", "item:41000001", "item:41000002", "opt:phone-0|black", "opt:phone-0|blue", "opt:phone-0|gold"}
	if got := taken.Lines[0].Identities; !slices.Equal(got, want) {
		t.Errorf("identities %q, want %q", got, want)
	}
}

// TestRulingThatFitsSeveral: what nobody can tell whom it is about holds for none of them, and so contradicts no ruling.
func TestRulingThatFitsSeveral(t *testing.T) {
	in := sample()
	for _, i := range []int{1, 3} {
		in.Variants[i].Identities = append(in.Variants[i].Identities, "opt:shared")
	}
	vague, sure := ruled(mapping.NotSold, "", "Ben"), ruled(mapping.Rejected, "slug:poco-c75", "Ben")
	vague.Identities = []catalog.Identity{"opt:shared"}
	got := told(take(t, in, ledgerOf(t, sure, vague), review.Terms{Reviewer: "Anna"}, fileOf(t, in, "x.xlsx", bronze+" | Decision | deferred")))
	if got != "new:\nitem:4101500004 variant deferred row by Anna" {
		t.Errorf("got %s", got)
	}
}

// TestTakeAgainstAnotherSnapshot: a row stands for the variant that its id names now, and what the reviewer saw is what was proposed
// then; a ruling laid over the proposal since is no other ground.
func TestTakeAgainstAnotherSnapshot(t *testing.T) {
	shared := func(in *review.Input, id catalog.Identity) {
		for _, i := range []int{1, 3} {
			in.Variants[i].Identities = append(in.Variants[i].Identities, id)
		}
	}
	for _, tt := range []struct {
		name   string
		cells  []string
		change func(in *review.Input)
		want   string
	}{
		{
			"an identity of several",
			[]string{gold + " | Decision | deferred", gold + " | Row id | po.co/uk#opt:shared"},
			func(in *review.Input) { shared(in, "opt:shared") },
			"stale: opt:shared is now stated by 2 variants: decide again for each (was POCO C75 · 8/256 · Gold → 4231500002 POCO C75 8GB+256GB Gold)",
		},
		{"an identity of several, the key of one", []string{gold + " | Decision | deferred", gold + " | Row hash | "}, func(in *review.Input) { shared(in, "item:4101500002") }, "new:\nitem:4101500002 variant deferred row by Anna"},
		{"another proposal, that of then the second", []string{gold + " | Decision | accepted"}, func(in *review.Input) {
			in.Mappings[1].TargetID, in.Mappings[1].RunnerUp = "4231500001", &mapping.Candidate{TargetID: "4231500002"}
		}, "stale: what the shops say, or what is proposed, is not what the reviewer saw (was POCO C75 · 8/256 · Gold → 4231500002 POCO C75 8GB+256GB Gold)"},
		{"a ruling over the proposal", []string{gold + " | Decision | accepted"}, func(in *review.Input) {
			in.Mappings[1].TargetID, in.Mappings[1].RunnerUp, in.Mappings[1].Ruling = "4231500001", &mapping.Candidate{TargetID: "4231500002"}, mapping.Reassigned
		}, "new:\nitem:4101500002 variant accepted 4231500002 row by Anna"},
		{
			"no route any more",
			[]string{pad + " | Decision | not_sold"},
			func(in *review.Input) { in.Mappings[4].Target = "" },
			"invalid: no new shop takes the place of poco-store-app (in), so that nothing can be ruled about it: see 'pocomigrate shops'",
		},
		{"no route any more, and nothing is ruled", []string{pad + " | Decision | clear"}, func(in *review.Input) { in.Mappings[4].Target = "" }, "unchanged: the ledger holds no ruling that could be cleared"},
	} {
		f, in := file(t, "x.xlsx", tt.cells...), sample()
		tt.change(&in)
		taken := take(t, in, &ledger.Ledger{}, review.Terms{Reviewer: "Anna"}, f)
		got := told(taken)
		if was := taken.Rows[0].Seen; was != "" {
			got += " (was " + was + ")"
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestTakeNoWorkbook: each file on which no decisions could be found is named.
func TestTakeNoWorkbook(t *testing.T) {
	none := table.Book{Sheets: []table.Sheet{{Name: "Sheet1"}}}
	taken, err := review.Take(sample(), &ledger.Ledger{}, []review.File{{Name: "a.xlsx", Book: none}, file(t, "b.xlsx"), {Name: "c.csv", Book: none}}, review.Terms{})
	want := "a.xlsx: no sheet has the columns Row id and Decision\nc.csv: no sheet has the columns Row id and Decision"
	if taken != nil || err == nil || err.Error() != want {
		t.Errorf("Take = %v, %v, want %s", taken, err, want)
	}
}

func words4(words ...string) []table.Cell {
	var out []table.Cell
	for _, w := range words {
		out = append(out, table.TextCell(w))
	}
	return out
}
