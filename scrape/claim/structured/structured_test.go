package structured_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/claim/structured"
)

// collection is a collection of pages with what JSON-LD, microdata and Open Graph on them say, made for extruct.
const collection = "../../../../shared/data/structured/extruct"

// exceptions are the cases that read otherwise here, each with the reason.
var exceptions = map[string]string{
	"microdata/schema.org/SearchAction.001.json": "valueName and valueRequired are attributes of a form, which the standard gives no meaning in microdata",
	"microdata/schema.org/product-ref.json":      "an item that itemref names and that is no property gives none of its own to the other item, by the standard",
}

type structuredCase struct {
	Syntax, HTML, Expected string
	Inline                 string          `json:"html_inline"`
	ExpectedInline         json.RawMessage `json:"expected_inline"`
	Options                struct {
		BaseURL string `json:"base_url"`
		Nested  *bool  `json:"nested"`
		Text    bool   `json:"add_text_content"`
	}
}

// TestFiguresStructured holds the three readers of structured data to the collection, where it is.
func TestFiguresStructured(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(collection, "index.json"))
	if err != nil {
		t.Skip("the collection of structured data is not here: ", err)
	}
	var cases []structuredCase
	if err := json.Unmarshal(index, &cases); err != nil {
		t.Fatal(err)
	}
	done := map[string]int{}
	for _, c := range cases {
		readers := []string{c.Syntax}
		if c.Syntax == "all" {
			readers = []string{"json-ld", "microdata", "opengraph"}
		}
		for _, reader := range readers {
			if !slices.Contains([]string{"json-ld", "microdata", "opengraph"}, reader) {
				continue
			}
			t.Run(reader+"/"+c.Expected, func(t *testing.T) {
				done[reader]++
				c.compare(t, reader)
			})
		}
	}
	t.Logf("cases: %v, exceptions: %d", done, len(exceptions))
}

func (c structuredCase) compare(t *testing.T, reader string) {
	t.Helper()
	page, want := []byte(c.Inline), []byte(c.ExpectedInline)
	if c.HTML != "" {
		page, want = readFile(t, c.HTML), readFile(t, c.Expected)
	}
	if c.Syntax == "all" {
		var of map[string]json.RawMessage
		if err := json.Unmarshal(want, &of); err != nil {
			t.Fatal(err)
		}
		want = of[reader]
	}
	stated, err := structured.Stated(page, c.Options.BaseURL, reader)
	if err != nil {
		t.Fatal(err)
	}
	got := any(c.shape(stated, reader))
	expected := decodeNumbers(t, want)
	if reader == "opengraph" {
		expected = properties(expected)
	}
	d := cmp.Diff(folded(expected), folded(got))
	reason, excepted := exceptions[reader+"/"+c.Expected]
	switch {
	case d != "" && !excepted:
		t.Errorf("(-want +got):\n%s", d)
	case d == "" && excepted:
		t.Errorf("this is no exception any more: %s", reason)
	}
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(collection, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decodeNumbers(t *testing.T, data []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var out any
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// shape brings statements into the form of the collection's expectations.
func (c structuredCase) shape(stated []structured.Statement, reader string) []any {
	out := []any{}
	for _, s := range stated {
		switch reader {
		case "json-ld":
			if s.Names != nil {
				out = append(out, plain(s))
			}
			for _, item := range s.Items {
				if s.Names == nil && item.Names != nil { // the collection takes lists apart
					out = append(out, plain(item))
				}
			}
		case "microdata":
			if c.Options.Nested != nil && !*c.Options.Nested {
				out = append(out, flat(c.item(s))...)
			} else {
				out = append(out, c.item(s))
			}
		case "opengraph":
			for i, name := range s.Names {
				out = append(out, []any{name, s.Items[i].Text})
			}
		}
	}
	return out
}

func plain(s structured.Statement) any {
	switch {
	case s.Names != nil:
		out := map[string]any{}
		for i, name := range s.Names {
			out[name] = plain(s.Items[i])
		}
		return out
	case s.Items != nil:
		out := []any{}
		for _, item := range s.Items {
			out = append(out, plain(item))
		}
		return out
	}
	return s.Text
}

// item is an item of microdata as the collection writes it: properties that occur once stand alone, with lists for the
// others.
func (c structuredCase) item(s structured.Statement) map[string]any {
	properties := map[string][]any{}
	out := map[string]any{}
	for i, name := range s.Names {
		switch p := s.Items[i]; {
		case name == "@type":
			var types []any
			for _, t := range p.Items {
				types = append(types, t.Text)
			}
			out["type"] = types
		case name == "@id":
			out["id"] = p.Text
		case name == "@value":
			out["value"] = p.Text
		case p.Names != nil || p.Items != nil:
			properties[name] = append(properties[name], c.item(p))
		default:
			properties[name] = append(properties[name], p.Text)
		}
	}
	of := map[string]any{}
	for name, values := range properties {
		of[name] = values
	}
	if len(of) > 0 {
		out["properties"] = of
	}
	return out
}

// flat lists an item and those in it one by one, with references where they were.
func flat(item map[string]any) []any {
	out := []any{item}
	of, _ := item["properties"].(map[string]any) //nolint:errcheck // an item without properties has none in it
	for _, name := range slices.Sorted(maps.Keys(of)) {
		values := of[name].([]any) //nolint:errcheck // item makes nothing else
		for i, v := range values {
			if inner, ok := v.(map[string]any); ok {
				values[i] = map[string]any{}
				out = append(out, flat(inner)...)
			}
		}
	}
	return out
}

// properties returns the properties of the collection's Open Graph.
func properties(of any) any {
	out := []any{}
	pages, _ := of.([]any) //nolint:errcheck // none is a difference that is told
	for _, page := range pages {
		p, _ := page.(map[string]any)      //nolint:errcheck // as above
		list, _ := p["properties"].([]any) //nolint:errcheck // as above
		out = append(out, list...)
	}
	return out
}

// folded folds white space, writes every scalar as text, and takes lists of one apart: whether "a" or ["a"] is written is
// a matter of taste.
func folded(v any) any {
	switch v := v.(type) {
	case string:
		return strings.Join(strings.Fields(v), " ")
	case json.Number:
		return v.String()
	case nil:
		return ""
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = folded(v[i])
		}
		if len(out) == 1 {
			return out[0]
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			if name != "textContent" && name != "iid" && name != "iid_ref" {
				out[name] = folded(item)
			}
		}
		return out
	}
	return v
}
