package normalize_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog/normalize"
)

// vocabulary returns the built-in vocabulary.
func vocabulary(tb testing.TB) *normalize.Vocabulary {
	tb.Helper()
	v, err := normalize.Load(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// sharedFile opens a file of the data collection beside the module, or skips the test where there is none.
func sharedFile(t *testing.T, path ...string) *os.File {
	t.Helper()
	name := filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, path...)...)
	f, err := os.Open(name)
	if err != nil {
		t.Skipf("the shared data collection is not here: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// TestRetailTitles measures how well titles of real shops are read, most of them not the shops we scrape. A title counts
// as wrong when anything is read that its label does not say; reading nothing where the label says something counts as
// missed.
func TestRetailTitles(t *testing.T) {
	rows, err := csv.NewReader(sharedFile(t, "products", "titles.csv")).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	v := vocabulary(t)
	scores := map[string]*score{"model": {}, "ram": {}, "storage": {}, "color": {}}
	for _, row := range rows[1:] {
		cell := func(name string) string { return row[column[name]] }
		loc := normalize.Locale{Lang: cell("language"), Market: cell("region")}
		got := v.Title(cell("title"), loc)
		if cell("accessory") == "1" {
			scores["model"].add(t, "model", cell("title"), got.Model, "")
			continue
		}
		model := got.Model
		if !got.Known {
			model = ""
		}
		scores["model"].add(t, "model", cell("title"), model, v.Title(cell("product"), loc).Model)
		scores["ram"].add(t, "ram", cell("title"), number(got.RAM), cell("ram_gb"))
		scores["storage"].add(t, "storage", cell("title"), number(got.Storage), cell("storage_gb"))
		want, _ := v.Color(cell("colour"), "en")
		scores["color"].add(t, "color", cell("title"), got.Color, want)
	}
	for _, tt := range []struct {
		field string
		right float64 // share of titles read as labelled, no fewer
		wrong int     // titles misread, no more
	}{
		{"model", 0.985, 1},
		{"ram", 0.985, 1},
		{"storage", 0.985, 1},
		{"color", 0.985, 1},
	} {
		s := scores[tt.field]
		share := float64(s.right) / float64(s.right+s.wrong+s.missed)
		t.Logf("%s: %d right, %d wrong, %d missed of %d (%.1f %%)", tt.field, s.right, s.wrong, s.missed, s.right+s.wrong+s.missed, 100*share)
		if share < tt.right || s.wrong > tt.wrong {
			t.Errorf("%s: %.3f right and %d wrong, want at least %.3f and at most %d", tt.field, share, s.wrong, tt.right, tt.wrong)
		}
	}
}

// score counts titles.
type score struct{ right, wrong, missed int }

func (s *score) add(t *testing.T, field, title, got, want string) {
	t.Helper()
	switch got {
	case want:
		s.right++
		return
	case "":
		s.missed++
	default:
		s.wrong++
	}
	if testing.Verbose() {
		t.Logf("%s of %q: %q, want %q", field, title, got, want)
	}
}
