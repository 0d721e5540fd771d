package diff_test

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

// kinds are the kinds of change that people, pull requests and programs are told of, one at a time.
func kinds() map[string]diff.Result {
	result := func(changes ...diff.Change) diff.Result {
		for i := range changes {
			changes[i].Subject = "POCO F6"
		}
		return diff.Result{Changes: changes, Old: 9, New: 9, Compared: 9}
	}
	mapping := func(t diff.Type, fields ...string) diff.Change {
		c := change(t, "po.co/uk#item:1", fields...)
		c.Kind = "mapping"
		return c
	}
	field := func(name, old, current string) diff.Result {
		return result(change(diff.Changed, "po.co/uk#item:1", name, old, current))
	}
	cameras := func(key string) diff.Change { // more than a line holds
		const two = "50 MP f/1.8 with optical stabilisation, 8 MP f/2.2 that sees 120 degrees, 2 MP f/2.4 for what is near"
		return change(diff.Changed, key, "specs.cameras", two+", 32 MP f/2.0 in front", two+", 20 MP f/2.0 in front")
	}
	reread := change(diff.Changed, "po.co/uk#item:1", "color", "grey", "titanium")
	reread.Reread = true
	shop := diff.Change{Type: diff.Removed, Kind: "shop", Key: "po.co/uk", Title: "po.co/uk", Group: "po.co/uk"}
	table := diff.Change{Type: diff.Changed, Kind: "vocabulary", Key: "colors.csv", Title: "colors.csv", Fields: []diff.FieldChange{{Name: "digest", Old: "9533", New: "ab12"}}}
	return map[string]diff.Result{
		"variant_added":        result(change(diff.Added, "po.co/uk#item:1", "price", "", "32900 GBP")),
		"variant_removed":      result(change(diff.Removed, "po.co/uk#item:1", "price", "32900 GBP", "")),
		"variant_ambiguous":    result(ambiguous(change(diff.Removed, "po.co/uk#item:1"))),
		"variant_moved":        result(moved(change(diff.Moved, "po.co/uk#item:1"), "po.co/uk#slug:poco-f6")),
		"variant_unknown":      result(change(diff.Unknown, "po.co/uk#item:1")),
		"variant_reread":       result(reread),
		"price_changed":        field("price", "32900 GBP", "29900 GBP"),
		"price_fell":           field("price", "32900 GBP", "16400 GBP"),
		"price_wobble":         field("sale_price", "32900 GBP", "32901 GBP"),
		"price_gone":           field("price", "32900 GBP", ""),
		"price_currency":       field("price", "32900 GBP", "32900 EUR"),
		"availability":         field("availability", "in_stock", "out_of_stock"),
		"identifier":           field("gtin", "6941812763025", "6941812763032"),
		"link":                 field("link", "https://www.po.co/uk/product/poco-f6/", "https://www.po.co/uk/product/f6/"),
		"spec":                 field("specs.battery_mah", "5000", "5500"),
		"shop_table":           field("product_detail.Akku & Laden | <b>", "5160 mAh", "5160 mAh (typ.)"),
		"spec_long_in_two":     result(cameras("po.co/uk#item:1"), cameras("po.co/uk#item:2")),
		"attribute":            field("ram_gb", "8", "12"),
		"mapping_new":          result(mapping(diff.Added, "target_id", "", "4223714989")),
		"mapping_lost":         result(mapping(diff.Removed, "target_id", "4223714989", "")),
		"mapping_target":       result(mapping(diff.Changed, "target_id", "4223714989", "4223714990")),
		"mapping_status":       result(mapping(diff.Changed, "status", "matched", "review")),
		"mapping_score":        result(mapping(diff.Changed, "score", "0.9712", "0.8120")),
		"mapping_score_little": result(mapping(diff.Changed, "score", "0.9712", "0.9713")),
		"mapping_ruling":       result(mapping(diff.Changed, "ruling", "accepted", "rejected")),
		"shop_removed":         {Changes: []diff.Change{shop}, Old: 9, New: 8, Compared: 8},
		"vocabulary":           {Changes: []diff.Change{table}, Old: 9, New: 9, Compared: 9},
	}
}

