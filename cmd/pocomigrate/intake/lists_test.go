package intake_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/catalog/addresses"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/intake"
)

// zipped returns a ZIP file with one entry.
func zipped(t *testing.T, name, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLists: a list is read from a file or from standard input, whatever it is packed in; a workbook is a list for each sheet that
// holds addresses, and those that hold none are told.
func TestLists(t *testing.T) {
	const page = "https://po.co/uk/product/poco-f6"
	sheets := workbook(t, "Empty", "Pages: Page|Clicks / "+page+"|3", "Queries: Query|Clicks / poco f6|9", "More: Page|Clicks / "+page+"-pro|1")
	for _, tt := range []struct {
		name, file, stdin string
		want              []string // name of each list, then its addresses
		notes             string   // of the first
	}{
		{"a file", write(t, "a.txt", page+"\n"), "", []string{"a.txt", page}, ""},
		{"standard input", "-", page + "\n", []string{"standard input", page}, ""},
		{"a ZIP file", write(t, "a.zip", zipped(t, "pages.csv", "Page,Clicks\n"+page+",3\n")), "", []string{"a.zip (pages.csv)", page}, ""},
		{
			"a workbook", write(t, "a.xlsx", sheets), "",
			[]string{"a.xlsx (Pages)", page, "a.xlsx (More)", page + "-pro"},
			"beside it stand the sheets Queries, which hold no addresses",
		},
		{
			"a workbook on standard input", "-", workbook(t, "Pages: Page|Clicks / "+page+"|3"), []string{"standard input (Pages)", page}, "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lists, err := intake.Lists(strings.NewReader(tt.stdin), tt.file, addresses.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range lists {
				got = append(got, strings.TrimPrefix(l.Name, filepath.Dir(tt.file)+string(filepath.Separator)))
				for _, e := range l.Entries {
					got = append(got, e.Address)
				}
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("lists (-want +got):\n%s", d)
			}
			if notes := strings.Join(lists[0].Notes, "\n"); notes != tt.notes {
				t.Errorf("notes %q, want %q", notes, tt.notes)
			}
		})
	}
}

// TestNoLists: what holds no address, and what cannot be read, is said with the file.
func TestNoLists(t *testing.T) {
	gone := errors.New("the pipe is broken")
	for _, tt := range []struct {
		name, file string
		options    addresses.Options
		want       string
		none       bool // that it was read, and no column could be told to hold addresses
	}{
		{"no file", filepath.Join(t.TempDir(), "none.txt"), addresses.Options{}, "none.txt: no such file or directory", false},
		{"a broken pipe", "-", addresses.Options{}, "read standard input: the pipe is broken", false},
		{
			"a workbook without", write(t, "a.xlsx", workbook(t, "Queries: Query|Clicks / poco f6|9", "Empty")),
			addresses.Options{},
			"a.xlsx: none of its sheets holds addresses: Queries; say what each column holds with --columns", true,
		},
		{"a workbook that was cut off", write(t, "b.xlsx", "PK\x03\x04 xl/workbook.xml"), addresses.Options{}, "b.xlsx", false},
		{
			"no host", write(t, "c.xlsx", workbook(t, "Pages: Page|Clicks / /uk/product/poco-f6|3")),
			addresses.Options{Host: "https://po.co/"},
			`c.xlsx (Pages): host "https://po.co/": write it as www.po.co`, false,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lists, err := intake.Lists(iotest.ErrReader(gone), tt.file, tt.options)
			if err == nil || !strings.Contains(err.Error(), tt.want) || lists != nil {
				t.Errorf("%v, %v, want the error %s", lists, err, tt.want)
			}
			if errors.Is(err, addresses.ErrNoAddresses) != tt.none {
				t.Errorf("that it holds none: %v", !tt.none)
			}
		})
	}
}
