package markup_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/net/html"

	"github.com/pocomigrate/pocomigrate/scrape/markup"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// outline writes a tree down, one node a line, with all that tells two trees apart.
func outline(n *html.Node) string {
	var b strings.Builder
	var write func(n *html.Node, depth int)
	write = func(n *html.Node, depth int) {
		fmt.Fprintf(&b, "%s%d %v %q %q %q\n", strings.Repeat(" ", depth), n.Type, uint32(n.DataAtom), n.Namespace, n.Data, n.Attr)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Parent != n || (c.NextSibling != nil && c.NextSibling.PrevSibling != c) {
				b.WriteString("links are broken\n")
			}
			write(c, depth+1)
		}
		if n.LastChild != nil && n.LastChild.NextSibling != nil {
			b.WriteString("the last child is not the last\n")
		}
	}
	write(n, 0)
	return b.String()
}

// check holds a parser to the tree, or the error, that x/net/html makes of a page.
func check(t *testing.T, page []byte) {
	t.Helper()
	checkWith(t, new(markup.Parser), page)
}

func checkWith(t *testing.T, p *markup.Parser, page []byte) {
	t.Helper()
	markup.IsOrderly(page) // a fault that Parse would pass over in silence ends the test here
	want, wantErr := html.Parse(bytes.NewReader(page))
	got, err := p.Parse(page)
	if (err != nil) != (wantErr != nil) || err != nil && err.Error() != wantErr.Error() {
		t.Fatalf("error = %v, want %v", err, wantErr)
	}
	if err != nil {
		return
	}
	if g, w := outline(got), outline(want); g != w {
		t.Errorf("page %q\ngot\n%s\nwant\n%s", page, g, w)
	}
}

