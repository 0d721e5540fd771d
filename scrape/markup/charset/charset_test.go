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
		{`<meta http-equiv=refresh content="text/html; charset=koi8-r">`, "windows-1252"},
		{`<meta http-equiv=content-type content="charset; charset=koi8-r; x">`, "koi8-r"},
		{`<meta http-equiv=content-type content="text/html; charset='koi8-r">`, "windows-1252"},
		{`<meta http-equiv=content-type content="x" content="charset=koi8-r">`, "windows-1252"},
		{`<meta content="charset=koi8-r" charset=gbk>`, "gbk"},
		{`<meta charset=x-user-defined>`, "windows-1252"},
		{`<metal charset=koi8-r>`, "windows-1252"},
		{`<a b=c d='e>f' g><meta charset=koi8-r>`, "koi8-r"},
		{`<a b=<meta charset=gbk><meta charset=koi8-r>`, "koi8-r"},
		{`<a-b<meta charset=gbk><meta charset=koi8-r>`, "koi8-r"},
		{`<meta async charset=koi8-r>`, "koi8-r"},
		{`<meta async`, "windows-1252"},
		{`<!DOCTYPE x><?y?><meta charset=koi8-r>`, "koi8-r"},
		{`<!--><meta charset=koi8-r>`, "koi8-r"},
		{`<!-- > <meta charset=koi8-r> --><meta charset=gbk>`, "gbk"},
		{`<!x <meta charset=koi8-r>><meta charset=gbk>`, "gbk"},
		{`<a="><meta charset=koi8-r>`, "koi8-r"},
		{`<meta http-equiv=content-type content="text/html; charset=koi8-r;x">`, "koi8-r"},
		{`<meta http-equiv=content-type content="text/html; charset =  'koi8-r' x">`, "koi8-r"},
		{`<meta charset=koi8-r charset=gbk>`, "koi8-r"},
	}
	for _, tt := range tests {
		if got := charset.Name([]byte(tt.page)); got != tt.want {
			t.Errorf("CharacterSet(%.80q) = %s, want %s", tt.page, got, tt.want)
		}
		if strings.HasPrefix(tt.page, "\xef") {
			continue // a mark stands at the start
		}
		// Browsers, and x/net/html/charset, look at the first 1,024 bytes.
		if got := charset.Name([]byte(strings.Repeat(" ", 2000) + tt.page)); got != tt.want {
			t.Errorf("CharacterSet(%.80q), far down its page, = %s, want %s", tt.page, got, tt.want)
		}
	}
	if got := charset.Name([]byte(strings.Repeat(" ", 256<<10) + `<meta charset=koi8-r>`)); got != "windows-1252" {
		t.Errorf("a character set that is declared behind all that is looked at: %s", got)
	}
}

// TestDecode turns pages into UTF-8: those that are none, or say for certain that they are none.
func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		name, page, media, want string
		decoded                 bool
	}{
		{"UTF-8", "café", "text/html", "café", false},
		{"UTF-8 that says otherwise in itself", "<meta charset=iso-8859-2>é", "text/html", "<meta charset=iso-8859-2>é", false},
		{"by its header", "caf\xe9", "text/html; charset=iso-8859-1", "café", true},
		{"ASCII by its header", "+AGE-", "text/html; charset=utf-8", "+AGE-", false},
		{"valid UTF-8, but by its header", "\xc3\xa9", "text/html; charset=iso-8859-1", "Ã©", true},
		{"by itself", "<meta charset=iso-8859-2>\xb1", "text/html", "<meta charset=iso-8859-2>ą", true},
		{"by nothing", "caf\xe9", "text/html", "café", true},
		{"a mark", "\xef\xbb\xbfa", "text/html", "a", false},
		{"a mark of UTF-16", "\xff\xfea\x00", "text/html", "a", true},
		{"ISO-2022-JP, which is ASCII by its bytes", "<meta charset=iso-2022-jp>\x1b$B7?\x1b(B", "text/html", "<meta charset=iso-2022-jp>型", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, from, err := charset.Decode([]byte(tt.page), tt.media)
			if err != nil || string(text) != tt.want {
				t.Errorf("%q is %q, %v, want %q", tt.page, text, err, tt.want)
			}
			if (from != nil) != tt.decoded {
				t.Errorf("%q was in %v, want one that is not UTF-8: %t", tt.page, from, tt.decoded)
			}
		})
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
