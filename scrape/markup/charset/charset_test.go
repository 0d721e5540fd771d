package charset_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	known "golang.org/x/net/html/charset"

	"github.com/pocomigrate/pocomigrate/scrape/markup/charset"
)

// encodings are pages with the character set that browsers take them to have.
const encodings = "../../../../shared/data/charset/html5lib-encoding.jsonl"

// TestFiguresCharacterSets holds the finding of character sets to the collection, where it is.
func TestFiguresCharacterSets(t *testing.T) {
	f, err := os.Open(encodings)
	if err != nil {
		t.Skip("the collection of character sets is not here: ", err)
	}
	defer f.Close() //nolint:errcheck // only read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	cases := 0
	for lines.Scan() {
		var c struct {
			Page     []byte `json:"html_b64"`
			Encoding string `json:"encoding"`
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases++
		_, want := known.Lookup(c.Encoding)
		if got := charset.Name(c.Page); got != want {
			t.Errorf("%.300q is %s, want %s", c.Page, got, want)
		}
	}
	t.Logf("%d cases, no exceptions", cases)
}

func TestCharacterSet(t *testing.T) {
	tests := []struct{ page, want string }{
		{`<meta charset="ISO-8859-2">`, "iso-8859-2"},
		{`<!-- <meta charset=koi8-r> --><META http-equiv='Content-Type' content="text/html; charset = 'windows-1251'">`, "windows-1251"},
		{`<meta content="text/html; charset=windows-1251">`, "windows-1252"}, // without its pragma
		{`<meta charset=utf-16>`, "utf-8"},
		{`<meta charset=nonsense><meta charset=gbk>`, "gbk"},
		{"<title>" + strings.Repeat("x", 5000) + "</title><meta charset=shift_jis>", "shift_jis"},
		{`<p title="<meta charset=koi8-r>">`, "windows-1252"},
		{`<meta charset="koi8-r`, "windows-1252"},
		{"\xef\xbb\xbf<meta charset=koi8-r>", "utf-8"},
		{"<meta", "windows-1252"},
		{"</>< a></a ", "windows-1252"},
	}
	for _, tt := range tests {
		if got := charset.Name([]byte(tt.page)); got != tt.want {
			t.Errorf("CharacterSet(%.80q) = %s, want %s", tt.page, got, tt.want)
		}
	}
}

// FuzzCharacterSet: any bytes have a character set that is known.
func FuzzCharacterSet(f *testing.F) {
	f.Add([]byte(`<meta a='b' charset="x"><!-- --></p a=b>`))
	f.Fuzz(func(t *testing.T, page []byte) {
		name := charset.Name(page)
		if e, _ := known.Lookup(name); e == nil {
			t.Errorf("character set %q", name)
		}
	})
}
