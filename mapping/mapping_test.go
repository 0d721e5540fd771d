package mapping_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
)

func TestNumbersAreWrittenWithFixedDigits(t *testing.T) {
	got, err := json.Marshal(struct {
		Score mapping.Score
		Plus  mapping.Bits
		Minus mapping.Bits
		Zero  mapping.Bits
	}{0.98765432, 3.14159, -20.005, -0.0001})
	if want := `{"Score":0.9877,"Plus":3.14,"Minus":-20.00,"Zero":0.00}`; err != nil || string(got) != want {
		t.Errorf("Marshal = %s, %v, want %s", got, err, want)
	}
}

func TestLineKey(t *testing.T) {
	old := mapping.Mapping{Source: "poco-store-app", Market: "in", SourceID: "item:7", Target: "mi.com/in", TargetID: "9", Status: mapping.Matched}
	if got := old.LineKey(); got != "poco-store-app@in#item:7" {
		t.Errorf("key of a mapping = %q", got)
	}
	fresh := mapping.Mapping{Target: "mi.com/in", TargetID: "9", Status: mapping.New}
	if got := fresh.LineKey(); got != "new mi.com/in 9" || fresh.SourceKey() != "" {
		t.Errorf("key of a new SKU = %q, source %q", got, fresh.SourceKey())
	}
	if old.RecordGroup() != "poco-store-app" || fresh.RecordGroup() != "mi.com/in" {
		t.Errorf("groups = %q, %q", old.RecordGroup(), fresh.RecordGroup())
	}
}

func TestMappingAsRecord(t *testing.T) {
	m := mapping.Mapping{
		Source: "po.co/uk", SourceID: "item:1", Target: "mi.com/uk", TargetID: "2", Status: mapping.Matched, Score: 0.99,
		Ruling: mapping.Accepted, Reason: "same phone", Flags: []mapping.Flag{"sold_twice"},
	}
	want := map[string]string{
		"target": "mi.com/uk", "target_id": "2", "status": "matched", "score": "0.9900", "ruling": "accepted", "flags": "sold_twice",
	}
	if d := cmp.Diff(want, maps.Collect(m.RecordFields())); d != "" {
		t.Errorf("fields (-want +got):\n%s", d)
	}
	for stop := range len(want) {
		seen := 0
		for range m.RecordFields() { // a reader may stop anywhere
			if seen++; seen > stop {
				break
			}
		}
		if seen != stop+1 {
			t.Errorf("%d fields were yielded to a reader of %d", seen, stop+1)
		}
	}
}

func TestFlagWords(t *testing.T) {
	m := mapping.Mapping{Flags: []mapping.Flag{mapping.RulingAmbiguous, mapping.SoldTwice}}
	if got := m.FlagWords("; "); got != "ruling_ambiguous; sold_twice" {
		t.Errorf("FlagWords = %q", got)
	}
	if got := (mapping.Mapping{}).FlagWords("; "); got != "" {
		t.Errorf("FlagWords of none = %q", got)
	}
}

func TestRulingsAreThoseOfTheDropDown(t *testing.T) {
	want := []mapping.Ruling{"accepted", "reassigned", "product_only", "not_sold", "rejected", "deferred"}
	if d := cmp.Diff(want, mapping.Rulings()); d != "" {
		t.Errorf("rulings (-want +got):\n%s", d)
	}
}
