package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/extract"
)

func TestPaths(t *testing.T) {
	for _, tt := range []struct{ name, page, path, words string }{
		{"alone", `<main><h1>POCO F6</h1></main>`, "html > body > main > h1", "POCO F6"},
		{"one of several", `<ul><li>a<li>b</ul>`, "html > body > ul > li:nth-of-type(2)", "b"},
		{"of its own tag", `<p>a</p><b>x</b><p>b</p>`, "html > body > p:nth-of-type(2)", "b"},
		{"from an id", `<div><div id="specs"><i>a</i><i>b</i></div></div>`, "div#specs > i:nth-of-type(1)", "a"},
		{"an id that is no name", `<div id="a b"><i>c</i></div>`, "html > body > div > i", "c"},
		{"by its key", `<span data-key="spec_1">a</span><span data-key="spec_2">b</span>`, `html > body > span[data-key="spec_2"]`, "b"},
		{"words are folded", "<p>8&nbsp;GB\n  +\t256&nbsp;GB<br>Black</p>", "html > body > p", "8\u00a0GB + 256\u00a0GB Black"},
		{"script is not read", `<p>a<script>b</script><style>c</style><template>d</template></p>`, "html > body > p", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			places, _, err := extract.Elements(tt.page)
			if err != nil {
				t.Fatal(err)
			}
			if want := (extract.Place{Path: tt.path, Words: tt.words}); !slices.Contains(places, want) {
				t.Errorf("places = %q, want %q among them", places, want)
			}
		})
	}
}

// TestPathsLeadBack: where ids and keys are given once, the path of an element finds that element and no other.
func TestPathsLeadBack(t *testing.T) {
	page := `<main id=m><section><h2>a</h2><p>b</p><p>c<b>d</b><i>e</i><b>f</b></p></section>` +
		strings.Repeat(`<section><p>x</p><dl><dt>l<dd>v<dt>l<dd>v</dl></section>`, 3) + `<span data-key=k>g<i>h</i></span></main>`
	places, again, err := extract.Elements(page)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range again {
		if n != 1 {
			t.Errorf("%s leads to %d elements, or to another one", places[i].Path, n)
		}
	}
	if len(places) < 30 {
		t.Errorf("%d elements were looked at, want the page's", len(places))
	}
}
