package match_test

import (
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// TestWhatCouldNotBeReadIsSaid: nobody is told that a shop does not list a phone while pages of the shop are unknown.
func TestWhatCouldNotBeReadIsSaid(t *testing.T) {
	old, fresh := in("po.co/uk", "", "1"), in("mi.com/uk", "", "9")
	fresh.Model, fresh.Title, fresh.ItemGroupID = "POCO X7", "POCO X7", "poco-x7"
	input := match.Input{
		Variants: []catalog.Variant{old, fresh},
		Routes:   []match.Route{{From: "po.co/uk", To: "mi.com/uk"}, {From: "app", Market: "uk", To: "mi.com/uk"}, {From: "app", Market: "gb", To: "mi.com/uk"}},
	}
	reasons := func() map[mapping.Status]string {
		out := map[mapping.Status]string{}
		for _, m := range match.Map(input) {
			out[m.Status] = m.Reason
		}
		return out
	}
	before := reasons()
	input.Unknown = map[catalog.ShopID]int{"mi.com/uk": 2, "po.co/uk": 1, "po.co/fr": 7, "app": 3}
	after := reasons()
	for status, want := range map[mapping.Status]string{
		mapping.Unmapped: "; 2 pages of mi.com/uk could not be read, where it may stand",
		mapping.New:      "; 3 pages of app and 1 page of po.co/uk could not be read, where it may stand",
	} {
		if before[status] == "" || after[status] != before[status]+want {
			t.Errorf("%s: %q became %q, want %q at the end", status, before[status], after[status], want)
		}
	}
}
