package normalize_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// TestFigures measures how well prices and titles of other shops than ours are read, on the data collection beside the
// module:
//
//	go test ./catalog/normalize ./scrape/address ./scrape/claim/structured ./scrape/extract ./scrape/markup/charset -run Figures -bench Figures -cpu 1 -v
//
// prints these figures and those of the readers of pages: a line for each figure with its target, then every mistake. A
// field that is absent where the label has one is wrong, and so is one that the label does not have. A wrong model without
// an issue counts twice.
func TestFigures(t *testing.T) {
	t.Run("prices", priceFigures)
	t.Run("titles", titleFigures)
}

// figure counts how often one thing was read rightly.
type figure struct {
	name        string
	right, rows int
	target      float64 // the least share that is enough
	mistakes    []string
}

func (f *figure) add(right bool, weight int, format string, args ...any) {
	if right {
		f.right++
		f.rows++
		return
	}
	f.rows += weight
	mistake := fmt.Sprintf(format, args...)
	if weight > 1 {
		mistake += ", without an issue: counts twice"
	}
	f.mistakes = append(f.mistakes, mistake)
}

// report prints the figures and fails where one is below its target.
func report(t *testing.T, figures ...*figure) {
	t.Helper()
	for _, f := range figures {
		share := float64(f.right) / float64(max(f.rows, 1))
		t.Logf("%-34s %4d of %4d  %.4f  (target %.2f)", f.name, f.right, f.rows, share, f.target)
		if share < f.target {
			t.Errorf("%s: %.4f is below %.2f", f.name, share, f.target)
		}
	}
	for _, f := range figures {
		for _, m := range f.mistakes {
			t.Logf("%s: %s", f.name, m)
		}
	}
}

// priceFigures compares amount and currency, each row with its own hint. A currency is right as its code, or as the sign that
// the row gives where that sign does not tell the currency.
func priceFigures(t *testing.T) {
	v := vocabulary(t)
	passing := &figure{name: "prices the reference reads", target: 0.99}
	failing := &figure{name: "prices the reference misreads", target: 0.50}
	lines := bufio.NewScanner(sharedFile(t, "prices", "price-strings.jsonl"))
	for lines.Scan() {
		var row struct {
			Input, Amount, Currency *string
			Hint                    *string `json:"currency_hint"`
			Passes                  bool    `json:"reference_passes"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		got := v.ReadPrice(text(row.Input), normalize.Locale{Currency: text(row.Hint)})
		if row.Input == nil {
			got.Currency = "" // there is nothing to read; the hint is no answer
		}
		f := failing
		if row.Passes {
			f = passing
		}
		right := sameAmount(got.Amount, text(row.Amount)) && sameCurrency(v, got.Currency, text(row.Currency))
		f.add(right, 1, "%q, hint %q: %q %q, want %q %q", text(row.Input), text(row.Hint), got.Amount, got.Currency, text(row.Amount), text(row.Currency))
	}
	report(t, passing, failing)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func sameAmount(got, want string) bool {
	if got == "" || want == "" {
		return got == want
	}
	a, ok := new(big.Rat).SetString(got)
	b, wanted := new(big.Rat).SetString(want)
	return ok && wanted && a.Cmp(b) == 0
}

// sameCurrency says that a currency is the one that a sign names. A code is right for a sign that, with this code as the
// hint, means it beyond doubt.
func sameCurrency(v *normalize.Vocabulary, got, sign string) bool {
	if strings.EqualFold(got, strings.TrimSuffix(sign, ".")) || got == sign {
		return true
	}
	hinted := v.ReadPrice("1 "+sign, normalize.Locale{Currency: got, Decimal: "."})
	return got != "" && sign != "" && hinted.Currency == got && len(hinted.Issues) == 0
}

// titleRow is one labelled title.
type titleRow map[string]string

func titleRows(t *testing.T) []titleRow {
	t.Helper()
	rows, err := csv.NewReader(sharedFile(t, "products", "titles.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []titleRow
	for _, cells := range rows[1:] {
		row := titleRow{}
		for i, name := range rows[0] {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

// titleFigures measures the titles as their shops wrote them, and apart from them those that were put together from a shop's
// fields and those that were shortened; each with the language known and without. Only the first have targets.
func titleFigures(t *testing.T) {
	rows := titleRows(t)
	of := func(exactness string) func(titleRow) bool {
		return func(r titleRow) bool { return r["title_exactness"] == exactness }
	}
	for _, set := range []struct {
		name    string
		in      func(titleRow) bool
		lang    bool
		targets bool
	}{
		{"exact, language known", of("exact"), true, true},
		{"exact, plain", of("exact"), false, true},
		{"composed, language known", of("composed"), true, false},
		{"composed, plain", of("composed"), false, false},
		{"condensed, language known", of("condensed"), true, false},
		{"condensed, plain", of("condensed"), false, false},
	} {
		t.Run(set.name, func(t *testing.T) {
			s, v := newTitleScore(set.targets), vocabulary(t)
			for _, row := range rows {
				if set.in(row) {
					s.add(v, row, set.lang)
				}
			}
			report(t, s.figures()...)
		})
	}
}

// titleScore counts what is read off titles, by field.
type titleScore struct {
	model, ram, storage, color, network, accessory, bundle, used, refurbished *figure
}

func newTitleScore(targets bool) *titleScore {
	f := func(name string, target float64) *figure {
		if !targets {
			target = 0
		}
		return &figure{name: name, target: target}
	}
	return &titleScore{
		f("model", 0.99), f("ram", 0.99), f("storage", 0.99), f("color", 0.97), f("network", 0.99), f("accessory", 0.98),
		f("bundle", 0.98), f("used", 0), f("refurbished", 0),
	}
}

func (s *titleScore) figures() []*figure {
	return []*figure{s.model, s.ram, s.storage, s.color, s.network, s.accessory, s.bundle, s.used, s.refurbished}
}

func (s *titleScore) add(v *normalize.Vocabulary, row titleRow, withLang bool) {
	title := row["title"]
	loc := normalize.Locale{}
	if withLang {
		loc.Lang = row["language"]
	}
	got := v.Title(title, loc)
	weight := 1
	if len(got.Issues) == 0 {
		weight = 2
	}
	check := func(f *figure, weight int, got, want string) {
		f.add(strings.EqualFold(got, want), weight, "%q: %q, want %q", title, got, want)
	}
	check(s.model, weight, got.Name, row["product"])
	check(s.accessory, 1, flag(got.ProductType == "accessory"), row["accessory"])
	if row["accessory"] == "1" {
		return
	}
	check(s.ram, 1, number(got.RAM), row["ram_gb"])
	check(s.storage, 1, number(got.Storage), row["storage_gb"])
	check(s.color, 1, got.Color, row["colour"])
	check(s.network, 1, string(got.NetworkNamed), row["network"])
	check(s.bundle, 1, flag(len(got.Bundle) > 0), row["bundle"])
	check(s.used, 1, flag(got.Condition == "used"), row["used"])
	check(s.refurbished, 1, flag(got.Condition == "refurbished"), row["refurbished"])
}

// flag writes a truth as the labels do.
func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
