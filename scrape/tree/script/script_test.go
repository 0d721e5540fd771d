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
		if v == nil {
			return
		}
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
		{"escapes of blanks", `["a\tb\rc\bd\fe"]`, "/0=a\tb\rc\bd\fe"},
		{"comments that begin or end oddly", `/*/ x */ {a:f(1 /*)*/"]"), b:1/2}`, "/a=null /b=null"},
		{"a text put together", `{a:"x" + y, "b" : 1}`, "/a=null /b=1"},
		{"CDATA on one line", `//<![CDATA[ {"a":1} //]]>`, "/a=1"},
		{"behind a comment of HTML", `<!-- data --> {"a":1}`, "/a=1"},
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
	stray := script.Reader{Stray: true}
	if v, _, err := stray.Value(`{"a":"a 5" screen","b":1}`); err != nil || leaves(v) != `/a=a 5" screen /b=1` {
		t.Errorf("with a stray quote: %v, %v", v, err)
	}
}

// TestErrors: what is no value is told with the place up to which it was read, which is what it cost.
func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		text, want string
		size       int
	}{
		{"", "no object or array", 0},
		{" ", "no object or array", 1},
		{"1", "no object or array", 0},
		{`"a"`, "no object or array", 0},
		{"// {a:1}", "no object or array", 8},
		{"{", "script at byte 1: it ends early", 1},
		{`{"a"`, `script at byte 4: no colon follows the name "a"`, 4},
		{`{"a":`, "script at byte 5: it ends early", 5},
		{`{"a" 1}`, `script at byte 5: no colon follows the name "a"`, 5},
		{`{:1}`, `script at byte 1: ":1}" where a name should be`, 1},
		{`{a:}`, `script at byte 3: "}" where a value should be`, 3},
		{`["a`, "script at byte 3: a string does not end", 3},
		{`{"a`, "script at byte 3: a string does not end", 3},
		{"[f(", "script at byte 3: it ends early", 3},
		{`[f("a]`, "script at byte 6: a string does not end", 6},
		{`{"a":x"}`, "script at byte 8: a string does not end", 8},
		{`[1,{"a":[f("b]}]`, "script at byte 16: a string does not end", 16},
		{strings.Repeat("[", 300) + strings.Repeat("]", 300), "script at byte 201: nested deeper than 200 levels", 201},
	} {
		v, size, err := new(script.Reader).Value(tt.text)
		if err == nil || err.Error() != tt.want || size != tt.size {
			t.Errorf("%.20q is read as %s, of %d bytes, %v, want %d and %s", tt.text, leaves(v), size, err, tt.size, tt.want)
		}
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
		{"each in a comment", "<!--{\"a\":1}-->\n<!--{\"b\":2}-->", "x/a=1 x+1/b=2"},
		{"each in CDATA", `<![CDATA[{"a":1}]]><![CDATA[{"b":2}]]>`, "x/a=1 x+1/b=2"},
		{"nothing", `and more`, ""},
		{"nothing, and signs that are escaped", `and &amp; more`, ""},
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
		{"nothing before it", `{a:1}`, "s/a=1"},
		{"a function without a name", `({a:1})`, "s/a=1"},
		{"what looks like one", `f({a b}); p={a:1}`, "window.p/a=1"},
		{"behind a comment", "/* x */ p={a:1} // y\nq={a:2}", "window.p/a=1 window.q/a=2"},
		{"a list in a block", `if (x) {[1].map(f)}`, ""},
		{"a string behind a stroke", `x = 1/"p={a:1}"`, ""},
		{"a quote that ends nowhere, and one on the next line", "don't\np={a:'b'}", "window.p/a=b"},
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

// TestGivenUp: a script that looks like data again and again, and holds none, is given up before it costs more than a few times its
// length.
func TestGivenUp(t *testing.T) {
	for _, tt := range []struct{ name, before string }{
		{"lists that do not end", strings.Repeat("x=[", 1000)},
		{"strings that do not end", "`" + strings.Repeat("\\`", 3000) + "\n"},
	} {
		const data = "\np={a:1}"
		if got := leaves(new(script.Reader).Literals(tt.before+data, "s")...); got != "" {
			t.Errorf("behind %s %q is read", tt.name, got)
		}
		if got := leaves(new(script.Reader).Literals(data+tt.before, "s")...); got != "window.p/a=1" {
			t.Errorf("before %s %q is read", tt.name, got)
		}
	}
}
