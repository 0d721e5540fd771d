package mapping_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/mapping"
)

// What waits for a person, and what a person has settled: every row of the workbook stands where these say.
func TestOpenAndSettled(t *testing.T) {
	flags := func(f ...mapping.Flag) []mapping.Flag { return f }
	for _, tt := range []struct {
		name          string
		m             mapping.Mapping
		open, settled bool
	}{
		{"sure", mapping.Mapping{Status: mapping.Matched}, false, false},
		{"in doubt", mapping.Mapping{Status: mapping.NeedsReview}, true, false},
		{"the product alone", mapping.Mapping{Status: mapping.ProductOnly}, true, false},
		{"nothing takes its place", mapping.Mapping{Status: mapping.Unmapped}, true, false},
		{"new", mapping.Mapping{Status: mapping.New}, false, false},
		{"in doubt, accepted", mapping.Mapping{Status: mapping.NeedsReview, Ruling: mapping.Accepted}, false, true},
		{"in doubt, another", mapping.Mapping{Status: mapping.NeedsReview, Ruling: mapping.Reassigned}, false, true},
		{"in doubt, ruled the product", mapping.Mapping{Status: mapping.NeedsReview, Ruling: mapping.RuledProduct}, false, true},
		{"unmapped, not sold", mapping.Mapping{Status: mapping.Unmapped, Ruling: mapping.NotSold}, false, true},
		{"sure, rejected", mapping.Mapping{Status: mapping.Matched, Ruling: mapping.Rejected}, true, false},
		{"sure, deferred", mapping.Mapping{Status: mapping.Matched, Ruling: mapping.Deferred}, true, false},
		{"a ruling that this version does not know", mapping.Mapping{Status: mapping.Matched, Ruling: "maybe"}, true, false},
		{"sure, sold twice", mapping.Mapping{Status: mapping.Matched, Flags: flags(mapping.SoldTwice)}, true, false},
		{"sold twice, accepted", mapping.Mapping{Status: mapping.Matched, Ruling: mapping.Accepted, Flags: flags(mapping.SoldTwice)}, false, true},
		{"ruled for what is gone", mapping.Mapping{Status: mapping.Matched, Ruling: mapping.Reassigned, Flags: flags(mapping.TargetMissing)}, true, true},
		{"a ruling fits several", mapping.Mapping{Status: mapping.Matched, Flags: flags(mapping.RulingAmbiguous)}, true, false},
	} {
		if got := tt.m.Open(); got != tt.open {
			t.Errorf("%s: Open = %v, want %v", tt.name, got, tt.open)
		}
		if got := tt.m.Settled(); got != tt.settled {
			t.Errorf("%s: Settled = %v, want %v", tt.name, got, tt.settled)
		}
	}
}
