package diff_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// record is a record as a test writes it. Its fields are name, value, name, value, …
type record struct {
	kind, key, title, group string
	subject                 string
	identities, fields      []string
}

func (r record) RecordKind() string         { return r.kind }
func (r record) RecordKey() string          { return r.key }
func (r record) RecordIdentities() []string { return r.identities }
func (r record) RecordTitle() string        { return r.title }
func (r record) RecordGroup() string        { return r.group }
func (r record) RecordSubject() string      { return r.subject }
func (r record) RecordFields() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := 0; i < len(r.fields); i += 2 {
			if !yield(r.fields[i], r.fields[i+1]) {
				return
			}
		}
	}
}

// variant returns a record of one shop that is titled by its key. Words are its identities; those with "=" are fields.
func variant(key string, words ...string) diff.Record {
	r := record{kind: "variant", key: key, title: "POCO " + key, group: "po.co/uk"}
	for _, w := range words {
		if name, value, ok := strings.Cut(w, "="); ok {
			r.fields = append(r.fields, name, value)
		} else {
			r.identities = append(r.identities, w)
		}
	}
	return r
}

// change returns what variant's records give, for the fields of name, old, new, name, …
func change(t diff.Type, key string, fields ...string) diff.Change {
	c := diff.Change{Type: t, Kind: "variant", Key: key, Title: "POCO " + key, Group: "po.co/uk"}
	for i := 0; i < len(fields); i += 3 {
		c.Fields = append(c.Fields, diff.FieldChange{Name: fields[i], Old: fields[i+1], New: fields[i+2]})
	}
	return c
}

func moved(c diff.Change, oldKey string) diff.Change {
	c.OldKey = oldKey
	return c
}

func ambiguous(c diff.Change) diff.Change {
	c.Ambiguous = true
	return c
}