func BenchmarkParse(b *testing.B) {
	page := scrapetest.CataloguePage(7).Body
	for _, bb := range []struct {
		name  string
		parse func([]byte) (*html.Node, error)
	}{
		{"orderly", new(markup.Parser).Parse},
		{"net", func(page []byte) (*html.Node, error) { return html.Parse(bytes.NewReader(page)) }},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := bb.parse(page); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestCataloguePage(t *testing.T) { check(t, scrapetest.CataloguePage(7).Body) }

// TestParserTakesOneCopyOfThePage: all else that the tree of a page needs is there from the page before.
func TestParserTakesOneCopyOfThePage(t *testing.T) {
	var p markup.Parser
	page := scrapetest.CataloguePage(7).Body
	if n := testing.AllocsPerRun(20, func() {
		if _, err := p.Parse(page); err != nil {
			t.Fatal(err)
		}
	}); n > 1 {
		t.Errorf("a page after others takes %v allocations, want 1", n)
	}
}

// TestParserIsUsedAgain: pages of all sizes one after the other, of which none is held.
func TestParserIsUsedAgain(t *testing.T) {
	var p markup.Parser
	item := "<li class=a title='b&amp;c'>d</li>"
	for _, n := range []int{1, 1000, 3, 300, 0, 40_000, 5} {
		checkWith(t, &p, []byte("<ul>"+strings.Repeat(item, n)+"</ul>"))
	}
	defer runtime.KeepAlive(&p)
	freed := make(chan string, 3)
	want := map[string]bool{"the text of a small page": true, "the text of a large page": true, "the nodes of a large page": true}
	parse := func(page string) *html.Node {
		doc, err := p.Parse([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
	note := func(what, text string) {
		runtime.AddCleanup(unsafe.StringData(text), func(what string) { freed <- what }, what)
	}
	func() {
		page := "<p title='" + strings.Repeat("x", 1<<20) + "'>a</p>"
		doc := parse(page)
		note("the text of a small page", doc.LastChild.LastChild.FirstChild.Attr[0].Val)
		p.Release()
		doc = parse(page + strings.Repeat("<b>a</b>", 20_000))
		note("the text of a large page", doc.LastChild.LastChild.FirstChild.Attr[0].Val)
		runtime.AddCleanup(doc, func(what string) { freed <- what }, "the nodes of a large page")
		p.Release()
	}()
	for range 20 {
		runtime.GC()
		select {
		case what := <-freed:
			delete(want, what)
		case <-time.After(50 * time.Millisecond):
		}
		if len(want) == 0 {
			return
		}
	}
	t.Errorf("the parser holds %v, which it was to let go", slices.Sorted(maps.Keys(want)))
}

// TestOrderlyPages: the pages here are read without x/net/html, and to the same tree.
func TestOrderlyPages(t *testing.T) {
	for _, page := range orderly {
		if !markup.IsOrderly([]byte(page)) {
			t.Errorf("%q is odd", page)
		}
		check(t, []byte(page))
	}
}

var orderly = []string{
	"", " ", "<!doctype html>", "<html>", "<head>", "<head></head>", "<head></head> <!-- a -->", "<head></head><noscript>a</noscript>", "<script>a</script>",
	"<!doctype html><title>a</title><p>b",
	"<!DOCTYPE html>\n<html lang=\"en\">\n <head>\n  <meta charset=utf-8>\n  <title>a &amp; b</title>\n  <script>if (a<b) {}</script>\n </head>\n <body class=x>\n  <p>c\n </body>\n</html>\n<!-- end -->\n",
	"\ufeff<p>a", "<p>a", "a", " a ", "<!-- a --><!doctype html><!-- b --><html><!-- c --><head><!-- d --></head><!-- e --><body>f</body><!-- g --></html><!-- h -->",
	"<HTML><Body><P Class=A ID='b'>c</P></Body></HTML>", "<body>a</body> \n", "<head></head>a", "<head></head> <p>a", "<link rel=x><p>a", "<meta a><body b=c>",
	"<noscript><img></noscript><p>a", "<style>a{}</style>a",
	"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "<dl><dt>a<dd>b<dt>c</dl>", "<p>a<p>b<div>c</div>d", "<p>a<li>b", "<p>a<dd>b", "<p>a<form>b</form>c", "<p>a<option>b<option>c", "<p>a<hr>b", "<p>a<h1>b</h1>c", "<h1>a<h2>b</h2>",
	"<div><p>a</div>b", "<ul><li><p>a</ul>b", "<p>a<br>b<img src=x>c<hr>d", "<div><span>a</span> <b>b</b></div>",
	"<a href=x class=y>a <b>b</b></a><a>c</a>", "<b><b><b><b><b>a</b></b></b></b></b>c", "<i z=1 a=2>a</i>", "<x-y>a</x-y><X-Y>b</X-Y>",
	"<table><tr><td>a<td>b<tr><th>c</table>d", "<table> <thead> <tr> <th>a</th> </tr> </thead> <tbody><tr><td>b</td></tr></tbody></table>",
	"<table><td>a</table>", "<table><tr></tbody></table>", "<table><tbody><td>a</tbody><tfoot><tr><td>b</table>", "<table><tr><td><table><tr><td>a</table>b</table>",
	"<table><script>a</script><tr><td><ul><li>a</ul></table>", "<table><tr><td>a</td></tr><!-- b --></table>", "<!doctype html><p>a<table><tr><td>b</table>c",
	"<p>a</p><table></table>", "<form action=x><input type=text><textarea>\n\na</textarea><button>b</button></form><form></form>",
	"<select><option>a<option selected>b</select>", "<select><optgroup label=x><option>a<option>b<optgroup><option>c</select>", "<option>a<option>b",
	"<pre>\n\na\n</pre>", "<pre>a</pre>", "<iframe src=x><p></iframe>", "<title>a<b></title>c", "<p a=1 a=2 b = 'c' d=e/f g h=\"i&quot;j\" /k>", "<p a=>b", "<p a==b>", "<br/><p/>a",
	"<a href='?a=1&b=2&amp;c=3'>a</a>", "<a title='&eacute;&#39;&#x41;&nbsp;&semicolon&foo;'>a</a>", "a &lt; b &copy c &notit; &#0; &#128;", "a < b <3 c", "<p>a<", "&", "&#",
	"a\r\nb\rc<pre>\r\nd</pre>", "<p title='a\r\nb'>", "<script>a</scripts>b</script>c", "<script>\n</SCRIPT >a", "<!---->a<!-- - -- b --->c",
	"<div><svg viewBox='0 0 1 1' xlink:href=a><g><path d='M0'/></g><title>x</title><style>a</style></svg>b</div>", "<svg/>a", "<svg><linearGradient/></svg>", "<p><svg></svg>a",
	"<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN' 'http://www.w3.org/TR/html4/loose.dtd'><p>a", "<!DOCTYPE HTML><p>a<table></table>", "<!doctype\nhtml>a", "<!doctype>a",
	"<div>a</p></div>", "<p>a</body>b", "<p>a</body></html>b", "<p>a</body><p>b", "<div>a</body></html></div>b", "<head></head><meta><script>a</script> <p>b", "<head></head><meta>a",
	"<table><caption>a<p>b</caption><tr><td>c</table>", "<table><caption>a</caption> <colgroup> <col> </colgroup><col><tr><td>b</table>", "<table><tr><td>a<caption>b</caption></table>",
	"<script><!-- a </script>b", "<script><!--\na\n//--><!]]></script>b",
	"<button>a</button><button>b</button>", "<div\n\tid = a\n>b</div\n>", "<input value=\"a>b\">c", "<address><li>a<li>b</address>",
	"<html><p>a<table><tr><td>b</table>c", "<head></head><p>a<table><tr><td>b</table>c", "<p>a</body><div><!-- b --></div>", "<div><p>a</body></p><!-- b --></div>",
	"<div><p>a</body>b<!-- c --></div>", "<head></head> a", "<table><tr><td><p>a<td>b</table>",
}

// TestOddPages: whatever is out of order is left to x/net/html.
func TestOddPages(t *testing.T) {
	for _, page := range []string{
		"<head><title>a", "<!doctype html", "<script><!-- <script>a</script>b", "</p>a", "<script>a", "<p", "<p a", "<p a=", "<p a='b", "<!-- a", "<!-->a", "<!--->a", "<!-- a --!> b -->c",
		"<!doctype html PUBLIC '-//W3C//DTD HTML 4.01//EN'><p>a<table></table>", "<p>a<!doctype html>", "<?xml version='1.0'?><p>a", "<![CDATA[a]]>", "</>a", "</ a>b", "a\x00b",
		"<b>a<p>b</b>c</p>d", "<a>a<a>b</a>", "<p><span>a<p>b", "<div>a</span></div>", "</br>a", "<p>a</div>b", "<div><b>a</div>b</b>",
		"<table>a<tr><td>b</table>", "<table><div>a</div></table>", "<table><form></form></table>",
		"<table><tr><td><div>a</td></table>", "<td>a", "<tr><td>a", "<table><table></table></table>", "<table><tr></thead></table>", "<table><tr><td></body>a", "</table>a",
		"<ul><li><b>a<li>b</ul>", "<ul><li><div>a<li>b</ul>", "<li>a<div><li>b</div>", "<form><form></form></form>", "<form>a<form>b", "<form><div></form></div>", "<select><div>a</div></select>", "<select><option>a</body>",
		"<button>a<button>b", "<nobr>a", "<template><p></template>", "<object>a</object>", "<math><mi>a</math>", "<ruby>a<rt>b</ruby>", "<frameset><frame></frameset>", "<image>", "<plaintext>a",
		"<xmp>a</xmp>", "<body><body a>", "<p>a<html b>", "<p>a<head>", "</head>a", "</li>",
		"<svg><p>a</p></svg>", "<svg><foreignObject><div></svg>", "<svg><svg></svg></svg>", "<svg><![CDATA[a]]></svg>", "<svg><title><b></title></svg>", "<svg><title><plaintext></plaintext></title></svg>a", "<svg>", "<svg><g a=/></svg>", "<a><svg></a></svg>", "<svg><g></svg>",
		"<p =a>", "<a title='&copy'>", "<a title='&notit;'>", "<script><!-- <script> </script> --></script>", "</img>", "<img></img>", strings.Repeat("<div>", 501),
		strings.Repeat("a</body>", 20), "<table><tr></p></table>", "<select></p></select>",
		"<p" + strings.Repeat(" a", 200) + manyAttributes + ">",
	} {
		if markup.IsOrderly([]byte(page)) {
			t.Errorf("%q is orderly", page)
		}
		check(t, []byte(page))
	}
}

// manyAttributes are more than are compared with one another.
var manyAttributes = func() string {
	var b strings.Builder
	for i := range 65 {
		fmt.Fprintf(&b, " a%d", i)
	}
	return b.String()
}()

// TestDeepPages: what nests too deep is the error that it is to x/net/html.
func TestDeepPages(t *testing.T) {
	for _, depth := range []int{400, 495, 500, 505, 509, 510, 511, 512, 600} {
		check(t, []byte(strings.Repeat("<div>", depth)))
		check(t, []byte(strings.Repeat("<div>", depth/2)+"<svg>"+strings.Repeat("<g>", depth/2)+strings.Repeat("</g>", depth/2)+"</svg>"))
	}
}

// TestKnownPages parses every page of the sample, those of the reader's tests and, where they are at hand, others' pages.
func TestKnownPages(t *testing.T) {
	total, inOrder := 0, 0
	for _, folder := range []string{"../../testdata", "../../../shared/data/structured", "../../../shared/data/samples"} {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) != ".html" {
				return err
			}
			page, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			check(t, page)
			total++
			if markup.IsOrderly(page) {
				inOrder++
			} else {
				t.Logf("%s is odd", name)
			}
			return nil
		})
		if errors.Is(err, fs.ErrNotExist) {
			t.Logf("%s is not at hand", folder)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of %d pages are orderly", inOrder, total)
	if total < 100 || inOrder*10 < total*9 {
		t.Errorf("%d of %d pages are orderly; nearly all of them should be", inOrder, total)
	}
}

// TestDamagedPages cuts and moves parts of real pages: what is nearly in order is where a rule is missed.
func TestDamagedPages(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pages, err := filepath.Glob("../../testdata/sample/*/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, name := range pages {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tags := bytes.SplitAfter(page, []byte(">"))
		for range 10 {
			damaged := slices.Clone(tags)
			i, j := random.IntN(len(tags)), random.IntN(len(tags))
			switch random.IntN(3) {
			case 0:
				damaged = slices.Delete(damaged, i, i+1)
			case 1:
				damaged = slices.Insert(damaged, i, tags[j])
			default:
				damaged[i], damaged[j] = damaged[j], damaged[i]
			}
			if check(t, bytes.Join(damaged, nil)); t.Failed() {
				t.Fatalf("%s, damaged", name)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, page := range orderly {
		f.Add([]byte(page))
	}
	f.Fuzz(func(t *testing.T, page []byte) { check(t, page) })
}

// TestPieces puts pages together at random, from pieces of markup that meet in every way.
func TestPieces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var p markup.Parser // one for all: nothing of a page may show in the next
	inOrder := 0
	const pages = 20_000
	for range pages {
		var page strings.Builder
		for range 1 + random.IntN(12) {
			page.WriteString(pieces[random.IntN(len(pieces))])
		}
		checkWith(t, &p, []byte(page.String()))
		if markup.IsOrderly([]byte(page.String())) {
			inOrder++
		}
		if t.Failed() {
			return
		}
	}
	if inOrder < pages/20 {
		t.Errorf("%d of %d pages are orderly: too few to learn from", inOrder, pages)
	}
}

// FuzzPieces puts pages together from pieces of markup, which meet in more ways than bytes do.
func FuzzPieces(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 40, 41, 42})
	f.Fuzz(func(t *testing.T, choice []byte) {
		var page strings.Builder
		for _, c := range choice {
			page.WriteString(pieces[int(c)%len(pieces)])
		}
		check(t, []byte(page.String()))
	})
}

var pieces = func() []string {
	out := []string{
		"<!doctype html>", "a", " ", "\n", "&amp;", "&lt", "<!-- c -->", "<br>", "<img>", "<input>", "<hr>", "<link>", "<script>s</script>", "<style>s</style>",
		"<title>t</title>", "<textarea>\nt</textarea>", "<svg>", "<svg><g a=/></svg>", "<a><svg></a></svg>", "<svg><g></svg>", "</svg>", "<g/>", "<a href=x>", "<b class=z a=y>", "<b>", "</b>", "<noscript>n</noscript>",
	}
	for name := range strings.FieldsSeq("html head body p div span a ul li dl dt dd table thead tbody tr td th form button select option optgroup h1 h2 pre i section caption col colgroup x-y ruby rt svg") {
		out = append(out, "<"+name+">", "</"+name+">")
	}
	return out
}()
