package script_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// FuzzReader: a text of JSON is read as the standard library reads it; anything else ends within the text.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,2.5e3,"x\u00e9\ud83d\ude00",null,true,{}]}`, `[{a:'b',c:!0,}]`, "<!-- {\"a\":1}\n-->", "// x\n[1]", `{"a":f(1,"}"),b:/*x*/2}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, size, err := new(script.Reader).Value(text)
		if size > len(text) {
			t.Fatalf("%d of %d bytes read", size, len(text))
		}
		if !json.Valid([]byte(text)) || !utf8.ValidString(text) {
			return
		}
		want, strictErr := tree.Parse([]byte(text), "", true)
		if strictErr != nil || want.Kind < tree.Array { // the strict reader has bounds, too
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(plain(want), plain(got)); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	})
}

// statement is a value without its place.
type statement struct {
	Kind  tree.Kind
	Text  string
	Names []string
	Items []statement
}

func plain(v *tree.Value) statement {
	s := statement{Kind: v.Kind, Text: v.Text, Names: v.Names}
	for _, item := range v.Items {
		s.Items = append(s.Items, plain(item))
	}
	return s
}
