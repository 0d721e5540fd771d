package diff_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/diff"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// everything is a result with each type of change.
func everything(t *testing.T) diff.Result {
	t.Helper()
	phone := func(shop, item, title string, fields ...string) diff.Record {
		return record{
			kind: "variant", key: shop + "#item:" + item, title: title, group: shop,
			identities: []string{shop + "#opt:" + title}, fields: append([]string{"title", title}, fields...),
		}
	}
	mapping := func(item string, fields ...string) diff.Record {
		return record{kind: "mapping", key: "po.co/uk#item:" + item, title: "POCO X6 Pro 8/256 Yellow", group: "po.co/uk", fields: fields}
	}
	old := []diff.Record{
		phone("po.co/uk", "1", "POCO X6 Pro 8/256 Yellow", "offer.price", "32900 GBP", "offer.sale_price", "31900 GBP"),
		phone("po.co/uk", "2", "POCO C75 6/128 Black", "offer.price", "9999 GBP"),
		phone("po.co/uk", "3", "POCO F6 12/512 Titanium"),
		phone("po.co/uk", "4", "POCO M6 Pro 8/256 Purple", "offer.availability", "in_stock"),
		phone("po.co/uk", "9", "POCO Pad"),
		phone("mi.com/uk", "1", "POCO X6 Pro 8/256 Yellow", "offer.price", "32900 GBP"),
		phone("poco.in", "5", "POCO C75 5G 4/64 Silver", "offer.price", "799900 INR", "color", "silver"),
		record{kind: "variant", key: "po.co/fr#item:1", title: "Écouteurs", group: "po.co/fr", identities: []string{"shared"}},
		mapping("1", "target_id", "4223714989", "score", "0.9712"),
	}
	current := []diff.Record{
		phone("po.co/uk", "1", "POCO X6 Pro 8/256 Yellow", "offer.price", "29900 GBP", "offer.availability", "out_of_stock"),
		phone("po.co/uk", "22", "POCO C75 6/128 Black", "offer.price", "9999 GBP"),
		phone("po.co/uk", "9", "POCO Pad"),
		phone("mi.com/uk", "1", "POCO X6 Pro 8/256 Yellow", "offer.price", "32901 GBP"),
		phone("mi.com/uk", "7", "POCO X7 Pro Iron Man Edition 12/512 – \"for fans\"\x1b[31m", "offer.price", "39900 GBP"),
		phone("poco.in", "5", "POCO C75 5G 4/64 Silver", "offer.price", "839900 INR", "color", "silver\u200b"),
		record{kind: "variant", key: "po.co/fr#item:2", title: "Écouteurs blancs", group: "po.co/fr", identities: []string{"shared"}},
		record{kind: "variant", key: "po.co/fr#item:3", title: "Écouteurs noirs", group: "po.co/fr", identities: []string{"shared"}},
		mapping("1", "target_id", "4223714990", "score", "0.9712"),
	}
	r, err := diff.Compare(old, current, diff.Options{Unknown: unknown(func(r diff.Record) bool { return r.RecordKey() == "po.co/uk#item:4" })})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// together is a result in which the same happened to many records, and our own reading changed.
func together(t *testing.T) diff.Result {
	t.Helper()
	var old, current []diff.Record
	for _, shop := range []string{"mi.com/uk", "po.co/global", "po.co/uk", "poco-store-app"} {
		for i, color := range []string{"Black", "Grey", "Yellow"} {
			phone := func(price int, more ...string) diff.Record {
				return record{
					kind: "variant", key: fmt.Sprintf("%s#item:%d", shop, i), title: "POCO X6 Pro 8/256 " + color,
					group: shop, subject: "POCO X6 Pro", fields: append([]string{"price", fmt.Sprint(price, " GBP")}, more...),
				}
			}
			old = append(old, phone(30000+1000*i))
			current = append(current, phone(27000+900*i))
		}
		score := func(value string) diff.Record {
			return record{kind: "mapping", key: shop + "#item:1", title: "POCO F6", group: shop, fields: []string{"score", value}}
		}
		old, current = append(old, score("0.9712")), append(current, score("0.9713"))
		color := func(value string) diff.Record {
			return record{kind: "variant", key: shop + "#item:r", title: "POCO F6", group: shop, subject: "POCO F6", fields: []string{"color", value}}
		}
		old, current = append(old, color("grey")), append(current, color("titanium"))
	}
	r, err := diff.Compare(old, current, diff.Options{Reread: func(c diff.Change) bool { return c.Fields[0].Name == "color" }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pounds shows pounds as the shop does, drops what cannot be seen, and leaves the rest.
func pounds(_, value string) string {
	var minor int
	if n, err := fmt.Sscanf(value, "%d GBP", &minor); n == 1 && err == nil {
		return fmt.Sprintf("£%d.%02d", minor/100, minor%100)
	}
	return strings.TrimSuffix(value, "\u200b")
}

// judge judges by the shipped policy.
func judge(t *testing.T, r diff.Result) diff.Report {
	t.Helper()
	return diff.Judge(r, nil, shipped(t), diff.Baseline{}, time.Time{})
}

func shipped(t *testing.T) diff.Policy {
	t.Helper()
	p, err := diff.ReadPolicy(strings.NewReader(diff.ShippedPolicy()), "policy.csv")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWriteText(t *testing.T) {
	one := []diff.Record{variant("1", "x=1")}
	empty := func(before, after []diff.Record) func(*testing.T) diff.Result {
		return func(t *testing.T) diff.Result { t.Helper(); return compare(t, before, after) }
	}
	tests := []struct {
		file   string
		result func(*testing.T) diff.Result
		opt    diff.TextOptions
	}{
		{"everything.txt", everything, diff.TextOptions{}},
		{"everything_formatted.txt", everything, diff.TextOptions{Format: pounds}},
		{"everything_narrow.txt", everything, diff.TextOptions{Width: 60}},
		{"everything_color.txt", everything, diff.TextOptions{Color: true}},
		{"together.txt", together, diff.TextOptions{Format: pounds, From: diff.Info}},
		{"equal.txt", empty(one, one), diff.TextOptions{}},
		{"empty_old.txt", empty(nil, one), diff.TextOptions{}},
		{"empty_new.txt", empty(one, nil), diff.TextOptions{}},
		{"empty_both.txt", empty(nil, nil), diff.TextOptions{}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			var b bytes.Buffer
			if err := diff.WriteText(&b, judge(t, tt.result(t)), tt.opt); err != nil {
				t.Fatal(err)
			}
			golden(t, tt.file, b.Bytes())
			if !tt.opt.Color && bytes.ContainsRune(b.Bytes(), '\x1b') {
				t.Error("an escape character went out without colour being asked for")
			}
		})
	}
}

func TestWriteJSON(t *testing.T) {
	tests := []struct {
		file   string
		result diff.Result
	}{
		{"everything.jsonl", everything(t)},
		{"together.jsonl", together(t)},
		{"empty_new.jsonl", compare(t, []diff.Record{variant("1", "x=1")}, nil)},
		{"equal.jsonl", compare(t, []diff.Record{variant("1")}, []diff.Record{variant("1")})},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			var b bytes.Buffer
			if err := diff.WriteJSON(&b, judge(t, tt.result)); err != nil {
				t.Fatal(err)
			}
			golden(t, tt.file, b.Bytes())
		})
	}
}

// golden compares got with a file in testdata, or rewrites the file under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// Titles give way to the width, down to a point; keys never do.
func TestWriteTextWidth(t *testing.T) {
	long := record{kind: "variant", key: "k", title: strings.Repeat("Écran ", 40), group: "po.co/fr"}
	for _, width := range []int{-1, 0, 1, 40, 60, 80, 200} {
		t.Run(strconv.Itoa(width), func(t *testing.T) {
			var b bytes.Buffer
			if err := diff.WriteText(&b, judge(t, compare(t, nil, []diff.Record{long})), diff.TextOptions{Width: width}); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(b.String(), "\n")
			line, key := lines[len(lines)-5], lines[len(lines)-4]
			if got := utf8.RuneCountInString(line); width >= 60 && got > width {
				t.Errorf("%d columns: %s", got, line)
			}
			if key != "    k" || !strings.Contains(line, "  Écran ") {
				t.Errorf("title or key is gone: %s", line)
			}
			if cut := strings.Contains(line, "…"); cut != (width > 0) {
				t.Errorf("cut: %v, in %s", cut, line)
			}
		})
	}
}

// Percentages that round to nothing are not shown as nothing, signs are always shown, and so is what differs.
func TestWriteTextValues(t *testing.T) {
	tests := []struct{ old, new, want string }{
		{"32900 GBP", "29900 GBP", "32900 GBP → 29900 GBP (−9.1 %)"},
		{"29900 GBP", "32900 GBP", "29900 GBP → 32900 GBP (+10.0 %)"},
		{"32900 GBP", "32901 GBP", "32900 GBP → 32901 GBP (up by less than 0.1 %)"},
		{"32901 GBP", "32900 GBP", "32901 GBP → 32900 GBP (down by less than 0.1 %)"},
		{"32900 GBP", "32900 EUR", "32900 GBP → 32900 EUR"},
		{"32900 GBP", "", "32900 GBP → (none)"},
		{"", "(none)", `(none) → "(none)"`},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			r := diff.Result{Old: 1, New: 1, Compared: 1, Changes: []diff.Change{change(diff.Changed, "1", "price", tt.old, tt.new)}}
			var b bytes.Buffer
			if err := diff.WriteText(&b, judge(t, r), diff.TextOptions{}); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), "  price: "+tt.want+"  [") {
				t.Errorf("no line %q in\n%s", tt.want, b.String())
			}
		})
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteErrors(t *testing.T) {
	broken := brokenWriter{errors.New("the pipe is closed")}
	r := everything(t)
	for range 10 {
		r.Changes = append(r.Changes, r.Changes...) // more than any buffer holds
	}
	report := judge(t, r)
	if err := diff.WriteText(broken, report, diff.TextOptions{}); !errors.Is(err, broken.err) {
		t.Errorf("WriteText = %v, want %v", err, broken.err)
	}
	if err := diff.WriteJSON(broken, report); !errors.Is(err, broken.err) {
		t.Errorf("WriteJSON = %v, want %v", err, broken.err)
	}
	if err := diff.WriteJSON(broken, diff.Report{}); !errors.Is(err, broken.err) {
		t.Errorf("WriteJSON of nothing = %v, want %v", err, broken.err)
	}
}
