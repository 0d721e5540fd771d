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
		{"no JSON", `{a:1}`, "JSON at byte 1: invalid character 'a'"},
		{"a name that is none", `{1:1}`, "JSON at byte 1: invalid character '1'"},
		{"deep", strings.Repeat(`[`, 5000), "nested deeper than 200 levels"},
		{"objects that are deep", strings.Repeat(`{"a":`, 300) + "1" + strings.Repeat(`}`, 300), "nested deeper than 200 levels"},
		{"long", `[` + strings.Repeat(`0,`, 1_000_000) + `0]`, "more than 1000000 values"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tree.Parse([]byte(tt.text), "", true); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestProperties: a property has all the values that carry its name, whatever its letters' case, and null is none.
func TestProperties(t *testing.T) {
	v, err := tree.Parse([]byte(`{"Offers":[{"a":1},"x"],"offers":"y","none":null,"empty":[]}`), "ld+json[0]", true)
	if err != nil {
		t.Fatal(err)
	}
	v.Put("brand", &tree.Value{Kind: tree.Scalar, Text: "Acme"})
	v.Items[0].Add(&tree.Value{Kind: tree.Scalar, Text: "z"})
	for _, tt := range []struct{ name, want, first, say string }{
		{"offers", "ld+json[0]/Offers/0= ld+json[0]/Offers/1=x ld+json[0]/Offers/2=z ld+json[0]/offers=y", "ld+json[0]/Offers/0", "x"},
		{"brand", "ld+json[0]/brand=Acme", "ld+json[0]/brand", "Acme"},
		{"none", "", "", ""},
		{"empty", "", "", ""},
		{"nowhere", "", "", ""},
	} {
		var got []string
		for _, item := range v.Each(tt.name) {
			got = append(got, item.Pointer()+"="+item.Text)
		}
		if d := cmp.Diff(tt.want, strings.Join(got, " ")); d != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, d)
		}
		first := ""
		if item := v.First(tt.name); item != nil {
			first = item.Pointer()
		}
		if first != tt.first || v.Say(tt.name) != tt.say {
			t.Errorf("%s: first %q, says %q, want %q and %q", tt.name, first, v.Say(tt.name), tt.first, tt.say)
		}
	}
	for text, want := range map[string]bool{"1": true, "-1.5e+3": true, "": false, "e5": false, "1-2": false, "NaN": false, ".": false, strings.Repeat("1", 41): false} {
		if tree.IsNumber(text) != want {
			t.Errorf("%q is a number: %t", text, !want)
		}
	}
}