// Each kind of change looks in text, Markdown and JSON as the files say.
func TestKinds(t *testing.T) {
	for name, r := range kinds() {
		t.Run(name, func(t *testing.T) {
			report := counted(t, r)
			var text, markdown, lines bytes.Buffer
			if err := errors.Join(
				diff.WriteText(&text, report, diff.TextOptions{Format: pounds}),
				diff.WriteMarkdown(&markdown, report, diff.MarkdownOptions{Format: pounds}),
				diff.WriteJSON(&lines, report),
			); err != nil {
				t.Fatal(err)
			}
			golden(t, "kinds/"+name+".txt", text.Bytes())
			golden(t, "kinds/"+name+".md", markdown.Bytes())
			golden(t, "kinds/"+name+".jsonl", lines.Bytes())
		})
	}
}

// counted judges a result that was made by hand, by the shipped policy.
func counted(t *testing.T, r diff.Result) diff.Report {
	t.Helper()
	for _, c := range r.Changes {
		switch c.Type {
		case diff.Added:
			r.Counts.Added++
		case diff.Removed:
			r.Counts.Removed++
		case diff.Changed:
			r.Counts.Changed++
		case diff.Moved:
			r.Counts.Moved++
		case diff.Unknown:
			r.Counts.Unknown++
		}
		if c.Ambiguous {
			r.Counts.Ambiguous++
		}
	}
	return judge(t, r)
}

// noted is a report with all that is no change: measures, accepted changes, notes.
func noted(t *testing.T) diff.Report {
	t.Helper()
	b, err := diff.ReadBaseline(strings.NewReader(baselineHeader+
		"variant-changed,po.co/uk#*,*price,,\"Black Friday, until *Monday*\",2999-12-31\n"+
		"mapping-removed,*,,,never,2999-12-31\n"), "accepted.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := diff.Judge(everything(t), []diff.Measure{
		{Kind: "shop-shrunk", Group: "po.co/uk", Percent: 40, Text: "2 of 5 variants are gone (40.0 %)"},
	}, shipped(t), b, time.Time{})
	r.Notes = []string{"our own tables changed (colors.csv)"}
	r.Same = true
	return r
}

func TestFormats(t *testing.T) {
	write := map[string]func(b *bytes.Buffer, r diff.Report) error{
		"txt": func(b *bytes.Buffer, r diff.Report) error {
			return diff.WriteText(b, r, diff.TextOptions{Format: pounds})
		},
		"md": func(b *bytes.Buffer, r diff.Report) error {
			return diff.WriteMarkdown(b, r, diff.MarkdownOptions{Format: pounds})
		},
		"jsonl": func(b *bytes.Buffer, r diff.Report) error { return diff.WriteJSON(b, r) },
		"log":   func(b *bytes.Buffer, r diff.Report) error { return diff.WriteAnnotations(b, r, diff.Info, pounds) },
		"html": func(b *bytes.Buffer, r diff.Report) error {
			return diff.WriteHTML(b, r, diff.HTMLOptions{Title: "main → new", Format: pounds})
		},
	}
	for name, r := range map[string]diff.Report{"noted": noted(t), "together": judge(t, together(t))} {
		for ending, write := range write {
			t.Run(name+"."+ending, func(t *testing.T) {
				var b bytes.Buffer
				if err := write(&b, r); err != nil {
					t.Fatal(err)
				}
				golden(t, "formats/"+name+"."+ending, b.Bytes())
			})
		}
	}
}

// many is a report of n findings under as many rules as there are fields.
func many(t *testing.T, n, fields int) diff.Report {
	t.Helper()
	r := diff.Result{Old: n, New: n, Compared: n}
	var rules strings.Builder
	for i := range n {
		name := fmt.Sprint("field", i%fields)
		c := change(diff.Changed, fmt.Sprintf("po.co/uk#item:%d", i), name, "old", "new "+strconv.Itoa(i/(3*fields)))
		c.Subject = "POCO F6"
		r.Changes = append(r.Changes, c)
		if i < fields {
			fmt.Fprintf(&rules, "rule%d,*,*,%s,,%s,\n", i, name, diff.Level(1+i%3))
		}
	}
	return diff.Judge(r, nil, policy(t, rules.String()), diff.Baseline{}, time.Time{})
}

