package script_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// leaves writes the scalars of values, each with its pointer; null is "null".
func leaves(values ...*tree.Value) string {
	var out []string
	var add func(v *tree.Value)
	add = func(v *tree.Value) {
		switch v.Kind {
		case tree.Null:
			out = append(out, v.Pointer()+"=null")
		case tree.Scalar:
			out = append(out, v.Pointer()+"="+v.Text)
		case tree.Array, tree.Object:
		}
		for _, item := range v.Items {
			add(item)
		}
	}
	for _, v := range values {
		add(v)
	}
	return strings.Join(out, " ")
}

func TestValue(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"JSON", `{"a":[1,"b",true,null]}`, "/a/0=1 /a/1=b /a/2=true /a/3=null"},
		{"a literal", `{a:'b',"c":!0,d:!1,$e_1:-1.5e3,}`, "/a=b /c=true /d=false /$e_1=-1.5e3"},
		{"blanks", "{\"a\": \"b\",\n\"c\":\t[ 1 , 2 ] }", "/a=b /c/0=1 /c/1=2"},
		{"escapes that are cut", `["\u12","\x4"]`, "/0=u12 /1=x4"},
		{"comments", "/* x */ {a: 1, // one\n b: 2 /* two */}", "/a=1 /b=2"},
		{"a comma is missing", `[1 2]`, "/0=null"},
		{"a comma is missing behind a text", `{"a":"1" "b":"2"}`, "/a=1 /b=2"},
		{"expressions", `{a:f(1,"}"),b:"x"+y,c:new Date(),d:function(){return {}},e:2}`, "/a=null /b=null /c=null /d=null /e=2"},
		{"escapes", `["\n\u00e9\ud83d\ude00\x41\/\q","\ud83d"]`, "/0=\né😀A/q /1=\uFFFD"},
		{"a string over two lines", "['a\\\nb']", "/0=ab"},
		{"odd blanks", "\ufeff\u200b{\u00a0\"a\":\u20281}", "/a=1"},
		{"old wrappers", "<!--\n{\"a\":1}\n//-->", "/a=1"},
		{"CDATA", "//<![CDATA[\n{\"a\":1}\n//]]>", "/a=1"},
		{"a number that means nothing", `[` + strings.Repeat("9", 41) + `]`, "/0=null"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, size, err := new(script.Reader).Value(tt.text)
			if err != nil || size == 0 {
				t.Fatal(size, err)
			}
			if d := cmp.Diff(tt.want, leaves(v)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	for _, text := range []string{"", " ", "1", `"a"`, "{", `{"a"`, `{"a":`, `{"a" 1}`, `{:1}`, `["a`, "[f(", `[f("a]`, `{"a":x"}`, strings.Repeat("[", 300)} {
		if v, size, err := new(script.Reader).Value(text); err == nil || size > len(text) {
			t.Errorf("%.20q is read as %s, of %d bytes", text, leaves(v), size)
		}
	}
	stray := script.Reader{Stray: true}
	if v, _, err := stray.Value(`{"a":"a 5" screen","b":1}`); err != nil || leaves(v) != `/a=a 5" screen /b=1` {
		t.Errorf("with a stray quote: %v, %v", v, err)
	}
}

// TestAllowance: the values of a page are counted together.
func TestAllowance(t *testing.T) {
	var r script.Reader
	text := "[" + strings.Repeat("0,", 100_000) + "]"
	for i, want := range []bool{true, true, false, false} {
		if _, _, err := r.Value(text); (err == nil) != want {
			t.Errorf("script %d is read: %v, want %t", i, err, want)
		}
	}
}

func TestAll(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one", `{"a":1}`, "x/a=1"},
		{"two", `{"a":1};{"a":2}`, "x/a=1 x+1/a=2"},
		{"something behind", `{"a":1} and more`, "x/a=1"},
		{"escaped as text", `{&quot;a&quot;:&#34;b&#34;}`, "x/a=b"},
		{"nothing", `and more`, ""},
		{"broken", `{"a":1`, ""},
	} {
		if got := leaves(new(script.Reader).All(tt.text, "x")...); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLiterals(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a variable", `var p = {a:1};`, "window.p/a=1"},
		{"of the window", `window.p={a:1};self.q=[{b:2}]`, "window.p/a=1 window.q/0/b=2"},
		{"of an object", `a.b.c={d:1}`, "window.a.b.c/d=1"},
		{"a function", `dataLayer.push({a:1})`, "s:dataLayer.push/a=1"},
		{"JSON in a string", `p = JSON.parse("{\"a\":1}")`, "window.p!/a=1"},
		{"a function's body is looked into", `function f(){ p = {a:1} }`, "window.p/a=1"},
		{"a block is none", `if (x) {a: 1}`, ""},
		{"nothing in it", `p = {}; q = []`, ""},
		{"in a comment", `/* p={a:1} */ // q={a:2}`, ""},
		{"in a string", `x = "p={a:1}"`, ""},
		{"an address is no comment", "u = http://x\np={a:1}", "window.p/a=1"},
		{"a quote that ends nowhere", "don't\np={a:1}", "window.p/a=1"},
		{"what is returned", `return {a:1}`, "s:return/a=1"},
	} {
		if got := leaves(new(script.Reader).Literals(tt.text, "s")...); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
