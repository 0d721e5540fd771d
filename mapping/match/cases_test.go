package match_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

// TestCases holds every case of testdata/cases.txt to what it expects. Each old variant and each new product must be named
// there, so that nothing comes out unseen.
func TestCases(t *testing.T) {
	for _, s := range readScenarios(t) {
		t.Run(s.name, func(t *testing.T) {
			got := match.Map(s.in)
			named := map[string]bool{}
			for _, w := range s.wants {
				m, ok := find(got, w.id)
				if !ok {
					t.Errorf("no mapping for %q", w.id)
					continue
				}
				named[m.LineKey()] = true
				w.check(t, m)
			}
			for _, m := range got {
				if !named[m.LineKey()] {
					t.Errorf("unexpected mapping %s: %s (%s)", m.LineKey(), shown(m), m.Reason)
				}
			}
		})
	}
}

func (w want) check(t *testing.T, m mapping.Mapping) {
	t.Helper()
	switch w.kind {
	case "want":
		if got := shown(m); got != w.rest[0] {
			t.Errorf("%s: got %q, want %q (%s)", w.id, got, w.rest[0], m.Reason)
		}
	case "why":
		if m.Reason != w.rest[0] {
			t.Errorf("%s: reason\n got %q\nwant %q", w.id, m.Reason, w.rest[0])
		}
	case "other":
		got := "none"
		if c := m.RunnerUp; c != nil {
			got = fmt.Sprintf("%s | %s | %s", c.TargetID, c.Title, c.Reason)
		}
		if want := strings.Join(w.rest, " | "); got != want {
			t.Errorf("%s: runner-up\n got %q\nwant %q", w.id, got, want)
		}
	}
}

// TestOrderOfInputDoesNotMatter shuffles variants and routes; decisions keep their order, which means something.
func TestOrderOfInputDoesNotMatter(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, s := range readScenarios(t) {
		want := match.Map(s.in)
		for range 5 {
			in := s.in
			in.Variants = slices.Clone(in.Variants)
			rnd.Shuffle(len(in.Variants), func(i, j int) { in.Variants[i], in.Variants[j] = in.Variants[j], in.Variants[i] })
			if d := cmp.Diff(want, match.Map(in)); d != "" {
				t.Fatalf("%s: shuffled input (-sorted +shuffled):\n%s", s.name, d)
			}
		}
	}
}

// TestLaws holds what is true of every mapping, whatever the catalogue.
func TestLaws(t *testing.T) {
	for _, s := range readScenarios(t) {
		t.Run(s.name, func(t *testing.T) { checkLaws(t, s.in, match.Map(s.in)) })
	}
}

func checkLaws(t *testing.T, in match.Input, got []mapping.Mapping) {
	t.Helper()
	keys := map[string]int{}
	holders := map[string]string{}
	for _, m := range got {
		keys[m.LineKey()]++
		known := m.Status == mapping.Matched || m.Status == mapping.NeedsReview || m.Status == mapping.ProductOnly
		switch {
		case m.Reason == "":
			t.Errorf("%s has no reason", m.LineKey())
		case m.Ruling != "":
		case known != (m.TargetID != "" && m.Score > 0 && m.Score < 1 && len(m.Evidence) > 0) && m.Status != mapping.New:
			t.Errorf("%s is %s with target %q, score %v and %d comparisons", m.LineKey(), m.Status, m.TargetID, m.Score, len(m.Evidence))
		}
		if m.Status == mapping.Matched && m.Ruling == "" && !slices.Contains(m.Flags, "sold_twice") {
			if other, taken := holders[m.TargetID]; taken {
				t.Errorf("%s and %s are both matched to %s", other, m.LineKey(), m.TargetID)
			}
			holders[m.TargetID] = m.LineKey()
		}
		if m.RunnerUp != nil && (m.RunnerUp.TargetID == "" || m.RunnerUp.Reason == "" || m.RunnerUp.Title == "") {
			t.Errorf("%s has a runner-up that says too little: %+v", m.LineKey(), *m.RunnerUp)
		}
	}
	for _, v := range in.Variants {
		if v.Shop == oldShop && keys[string(v.Key)] != 1 {
			t.Errorf("%s has %d mappings", v.Key, keys[string(v.Key)])
		}
	}
	if !slices.IsSortedFunc(got, func(a, b mapping.Mapping) int { return strings.Compare(a.LineKey(), b.LineKey()) }) {
		t.Error("mappings are not sorted")
	}
}
