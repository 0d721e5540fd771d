package warc_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
	"github.com/pocomigrate/pocomigrate/scrape/warc"
)

// TestJoinedArchivesKeepTheLawOfSources takes the revisit and what it repeats apart.
func TestJoinedArchivesKeepTheLawOfSources(t *testing.T) {
	t.Parallel()
	all := pages()
	var one, two bytes.Buffer
	ref, err := warc.NewWriter(&one).Exchange(exchange(&all[1]))
	if err == nil {
		_, err = warc.NewWriter(&two).Revisit(exchange(&all[5]), ref)
	}
	if err != nil {
		t.Fatal(err)
	}
	first, second := open(t, "1.warc.gz", one.String()), open(t, "2.warc.gz", two.String())
	warc.Join(first, second)
	scrapetest.Source(t, first, all[1:2])
	scrapetest.Source(t, second, all[5:6])
}

// TestArchiveKeepsTheLawOfSources writes the same captures in every container and reads them back. The names lie about
// the format, which is known by the first bytes.
func TestArchiveKeepsTheLawOfSources(t *testing.T) {
	t.Parallel()
	gz := written(t)
	plain := gunzipped(t, gz)
	tests := []struct {
		name string
		data []byte
	}{
		{"plain.warc", plain},
		{"members.warc.gz", gz},
		{"one-member.warc.gz", []byte(zipped(string(plain)))},
		{"one.wacz", packed(t, file("a.warc.gz", gz))},
		{"sealed.wacz", sealed(t, gz)},
		{"plain-inside.wacz", packed(t, file("a.warc", plain))},
		{"wrong-name.har", gz},
	}
	for _, tt := range tests {
		t.Run("bytes/"+tt.name, func(t *testing.T) {
			t.Parallel()
			scrapetest.Source(t, open(t, tt.name, string(tt.data)), pages())
		})
		t.Run("file/"+tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), tt.name)
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			a, err := warc.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := a.Close(); err != nil {
					t.Errorf("Close() error: %v", err)
				}
			}()
			if a.Name() != tt.name {
				t.Errorf("Name() = %q, want %q", a.Name(), tt.name)
			}
			scrapetest.Source(t, a, pages())
		})
	}
}
