package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/ledger"
	"github.com/pocomigrate/pocomigrate/mapping/review"
)

// progressed writes how far the work is: "name: variants = sure + done + pending" for each count, and what is not laid.
func progressed(t *testing.T, p review.Progress) string {
	t.Helper()
	var b strings.Builder
	line := func(c review.Count) {
		fmt.Fprintf(&b, "%s: %d = %d + %d + %d\n", c.Name, c.Variants, c.Sure, c.Done, c.Pending)
	}
	line(p.All)
	for _, list := range [][]review.Count{p.Shops, p.Reviewers, p.Bands, p.Patterns} {
		b.WriteString("--\n")
		var sum review.Count
		for _, c := range list {
			line(c)
			sum = review.Count{Name: p.All.Name, Variants: sum.Variants + c.Variants, Sure: sum.Sure + c.Sure, Done: sum.Done + c.Done, Pending: sum.Pending + c.Pending}
		}
		if sum != p.All {
			t.Errorf("the counts add up to %+v, not to %+v", sum, p.All)
		}
	}
	fmt.Fprintf(&b, "-- %d unlaid", p.Unlaid)
	return b.String()
}

// TestMeasure: how far the work is, before anybody ruled and after; the sample shows a ruling that its ledger lacks.
func TestMeasure(t *testing.T) {
	accepted, deferred := ruled(mapping.Accepted, "slug:poco-c75", "Anna"), ruled(mapping.Deferred, "", "")
	deferred.Identities[0] = "item:4101500002"
	for _, tt := range []struct {
		name   string
		ledger *ledger.Ledger
		want   string
	}{
		{"nobody ruled", &ledger.Ledger{}, `all: 5 = 1 + 0 + 4
--
po.co/uk: 4 = 1 + 0 + 3
poco-store-app (in): 1 = 0 + 0 + 1
--
: 5 = 1 + 0 + 4
--
0.99 to 1: 3 = 1 + 0 + 2
0.50 to 0.80: 1 = 0 + 0 + 1
no proposal: 1 = 0 + 0 + 1
--
all that is stated agrees; sold under several numbers: 2 = 0 + 0 + 2
not on the new site, nor anything like it: 1 = 0 + 0 + 1
on the new site, but only the colour differs: 1 = 0 + 0 + 1
: 1 = 1 + 0 + 0
-- 1 unlaid`},
		{"one accepted, one deferred by nobody", ledgerOf(t, accepted, deferred), `all: 5 = 1 + 1 + 3
--
po.co/uk: 4 = 1 + 1 + 2
poco-store-app (in): 1 = 0 + 0 + 1
--
: 3 = 1 + 0 + 2
(unnamed): 1 = 0 + 0 + 1
Anna: 1 = 0 + 1 + 0
--
0.99 to 1: 3 = 1 + 0 + 2
0.50 to 0.80: 1 = 0 + 1 + 0
no proposal: 1 = 0 + 0 + 1
--
all that is stated agrees; sold under several numbers: 2 = 0 + 0 + 2
not on the new site, nor anything like it: 1 = 0 + 0 + 1
: 1 = 1 + 0 + 0
on the new site, but only the colour differs: 1 = 0 + 1 + 0
-- 3 unlaid`},
	} {
		if d := cmp.Diff(tt.want, progressed(t, review.Measure(sample(), tt.ledger))); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
	}
}

// TestBandsAreSorted: the surest first, in whatever order the variants come.
func TestBandsAreSorted(t *testing.T) {
	in := sample()
	in.Mappings[0].Score = 0.1
	for range 20 { // maps have no order
		var got []string
		for _, c := range review.Measure(in, &ledger.Ledger{}).Bands {
			got = append(got, c.Name)
		}
		if d := cmp.Diff([]string{"0.99 to 1", "0.50 to 0.80", "below 0.50", "no proposal"}, got); d != "" {
			t.Fatalf("bands (-want +got):\n%s", d)
		}
	}
}

// TestMeasureForgetsDoubtsOfOldRulings: a target that a ruling named and the shop no longer has is no doubt once another ruling
// holds.
func TestMeasureForgetsDoubtsOfOldRulings(t *testing.T) {
	in := sample()
	m := &in.Mappings[3]
	m.Ruling, m.TargetID, m.Flags = mapping.Reassigned, "4231501111", []mapping.Flag{mapping.TargetMissing}
	for name, tt := range map[string]struct {
		ruling mapping.Decision
		done   int
	}{
		"the ruling holds":         {ruled(mapping.Reassigned, "4231501111", "Anna"), 0},
		"another ruling was given": {ruled(mapping.NotSold, "", "Anna"), 1},
	} {
		if got := review.Measure(in, ledgerOf(t, tt.ruling)).All; got.Done != tt.done {
			t.Errorf("%s: %+v, want %d done", name, got, tt.done)
		}
	}
}

// TestSound: whether somebody must look again follows from the rows alone.
func TestSound(t *testing.T) {
	for _, kind := range review.Kinds() {
		want := kind == review.RowNew || kind == review.RowChanged || kind == review.RowCleared || kind == review.RowUnchanged || kind == review.RowBlank
		taken := review.Taken{Rows: []*review.Outcome{{Kind: review.RowNew}, {Kind: kind}}}
		if kind.Sound() != want || taken.Sound() != want {
			t.Errorf("%s is sound: %v, with a row of it %v, want %v", kind, kind.Sound(), taken.Sound(), want)
		}
	}
	if !(&review.Taken{}).Sound() {
		t.Error("no rows are not sound")
	}
}
