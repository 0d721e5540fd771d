package review_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// TestPatternOf: the words are part of the format. A line here may be added, never changed: people's rulings name them.
func TestPatternOf(t *testing.T) {
	e := func(list ...mapping.Evidence) []mapping.Evidence { return list }
	exact := mapping.Evidence{Attribute: "model", Level: mapping.Exact, Source: "a", Target: "a"}
	differs := func(attribute string) mapping.Evidence {
		return mapping.Evidence{Attribute: attribute, Level: mapping.Conflict, Source: "a", Target: "b"}
	}
	silent := func(attribute, source, target string) mapping.Evidence {
		return mapping.Evidence{Attribute: attribute, Level: mapping.Missing, Source: source, Target: target}
	}
	alike := func(attribute string) mapping.Evidence {
		return mapping.Evidence{Attribute: attribute, Level: mapping.Compatible, Source: "a", Target: "b"}
	}
	near := func(reason string) *mapping.Candidate { return &mapping.Candidate{Reason: reason} }
	tests := []struct {
		want string
		m    mapping.Mapping
	}{
		{"only the colour differs", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(exact, differs("color"))}},
		{"only the colour differs", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(differs("color"), silent("specs.chipset", "", "x"), alike("price"))}},
		{"only the RAM and storage differ", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(differs("ram_gb"), differs("storage_gb"))}},
		{"only the RAM, storage and colour differ", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(differs("ram_gb"), differs("storage_gb"), differs("color"))}},
		{"only the colour differs, and only one side states the RAM", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(silent("ram_gb", "", "8 GB"), differs("color"))}},
		{"only one side states the RAM", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(exact, silent("ram_gb", "", "8 GB"), alike("color_label"))}},
		{"the model may mean the same", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(alike("model"), silent("color", "", ""))}},
		{"all that is stated agrees", mapping.Mapping{Status: mapping.NeedsReview, Evidence: e(exact, silent("color", "", ""), alike("specs.chipset"))}},
		{"all that is stated agrees; sold under several numbers", mapping.Mapping{Status: mapping.Matched, Evidence: e(exact), Flags: []mapping.Flag{mapping.SoldTwice}}},
		{"nothing was compared; the ruled SKU was not captured", mapping.Mapping{Status: mapping.Matched, Flags: []mapping.Flag{mapping.TargetMissing}}},
		{"all that is stated agrees; a ruling fits several variants", mapping.Mapping{Status: mapping.Matched, Evidence: e(exact), Flags: []mapping.Flag{mapping.RulingAmbiguous}}},
		{"on the new site, but only the colour differs", mapping.Mapping{Status: mapping.ProductOnly, RunnerUp: near("colour differs: black against gold")}},
		{"on the new site, but only the RAM and storage differ", mapping.Mapping{Status: mapping.ProductOnly, RunnerUp: near("RAM differs: 8 GB against 4 GB; storage differs: 128 GB against 64 GB")}},
		{"on the new site, but not which variant", mapping.Mapping{Status: mapping.ProductOnly, RunnerUp: near("the old page does not say which memory or colour it speaks of")}},
		{"on the new site, but not which variant", mapping.Mapping{Status: mapping.ProductOnly}},
		{"not on the new site, where the nearest is another product", mapping.Mapping{Status: mapping.Unmapped, Target: newUK, RunnerUp: near("5G against 4G")}},
		{"not on the new site, nor anything like it", mapping.Mapping{Status: mapping.Unmapped, Target: newUK}},
		{"no route leads on", mapping.Mapping{Status: mapping.Unmapped}},
		{"only the new site has it", mapping.Mapping{Status: mapping.New, Target: newUK}},
	}
	for _, tt := range tests {
		if got := review.PatternOf(tt.m); got != tt.want {
			t.Errorf("PatternOf(%+v)\n = %q\nwant %q", tt.m, got, tt.want)
		}
	}
}

// TestPatternsCount: each open row has one pattern, and the pattern's hash follows the rows that it would rule.
func TestPatternsCount(t *testing.T) {
	in := sample()
	b := review.Book(in)
	open, _ := b.Sheet(review.SheetReview)
	s, _ := b.Sheet(review.SheetPatterns)
	rows, hashes := int64(0), map[string]string{}
	for _, row := range s.Rows {
		rows += row[s.Index("Rows")].Int
		if id := row[s.Index("Row id")].Text; id != "pattern "+row[s.Index("Pattern")].Text {
			t.Errorf("row id %q of pattern %q", id, row[s.Index("Pattern")].Text)
		}
		hashes[row[s.Index("Pattern")].Text] = row[s.Index("Row hash")].Text
	}
	if int(rows) != len(open.Rows) {
		t.Errorf("the patterns stand for %d rows, Review has %d", rows, len(open.Rows))
	}
	const colour = "on the new site, but only the colour differs"
	if len(hashes[colour]) != 12 {
		t.Fatalf("no pattern %q with a hash among %v", colour, hashes)
	}
	in.Mappings[3].TargetID = "slug:poco-c75-pro" // what one of its rows proposes
	again, _ := review.Book(in).Sheet(review.SheetPatterns)
	for _, row := range again.Rows {
		if words, hash := row[again.Index("Pattern")].Text, row[again.Index("Row hash")].Text; (hash == hashes[words]) == (words == colour) {
			t.Errorf("pattern %q: hash %s, was %s", words, hash, hashes[words])
		}
	}
}