// Markdown keeps its limit, and says what it left out for it.
func TestWriteMarkdownLimit(t *testing.T) {
	r := many(t, 3000, 4)
	r.Notes = []string{strings.Repeat("Our own tables changed. ", 30)}
	var whole bytes.Buffer
	if err := diff.WriteMarkdown(&whole, r, diff.MarkdownOptions{Limit: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(whole.String(), "Left out") {
		t.Fatal("something was left out although there was room")
	}
	cutLists := 0
	for limit := 1300; limit < whole.Len(); limit = limit*5/4 + 7 {
		var b bytes.Buffer
		if err := diff.WriteMarkdown(&b, r, diff.MarkdownOptions{Limit: limit}); err != nil {
			t.Fatal(err)
		}
		if b.Len() > limit || !strings.Contains(b.String(), "_Left out for want of room: ") {
			t.Errorf("limit %d: %d bytes, ending %q", limit, b.Len(), b.String()[max(0, b.Len()-150):])
		}
		lists := strings.Count(b.String(), "<details>")
		if whole := strings.Count(whole.String(), "<details>"); lists < whole && !strings.Contains(b.String(), "the records of ") && !strings.Contains(b.String(), " more line") {
			t.Errorf("limit %d: %d of %d lists, and not a word of it", limit, lists, whole)
		}
		const line = "- `rule"
		if lines := strings.Count(b.String(), line); (lines < strings.Count(whole.String(), line)) != strings.Contains(b.String(), " more line") {
			t.Errorf("limit %d: %d lines are written, and it is said otherwise: %q", limit, lines, b.String()[max(0, b.Len()-150):])
		}
		if strings.Contains(b.String(), "the records of ") {
			cutLists++
		}
		if strings.Contains(b.String(), " more line") && lists > 0 {
			t.Errorf("limit %d: a line was left out for a list", limit)
		}
		if open, closed := strings.Count(b.String(), "<details>"), strings.Count(b.String(), "</details>"); open != closed {
			t.Errorf("limit %d: %d <details> and %d </details>", limit, open, closed)
		}
	}
	if cutLists == 0 {
		t.Error("no limit left out lists alone")
	}
}

// There are never more than ten annotations, and the last names every rule that has none.
func TestWriteAnnotationsCap(t *testing.T) {
	for rules, want := range map[int]int{1: 1, 9: 9, 10: 10, 11: 10, 40: 10} {
		var b bytes.Buffer
		if err := diff.WriteAnnotations(&b, many(t, 400, rules), diff.Info, nil); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "\n::") + 1; got != want {
			t.Errorf("%d rules: %d annotations, want %d:\n%s", rules, got, want, b.String())
		}
		for i := range rules {
			if !strings.Contains(b.String(), fmt.Sprintf("=rule%d::", i)) && !strings.Contains(b.String(), fmt.Sprintf("rule%d (", i)) {
				t.Errorf("%d rules: rule%d is not told", rules, i)
			}
		}
	}
}

// An annotation quotes five lines of its rule, and says how many there are beside them.
func TestWriteAnnotationsQuote(t *testing.T) {
	for lines, want := range map[int]string{5: "", 6: "and 1 more", 20: "and 15 more"} {
		var b bytes.Buffer
		if err := diff.WriteAnnotations(&b, many(t, 3*lines, 1), diff.Info, nil); err != nil {
			t.Fatal(err)
		}
		annotation, _, _ := strings.Cut(b.String(), "\n")
		quoted := strings.Split(annotation, "%0A")
		rest := strings.Join(quoted[5:], "; ")
		if rest != want {
			t.Errorf("of %d lines %q are quoted behind the fifth, want %q", lines, rest, want)
		}
	}
}

func TestFormatErrors(t *testing.T) {
	broken := brokenWriter{errors.New("the pipe is closed")}
	r := noted(t)
	for name, err := range map[string]error{
		"WriteMarkdown":    diff.WriteMarkdown(broken, r, diff.MarkdownOptions{}),
		"WriteAnnotations": diff.WriteAnnotations(broken, r, diff.Info, nil),
		"WriteHTML":        diff.WriteHTML(broken, r, diff.HTMLOptions{}),
	} {
		if !errors.Is(err, broken.err) {
			t.Errorf("%s = %v, want %v", name, err, broken.err)
		}
	}
}
