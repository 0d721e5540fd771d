package element_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
)

// marked returns the elements of a page with the attribute x, in its order.
func marked(t *testing.T, page string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var out []*html.Node
	for e := range root.Descendants() {
		for _, a := range e.Attr {
			if a.Key == "x" {
				out = append(out, e)
			}
		}
	}
	return out
}

func TestPaths(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"alone", `<main><h1 x>POCO F6</h1></main>`, "html > body > main > h1"},
		{"one of several", `<ul><li>a<li x>b</ul>`, "html > body > ul > li:nth-of-type(2)"},
		{"the first of several", `<ul><li x>a<li>b</ul>`, "html > body > ul > li:nth-of-type(1)"},
		{"of its own tag", `<p>a</p><b>x</b><p x>b</p>`, "html > body > p:nth-of-type(2)"},
		{"from an id", `<div><div id="specs"><i>a</i><i x>b</i></div></div>`, "div#specs > i:nth-of-type(2)"},
		{"an id that is no name", `<div><div id="a b"><i x>c</i></div></div>`, "html > body > div > div > i"},
		{"by its key", `<span data-key="spec_1">a</span><span data-key="spec_2" x>b</span>`, `html > body > span[data-key="spec_2"]`},
		{"a key that would end the selector", `<span data-key='"' x>a</span>`, `html > body > span`},
		{"among many", `<ul>` + strings.Repeat("<li>", 40) + `<li x></ul>`, "html > body > ul > li:nth-of-type(41)"},
		{"alone among many", `<div>` + strings.Repeat("<i></i>", 40) + `<b x></b>` + strings.Repeat("<i></i>", 40) + `</div>`, "html > body > div > b"},
	} {
		var paths element.Paths
		if got := string(paths.Of(marked(t, tt.page)[0])); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestPathsAmongAHundredThousand: as many siblings as a page may have are counted once, and not once for each of them.
func TestPathsAmongAHundredThousand(t *testing.T) {
	var paths element.Paths
	for i, e := range marked(t, "<ul>"+strings.Repeat("<li x></li>", 100_000)+"</ul>") {
		if got, want := string(paths.Of(e)), fmt.Sprintf("html > body > ul > li:nth-of-type(%d)", i+1); got != want {
			t.Fatalf("item %d: %s, want %s", i, got, want)
		}
	}
}

// TestWhatStandsInOnePieceIsNotCopied: what is read off most elements of a page takes no memory of its own.
func TestWhatStandsInOnePieceIsNotCopied(t *testing.T) {
	cells := marked(t, strings.Repeat("<table><tr><th>Memory<td x>8 GB + 256 GB</table>", 100))
	script := marked(t, "<script x> {} </script>")[0]
	var paths element.Paths
	paths.Of(cells[len(cells)-1])
	for name, read := range map[string]func(i int){
		"text":        func(i int) { element.Text(cells[i]) },
		"a script":    func(int) { element.Raw(script) },
		"where it is": func(i int) { paths.Of(cells[i]) },
	} {
		i := -1
		if n := testing.AllocsPerRun(len(cells)-1, func() { i++; read(i) }); n > 0 {
			t.Errorf("%s takes %v allocations", name, n)
		}
	}
}

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"folded", "<p x>8&nbsp;GB\n  +\t256&nbsp;GB<br>Black</p>", "8\u00a0GB + 256\u00a0GB Black"},
		{"folded, alone", "<b x>8  GB\n</b>", "8 GB"},
		{"words of two elements", `<div x><p>a</p><p>b</p><b>c</b><b>d</b><p>e</p></div>`, "a b cd e"},
		{"what is not seen", `<p x>a<script>b</script><style>c</style><template>d</template><noscript>e</noscript></p>`, "a"},
		{"a script", `<script x>a</script>`, ""},
		{"nothing", `<p x> </p>`, ""},
	} {
		e := marked(t, tt.page)[0]
		if got := element.Text(e); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if got := string(element.AppendText(nil, e, 4)); !strings.HasPrefix(tt.want, got) {
			t.Errorf("%s: the beginning is %q", tt.name, got)
		}
	}
	if got := string(element.AppendText(nil, marked(t, `<p x>abc <b>defgh</b> ijk`)[0], 6)); got != "abc de" {
		t.Errorf("the beginning is %q", got)
	}
	scripts := marked(t, `<script x> a<b> </script><script x></script>`)
	for i, want := range []string{" a<b> ", ""} {
		if got := element.Raw(scripts[i]); got != want {
			t.Errorf("script %d is %q, want %q", i, got, want)
		}
	}
	scripts[1].AppendChild(&html.Node{Type: html.TextNode, Data: "a "})
	scripts[1].AppendChild(&html.Node{Type: html.TextNode, Data: " b"})
	if got := element.Raw(scripts[1]); got != "a  b" {
		t.Errorf("a script in two pieces is %q", got)
	}
}

// TestValueAttr says where the value of a property stands, by the HTML standard and by what every reader of shops does.
func TestValueAttr(t *testing.T) {
	for page, want := range map[string]string{
		`<meta x>`: "content", `<data x value=1>`: "value", `<meter x>`: "", `<time x datetime=1>`: "datetime", `<time x>`: "", `<time x content=1>`: "content",
		`<b x>`: "", `<b x content=1>`: "content", `<img x>`: "src", `<img x content=1>`: "content", `<a x>`: "href", `<link x>`: "href", `<object x>`: "data",
	} {
		if got := element.ValueAttr(marked(t, page)[0]); got != want {
			t.Errorf("the value of %s stands in %q, want %q", page, got, want)
		}
	}
}
