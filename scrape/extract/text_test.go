package extract_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
)

// TestRefusalsAreToldByTheirWords: whatever the letter case and the markup between the words, and only where a refusal says
// it, near the beginning.
func TestRefusalsAreToldByTheirWords(t *testing.T) {
	const product = `<main><h1>POCO F6</h1></main>`
	for _, tt := range []struct {
		name, body, reason string
	}{
		{"as it is", `<p>You don't have permission to access "/" on this server.</p>`, "blocked"},
		{"other letters", `<P>YOU DON'T HAVE PERMISSION TO ACCESS this</P>`, "blocked"},
		{"accents", `<p>LA PAGE DEMANDÉE N'A PAS ÉTÉ TROUVÉE</p>`, "soft_404"},
		{"markup between", "<p>You don't\n  have <b>permission</b><br>to&#32;access</p>", "blocked"},
		{"behind a menu", strings.Repeat("<li>Phones and tablets</li>", 300) + `<p>You don't have permission to access</p>`, "blocked"},
		{"not seen", product + `<script>"you don't have permission to access"</script>`, "read"},
		{"in a late review", product + strings.Repeat("<p>good phone</p>", 3000) + `<p>it says you don't have permission to access</p>`, "read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, answer(f6Page, "text/html; charset=utf-8", tt.body))
			if r.Reason != tt.reason || (r.State == catalog.Found) != (tt.reason == "read") {
				t.Errorf("reading = %s %s, want %s", r.State, r.Reason, tt.reason)
			}
		})
	}
}

func FuzzLower(f *testing.F) {
	for _, seed := range []string{"", "POCO F6", "ÉCRAN É", "İ", "Ⱥb", "\xff\xc3", "Ω"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := extract.Lower(text)
		if !utf8.ValidString(text) {
			if len(got) > len(text) {
				t.Errorf("Lower(%q) = %q is longer", text, got)
			}
			return
		}
		want := strings.Map(func(r rune) rune {
			if r == 'Ⱥ' || r == 'Ⱦ' { // whose small letters take more bytes
				return r
			}
			return unicode.ToLower(r)
		}, text)
		if got != want {
			t.Errorf("Lower(%q) = %q, want %q", text, got, want)
		}
	})
}

func TestPoolKeepsOneCopyWithinBounds(t *testing.T) {
	var p extract.Pool
	a, b := p.Keep("html > body"), p.Keep(strings.Clone("html > body"))
	if a != "html > body" || unsafe.StringData(a) != unsafe.StringData(b) {
		t.Errorf("%q and %q do not share their bytes", a, b)
	}
	before := p.Size()
	if long := strings.Repeat("x", 1000); p.Keep(long) != long || p.Size() != before {
		t.Error("a long text is kept")
	}
	for i := range 100_000 {
		if text := fmt.Sprintf("html > body > div:nth-of-type(%d)", i); p.Keep(text) != text {
			t.Fatalf("%q came back as another text", text)
		}
	}
	if p.Size() > 2<<20 {
		t.Errorf("the pool holds %d bytes", p.Size())
	}
}
