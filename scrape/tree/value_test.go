package tree_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

func TestPointers(t *testing.T) {
	const text = `{"spus":[{"name":"X7","items":[{"id":1},{"id":2}]},{"name":"F6","items":[{"id":3.50}]}],
"a/b":{"c~d":"odd"},"":"nameless","7":"a name","none":null,"twice":1,"twice":2,"flag":true}`
	for _, tt := range []struct{ name, from, pattern, want string }{
		{"the whole", "", "/spus/0/name", "/spus/0/name=X7"},
		{"every element", "", "/spus/*/items/*/id", "/spus/0/items/0/id=1 /spus/0/items/1/id=2 /spus/1/items/0/id=3.50"},
		{"every value of an object", "/spus/0/items/0", "/*", "/spus/0/items/0/id=1"},
		{"up two", "/spus/*/items/*", "2/name", "/spus/0/name=X7 /spus/0/name=X7 /spus/1/name=F6"},
		{"up to the place itself", "/spus/1/items", "1", "/spus/1="},
		{"up none", "/spus/1", "0/name", "/spus/1/name=F6"},
		{"up beyond the root", "/spus", "9/name", ""},
		{"escaped slash and tilde", "", "/a~1b/c~0d", "/a~1b/c~0d=odd"},
		{"an escaped star is no star", "", "/a~1b/~*", ""},
		{"a number is a name in an object", "", "/7", "/7=a name"},
		{"of a name given twice the first", "", "/twice", "/twice=1"},
		{"beyond the array", "", "/spus/2", ""},
		{"before the array", "", "/spus/-1", ""},
		{"into a text", "", "/flag/0", ""},
		{"null has no words", "", "/none", "/none="},
		{"a flag is its word", "", "/flag", "/flag=true"},
		{"nothing there", "", "/nowhere/*/x", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := tree.Parse([]byte(text), "", true)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, from := range v.Find(tt.from) {
				for _, found := range from.Find(tt.pattern) {
					got = append(got, found.Pointer()+"="+found.Text)
				}
			}
			if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
				t.Errorf("%q from %q (-want +got):\n%s", tt.pattern, tt.from, d)
			}
		})
	}
}

func TestJSONErrors(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", ``, "JSON ends early"},
		{"cut in an object", `{"a":`, "JSON ends early"},
		{"cut in an array", `[1,`, "JSON ends early"},
		{"something follows", `{} {}`, "something follows the value"},
		{"no JSON", `{a:1}`, "JSON at byte"},
		{"deep", strings.Repeat(`[`, 5000), "nested deeper than 200 levels"},
		{"long", `[` + strings.Repeat(`0,`, 1_000_000) + `0]`, "more than 1000000 values"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tree.Parse([]byte(tt.text), "", true); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestIsNumber: what JSON or a script may write for a number, one a line, and what only looks like it.
func TestIsNumber(t *testing.T) {
	for text, want := range map[string]bool{
		"0": true, "-5": true, "+5": true, "5.25": true, ".5": true, "1e3": true, "1E+3": true, "1.5e-3": true,
		"": false, "-": false, "e5": false, "5-3": false, "1,5": false, "0x1F": false, "NaN": false, "5 ": false,
		"1234567890123456789012345678901234567890": true, "12345678901234567890123456789012345678901": false,
	} {
		if tree.IsNumber(text) != want {
			t.Errorf("%q is a number: %v", text, !want)
		}
	}
}

// TestProperties: a property is found whatever its letters' case and however often it is given, lists are their elements, and null is
// no value.
func TestProperties(t *testing.T) {
	v, err := tree.Parse([]byte(`{"Name":"","name":["Lamp","Light"],"offer":{"price":5},"none":null,"NAME":{"a":1},"nam":"x"} rest`), "data", false)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range v.Each("name") {
		got = append(got, item.Pointer()+"="+item.Text)
	}
	if d := cmp.Diff([]string{"data/Name=", "data/name/0=Lamp", "data/name/1=Light", "data/NAME="}, got); d != "" {
		t.Errorf("values of name (-want +got):\n%s", d)
	}
	for name, want := range map[string]string{"name": "Lamp", "offer": "", "none": "", "nam": "x", "nothing": ""} {
		if text := v.Say(name); text != want {
			t.Errorf("%s says %q, want %q", name, text, want)
		}
	}
	if first := v.First("OFFER"); first == nil || first.Say("price") != "5" || first.Pointer() != "data/offer" {
		t.Errorf("the first offer is %+v", first)
	}
	if first := v.First("none"); first != nil {
		t.Errorf("the first of null is %+v", first)
	}
}

// TestPut: what is put into a tree by hand is found in it, and knows where it stands.
func TestPut(t *testing.T) {
	root, list := &tree.Value{Kind: tree.Object, Inside: "page"}, &tree.Value{Kind: tree.Array}
	root.Put("a", &tree.Value{Kind: tree.Scalar, Text: "1"})
	root.Put("list/of~all", list)
	list.Add(&tree.Value{Kind: tree.Scalar, Text: "2"})
	list.Add(&tree.Value{Kind: tree.Scalar, Text: "3"})
	var got []string
	for _, pattern := range []string{"/a", "/list~1of~0all/*"} {
		for _, found := range root.Find(pattern) {
			got = append(got, found.Pointer()+"="+found.Text)
		}
	}
	if d := cmp.Diff([]string{"page/a=1", "page/list~1of~0all/0=2", "page/list~1of~0all/1=3"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