func compare(t *testing.T, before, after []diff.Record) diff.Result {
	t.Helper()
	r, err := diff.Compare(before, after, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompareFields(t *testing.T) {
	tests := []struct {
		name     string
		old, new []string
		want     []diff.Change
	}{
		{"equal", []string{"title=X6", "ram_gb=8"}, []string{"title=X6", "ram_gb=8"}, nil},
		{"other order", []string{"title=X6", "ram_gb=8"}, []string{"ram_gb=8", "title=X6"}, nil},
		{"value", []string{"title=X6", "ram_gb=8"}, []string{"title=X6", "ram_gb=12"}, []diff.Change{change(diff.Changed, "1", "ram_gb", "8", "12")}},
		{"field appears", nil, []string{"color=red"}, []diff.Change{change(diff.Changed, "1", "color", "", "red")}},
		{"field disappears", []string{"color=red"}, nil, []diff.Change{change(diff.Changed, "1", "color", "red", "")}},
		{"empty is absent", []string{"color="}, nil, nil},
		{"several, sorted by name", []string{"b=1", "a=1", "d=1"}, []string{"c=1", "b=2", "a=1"}, []diff.Change{
			change(diff.Changed, "1", "b", "1", "2", "c", "", "1", "d", "1", ""),
		}},
		{"no number is more than text", []string{"price=3"}, []string{"price=3.0"}, []diff.Change{change(diff.Changed, "1", "price", "3", "3.0")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := compare(t, []diff.Record{variant("1", tt.old...)}, []diff.Record{variant("1", tt.new...)})
			want := diff.Result{
				Changes: tt.want, Old: 1, New: 1, Compared: 1,
				Counts: diff.Counts{Changed: len(tt.want)},
			}
			if diff := cmp.Diff(want, r); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
		})
	}
}

// Identity is the key first, then any shared identity, and never a guess.
func TestCompareJoin(t *testing.T) {
	type records = []diff.Record
	tests := []struct {
		name     string
		old, new records
		want     []diff.Change
	}{
		{
			"added and removed",
			records{variant("1", "a", "x=1")},
			records{variant("2", "b", "x=1", "y=2")},
			[]diff.Change{change(diff.Removed, "1", "x", "1", ""), change(diff.Added, "2", "x", "", "1", "y", "", "2")},
		},
		{
			"moved to a better key",
			records{variant("opt", "opt")},
			records{variant("item", "item", "opt")},
			[]diff.Change{moved(change(diff.Moved, "item"), "opt")},
		},
		{
			"moved by an identity that is no key, and changed",
			records{variant("1", "1", "gtin", "price=3")},
			records{variant("2", "2", "gtin", "price=4")},
			[]diff.Change{moved(change(diff.Moved, "2", "price", "3", "4"), "1")},
		},
		{
			"several shared identities are one",
			records{variant("1", "1", "a", "b")},
			records{variant("2", "2", "b", "a")},
			[]diff.Change{moved(change(diff.Moved, "2"), "1")},
		},
		{
			"the key counts before any identity",
			records{variant("1", "1", "2"), variant("2", "2", "1")},
			records{variant("2", "2", "1"), variant("1", "1", "2")},
			nil,
		},
		{
			"one becomes two",
			records{variant("1", "a")},
			records{variant("2", "a"), variant("3", "a")},
			[]diff.Change{
				ambiguous(change(diff.Removed, "1")), ambiguous(change(diff.Added, "2")), ambiguous(change(diff.Added, "3")),
			},
		},
		{
			"two become one",
			records{variant("1", "a"), variant("2", "b")},
			records{variant("3", "a", "b")},
			[]diff.Change{
				ambiguous(change(diff.Removed, "1")), ambiguous(change(diff.Removed, "2")), ambiguous(change(diff.Added, "3")),
			},
		},
		{
			"one that stays takes another in",
			records{variant("1", "1"), variant("2", "2")},
			records{variant("1", "1", "2")},
			[]diff.Change{ambiguous(change(diff.Removed, "2"))},
		},
		{
			"one that stays also claims the identity",
			records{variant("1", "1", "a"), variant("2", "2", "a")},
			records{variant("1", "1", "a"), variant("3", "3", "a")},
			[]diff.Change{ambiguous(change(diff.Removed, "2")), ambiguous(change(diff.Added, "3"))},
		},
		{
			"kinds are never joined",
			records{record{kind: "mapping", key: "1", identities: []string{"a"}, title: "POCO 1", group: "po.co/uk"}},
			records{variant("1", "a"), variant("2", "a")},
			[]diff.Change{
				{Type: diff.Removed, Kind: "mapping", Key: "1", Title: "POCO 1", Group: "po.co/uk"},
				change(diff.Added, "1"), change(diff.Added, "2"),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := compare(t, tt.old, tt.new)
			if diff := cmp.Diff(tt.want, r.Changes); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

// A record that is missing because its page was not read is not gone.
// unknown makes the Unknown of Options of a question about one record.
func unknown(is func(diff.Record) bool) func([]diff.Record) ([]bool, error) {
	return func(missing []diff.Record) ([]bool, error) {
		out := make([]bool, len(missing))
		for i, r := range missing {
			out[i] = is(r)
		}
		return out, nil
	}
}

func TestCompareUnknown(t *testing.T) {
	old := []diff.Record{variant("1", "x=1"), variant("2"), variant("3", "b"), variant("4", "c"), variant("5", "d")}
	current := []diff.Record{variant("3b", "b"), variant("4b", "c"), variant("4c", "c"), variant("5", "d")}
	r, err := diff.Compare(old, current, diff.Options{Unknown: unknown(func(r diff.Record) bool { return r.RecordKind() == "variant" && r.RecordKey() != "2" })})
	if err != nil {
		t.Fatal(err)
	}
	want := diff.Result{
		Changes: []diff.Change{
			change(diff.Unknown, "1"),
			change(diff.Removed, "2"),
			moved(change(diff.Moved, "3b"), "3"),
			ambiguous(change(diff.Unknown, "4")),
			ambiguous(change(diff.Added, "4b")),
			ambiguous(change(diff.Added, "4c")),
		},
		Counts: diff.Counts{Added: 2, Removed: 1, Moved: 1, Unknown: 2, Ambiguous: 3},
		Old:    5, New: 4, Compared: 2,
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}

func TestCompareSorts(t *testing.T) {
	named := func(group, kind, title, key string) diff.Record {
		return record{group: group, kind: kind, title: title, key: key}
	}
	r := compare(t, nil, []diff.Record{
		named("b", "variant", "a", "1"), named("a", "variant", "b", "2"), named("a", "variant", "a", "4"),
		named("a", "variant", "a", "3"), named("a", "mapping", "z", "5"),
	})
	var keys []string
	for _, c := range r.Changes {
		keys = append(keys, c.Key)
	}
	if diff := cmp.Diff([]string{"5", "3", "4", "2", "1"}, keys); diff != "" {
		t.Errorf("keys by group, kind, title and key (-want +got):\n%s", diff)
	}
}

// A comparison without anything to compare must not look like agreement.
func TestResultSaysWhatWasCompared(t *testing.T) {
	one := []diff.Record{variant("1")}
	tests := []struct {
		name     string
		old, new []diff.Record
		empty    string
		differs  bool
	}{
		{"both", nil, nil, "both", false},
		{"old", nil, one, "old", true},
		{"new", one, nil, "new", true},
		{"none", one, one, "", false},
		{"none, and nothing in common", one, []diff.Record{variant("2")}, "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := compare(t, tt.old, tt.new)
			if r.EmptySide() != tt.empty || r.Differs() != tt.differs {
				t.Errorf("EmptySide = %q, Differs = %v, want %q, %v", r.EmptySide(), r.Differs(), tt.empty, tt.differs)
			}
		})
	}
	r, err := diff.Compare(one, []diff.Record{variant("2")}, diff.Options{Unknown: unknown(func(diff.Record) bool { return true })})
	if err != nil {
		t.Fatal(err)
	}
	if want := (diff.Counts{Added: 1, Unknown: 1}); r.Counts != want {
		t.Errorf("Counts = %+v, want %+v", r.Counts, want)
	}
}

// Each key that two records of a side share is told, in one order and whatever the order of the records, up to ten.
func TestCompareDuplicates(t *testing.T) {
	named := func(key, title string) diff.Record { return record{kind: "variant", key: key, title: title} }
	twice := []diff.Record{variant("1"), named("1", "another"), variant("2")}
	var many []diff.Record
	var told []string
	for i := range 15 {
		key := string(rune('a' + i))
		many = append(many, variant(key), variant(key))
		if i < 10 {
			told = append(told, fmt.Sprintf("the old side: variant %q is given twice: as %q and as %q", key, "POCO "+key, "POCO "+key))
		}
	}
	slices.Reverse(many)
	const one = `side: variant "1" is given twice: as "POCO 1" and as "another"`
	tests := []struct {
		name     string
		old, new []diff.Record
		want     []string
	}{
		{"old", twice, nil, []string{"the old " + one}},
		{"new", nil, twice, []string{"the new " + one}},
		{"both", twice, twice, []string{"the old " + one, "the new " + one}},
		{"the other one first", []diff.Record{variant("2"), named("1", "another"), variant("1")}, nil, []string{"the old " + one}},
		{"three of one key", []diff.Record{named("1", "c"), named("1", "a"), named("1", "b")}, nil, []string{
			`the old side: variant "1" is given twice: as "a" and as "b"`, `the old side: variant "1" is given twice: as "b" and as "c"`,
		}},
		{"many", many, nil, append(told, "the old side: 5 more keys are given twice")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := diff.Compare(tt.old, tt.new, diff.Options{})
			if err == nil {
				t.Fatalf("no error, but %+v", r)
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFieldChangePercent(t *testing.T) {
	tests := []struct {
		name, old, new string
		want           float64
		ok             bool
	}{
		{"lower", "40000 GBP", "30000 GBP", -25, true},
		{"higher", "40000 GBP", "100000 GBP", 150, true},
		{"to nothing", "40000 GBP", "0 GBP", -100, true},
		{"from nothing", "0 GBP", "100 GBP", 0, false},
		{"from below nothing", "-1 GBP", "100 GBP", 0, false},
		{"other currency", "40000 GBP", "40000 EUR", 0, false},
		{"no price before", "", "40000 GBP", 0, false},
		{"no price now", "40000 GBP", "", 0, false},
		{"no money", "128", "256", 0, false},
		{"a title", "12 Pro", "13 Pro", 0, false},
		{"no whole number", "1.5 GBP", "2.5 GBP", 0, false},
		{"more than fits", "99999999999999999999 GBP", "1 GBP", 0, false},
		{"as much as fits", "9223372036854775807 INR", "-9223372036854775807 INR", -200, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := diff.FieldChange{Name: "price", Old: tt.old, New: tt.new}.Percent()
			if got != tt.want || ok != tt.ok {
				t.Errorf("Percent(%q → %q) = %v, %v, want %v, %v", tt.old, tt.new, got, ok, tt.want, tt.ok)
			}
		})
	}
}
