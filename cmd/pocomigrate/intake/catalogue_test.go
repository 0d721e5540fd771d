package intake_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/catalog/xlsx"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
)

// ourWords are our own tables, which are read once.
var ourWords = sync.OnceValues(func() (*normalize.Vocabulary, error) { return normalize.Load(nil) })

func vocabulary(t *testing.T) *normalize.Vocabulary {
	t.Helper()
	words, err := ourWords()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// write writes a file into a new folder and returns its name.
func write(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// workbook returns the file of a workbook, whose sheets are given as "NAME: LINE / LINE" with cells parted by bars; a name alone is a
// sheet without columns.
func workbook(t *testing.T, sheets ...string) string {
	t.Helper()
	var book table.Book
	for _, text := range sheets {
		name, rest, _ := strings.Cut(text, ": ")
		s := table.Sheet{Name: name}
		for i, line := range strings.Split(rest, " / ") {
			var row []table.Cell
			for cell := range strings.SplitSeq(line, "|") {
				if i == 0 && cell != "" {
					s.Columns = append(s.Columns, table.Column{Header: cell})
				}
				row = append(row, table.TextCell(cell))
			}
			if i > 0 {
				s.Rows = append(s.Rows, row)
			}
		}
		book.Sheets = append(book.Sheets, s)
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, book); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRead: a table, a workbook and lines of JSON become variants of the shop that is named, that a column names, or that the file is
// called after.
func TestRead(t *testing.T) {
	const csv = "id,title\n1,POCO F6 12GB+512GB Black\n"
	book := workbook(t, "Notes: Who / me", "Phones: id|title|shop / 1|POCO F6|a.example / 2|POCO C75|b.example")
	for _, tt := range []struct {
		name, file string
		reading    intake.Reading
		want       []catalog.Key
	}{
		{"called after the file", write(t, "spring.csv", csv), intake.Reading{}, []catalog.Key{"spring#item:1"}},
		{"without the signs of a key", write(t, "a@b#c.csv", csv), intake.Reading{}, []catalog.Key{"a_b_c#item:1"}},
		{"named", write(t, "spring.csv", csv), intake.Reading{Shop: "erp"}, []catalog.Key{"erp#item:1"}},
		{"by a column", write(t, "a.csv", "id,title,shop\n1,POCO F6,a.example\n"), intake.Reading{}, []catalog.Key{"a.example#item:1"}},
		{"named in spite of a column", write(t, "a.csv", "id,title,shop\n1,POCO F6,a.example\n"), intake.Reading{Shop: "erp"}, []catalog.Key{"erp#item:1"}},
		{"by a column that is named", write(t, "a.csv", "id,title,Where\n1,POCO F6,a.example\n"), intake.Reading{ShopColumn: "where"}, []catalog.Key{"a.example#item:1"}},
		{"columns that are named", write(t, "a.csv", "Nr.,Words\n1,POCO F6\n"), intake.Reading{Columns: []string{"id=Nr.", "title=Words"}}, []catalog.Key{"a#item:1"}},
		{"lines of JSON", write(t, "a.jsonl", `{"id":"1","title":"POCO F6"}`+"\n"), intake.Reading{}, []catalog.Key{"a#item:1"}},
		{"a sheet", write(t, "a.xlsx", book), intake.Reading{Sheet: "Phones"}, []catalog.Key{"a.example#item:1", "b.example#item:2"}},
		{"the first sheet", write(t, "a.csv", workbook(t, "Phones: id|title / 1|POCO F6", "Notes: Who / me")), intake.Reading{}, []catalog.Key{"a#item:1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			words := vocabulary(t)
			got, err := tt.reading.Read(tt.file, words)
			if err != nil {
				t.Fatal(err)
			}
			var keys, sources []catalog.Key
			for _, v := range got.Variants {
				keys = append(keys, v.Key)
			}
			for _, s := range got.Sources {
				sources = append(sources, s.Key)
			}
			if d := cmp.Diff(tt.want, keys); d != "" {
				t.Errorf("variants (-want +got):\n%s", d)
			}
			if d := cmp.Diff(keys, sources); d != "" {
				t.Errorf("sources (-of the variants +got):\n%s", d)
			}
			if d := cmp.Diff(words.Digests(), got.Manifest.Vocabularies); d != "" {
				t.Errorf("tables (-want +got):\n%s", d)
			}
			if got.Mappings != nil || got.Coverage != nil {
				t.Errorf("a file has %d mappings and %d pages", len(got.Mappings), len(got.Coverage))
			}
		})
	}
}

// TestReadWords: titles and prices are understood in the language that was named, under fields whose names may have a low line.
func TestReadWords(t *testing.T) {
	r := intake.Reading{Locale: normalize.Locale{Lang: "de", Currency: "EUR"}, Columns: []string{"image_link=Foto"}}
	got, err := r.Read(write(t, "a.csv", "id,title,price,Foto\n1,POCO F6 Schwarz,\"1.299,00\",https://x/f6.png\n"), vocabulary(t))
	if err != nil {
		t.Fatal(err)
	}
	v := got.Variants[0]
	if v.Model != "POCO F6" || v.Color != "black" || v.ImageLink != "https://x/f6.png" || len(v.Offers) != 1 || *v.Offers[0].Price != (catalog.Money{Amount: 129900, Currency: "EUR"}) {
		t.Errorf("the row is understood as %+v", v)
	}
}

// TestNotRead: what cannot be read is said with the file, and what was misspelt with what it could be.
func TestNotRead(t *testing.T) {
	csv := write(t, "a.csv", "id,title\n1,POCO F6\n")
	book := write(t, "a.xlsx", workbook(t, "Phones: id|title / 1|POCO F6", "Notes: Who / me"))
	dir := t.TempDir()
	for _, tt := range []struct {
		name, file string
		reading    intake.Reading
		want       string
		hint       string // its beginning
	}{
		{"no file", filepath.Join(dir, "none.csv"), intake.Reading{}, "none.csv: no such file or directory", ""},
		{"a folder", dir, intake.Reading{}, "read " + dir + ": ", ""},
		{"no header", write(t, "b.csv", "a,b\n1,2\n"), intake.Reading{}, "b.csv: no column is recognised as id or title", ""},
		{"no workbook", write(t, "b.xlsx", "PK\x03\x04"), intake.Reading{}, "b.xlsx: zip: not a valid zip file", ""},
		{"no such sheet", book, intake.Reading{Sheet: "Tablets"}, `a.xlsx: no sheet "Tablets"; it has Phones, Notes`, ""},
		{"a sheet without titles", book, intake.Reading{Sheet: "Notes"}, "a.xlsx (Notes)", ""},
		{"a column without a field", csv, intake.Reading{Columns: []string{"Nr."}}, "--columns Nr.: it is FIELD=HEADER, with a field of ", ""},
		{"a field without a column", csv, intake.Reading{Columns: []string{"id="}}, "--columns id=: it is FIELD=HEADER, with a field of ", ""},
		{"a field that is none", csv, intake.Reading{Columns: []string{"titel=Words"}}, `--columns titel=Words: there is no field "titel"`, "did you mean title? "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := tt.reading.Read(tt.file, vocabulary(t))
			if err == nil || !strings.Contains(err.Error(), tt.want) || c != nil {
				t.Fatalf("%v, %v, want the error %s", c, err, tt.want)
			}
			if !strings.HasPrefix(hint.Of(err), tt.hint) || (tt.hint == "") != (hint.Of(err) == "") {
				t.Errorf("hint %q, want %q", hint.Of(err), tt.hint)
			}
		})
	}
}

// TestWhatIsTooLargeIsNotRead: a file that no catalogue can be is refused by its size, before any of it is read.
func TestWhatIsTooLargeIsNotRead(t *testing.T) {
	name := write(t, "disk.csv", "id,title\n")
	if err := os.Truncate(name, 1<<40); err != nil {
		t.Skipf("no file with holes here: %v", err)
	}
	_, err := new(intake.Reading).Read(name, nil)
	if err == nil || !strings.Contains(err.Error(), "disk.csv: larger than 512 MiB") || hint.Of(err) != "part it by shop or region" {
		t.Errorf("a file of a TiB: %v, hint %q", err, hint.Of(err))
	}
}

// TestCatalogue: one side of a mapping is a run folder, or a file that is read on the fly.
func TestCatalogue(t *testing.T) {
	dir := t.TempDir()
	id := catalog.ItemIdentity("1")
	c := &runfolder.Contents{Variants: []catalog.Variant{{Key: catalog.NewKey("po.co/uk", "", id), Shop: "po.co/uk", Identities: []catalog.Identity{id}}}}
	if err := os.Mkdir(filepath.Join(dir, runfolder.SnapshotFolder), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(filepath.Join(dir, runfolder.SnapshotFolder)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]catalog.Key{dir: "po.co/uk#item:1", write(t, "a.csv", "id,title\n2,POCO F6\n"): "a#item:2"} {
		got, err := new(intake.Reading).Catalogue(name, vocabulary(t))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Variants) != 1 || got.Variants[0].Key != want {
			t.Errorf("%s holds %+v, want %s", name, got.Variants, want)
		}
	}
	if _, err := new(intake.Reading).Catalogue(filepath.Join(dir, "none"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("neither: %v", err)
	}
	if _, err := new(intake.Reading).Catalogue(t.TempDir(), nil); !errors.Is(err, runfolder.ErrNoSnapshot) {
		t.Errorf("a folder that is no run folder: %v", err)
	}
}
