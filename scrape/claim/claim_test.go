package claim_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
)

func TestAdd(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"as it is", "Lamp", "Lamp"},
		{"blanks", " Lamp\n", "Lamp"},
		{"escaped twice", "Lamp &amp; Co", "Lamp & Co"},
		{"not UTF-8", "caf\xe9", "caf\uFFFD"},
		{"empty", " ", ""},
		{"a place not filled", "{{ name }}", ""},
		{"another", "${name}", ""},
		{"too long", strings.Repeat("x", 3000), ""},
	} {
		var c claim.Claims
		c.Add(claim.Claim{Field: site.Name, Text: tt.text})
		got := ""
		for n := range c.All() {
			got = n.Text
		}
		if got != tt.want {
			t.Errorf("%s: %q is noted as %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
	var c, other claim.Claims
	for range 5000 {
		c.Add(claim.Claim{Field: site.Name, Text: "Lamp"})
	}
	if n := len(c.Of(site.Name)); n != 2000 {
		t.Errorf("%d claims are kept, want 2000", n)
	}
	n := 0
	for range c.All() {
		if n++; n == 3 {
			break // a reader may have enough
		}
	}
	if n != 3 {
		t.Errorf("%d claims are seen, want 3", n)
	}
	other.Add(claim.Claim{Field: site.SKU, Text: "L1"})
	c = claim.Claims{}
	c.Add(claim.Claim{Field: site.Name, Text: "Lamp  red"})
	c.Join(&other)
	if len(c.Of(site.Name)) != 1 || len(c.Of(site.SKU)) != 1 || !c.HasName("LAMP red") || c.HasName("L1") {
		t.Errorf("claims joined: %+v", c)
	}
}

// TestTrust: of two sources that disagree the one is followed that is made for what it says; one that nobody knows is not believed.
func TestTrust(t *testing.T) {
	order := []string{claim.FromProfile, claim.FromJSONLD, claim.FromMicrodata, claim.FromOpenGraph, claim.FromState, claim.FromText, "hearsay"}
	last := 1.0
	for _, source := range order {
		trust := claim.Trust(source)
		if trust >= last || source != "hearsay" && trust < 0.5 {
			t.Errorf("%s is trusted %v, and what comes before it %v", source, trust, last)
		}
		last = trust
	}
	if last != 0 {
		t.Errorf("hearsay is trusted %v", last)
	}
}

func TestIsTemplate(t *testing.T) {
	for text, want := range map[string]bool{
		"{{ name }}": true, "a ${b}": true, "[[name]]": true, "<%= name %>": true, "%%NAME%%": true, "#{name}": true,
		"50 % off {now} [new] #1 $5": false, "": false,
	} {
		if claim.IsTemplate(text) != want {
			t.Errorf("%q is a template: %v", text, !want)
		}
	}
}

// TestPath: a claim says where it stands, whatever it was read from.
func TestPath(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<p id=x><meta content=a><b>c</b></p>`))
	if err != nil {
		t.Fatal(err)
	}
	found := map[atom.Atom]*html.Node{}
	for e := range root.Descendants() {
		found[e.DataAtom] = e
	}
	object := func(inside string, e *html.Node) *tree.Value {
		v := &tree.Value{Kind: tree.Object, Inside: inside, Element: e}
		v.Put("a/b", &tree.Value{Kind: tree.Scalar, Text: "5"})
		return v
	}
	for _, tt := range []struct {
		name string
		at   claim.Claim
		want string
	}{
		{"an element", claim.Claim{In: found[atom.B]}, "p#x > b"},
		{"an attribute", claim.Claim{In: found[atom.P], Attr: "data-sku"}, "p#x@data-sku"},
		{"JSON", claim.Claim{At: object("window.p", nil).Items[0]}, "window.p/a~1b"},
		{"JSON in an attribute", claim.Claim{At: object("@data-p", found[atom.P]).Items[0]}, "p#x@data-p!/a~1b"},
		{"a property in an attribute", claim.Claim{At: &tree.Value{Kind: tree.Scalar, Element: found[atom.Meta]}}, "p#x > meta@content"},
		{"a property in a text", claim.Claim{At: &tree.Value{Kind: tree.Scalar, Element: found[atom.B]}}, "p#x > b"},
		{"an item", claim.Claim{At: &tree.Value{Kind: tree.Object, Element: found[atom.Meta]}}, "p#x > meta"},
		{"a profile", claim.Claim{Known: &catalog.Quote{At: catalog.Locator{Path: "h1"}}}, "h1"},
		{"not UTF-8", claim.Claim{Known: &catalog.Quote{At: catalog.Locator{Path: "h\xff"}}}, "h\uFFFD"},
	} {
		if got := tt.at.Path(&element.Paths{}); got != tt.want {
			t.Errorf("%s stands at %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAbout(t *testing.T) {
	var a, nothing claim.About
	a.Locate("https://www.shop.example/p/lamp?v=1", "", nil)
	a.Call("Acme Lamp 500® – red")
	a.Call("")
	for _, tt := range []struct {
		what string
		got  bool
		want bool
	}{
		{"its name", a.IsNamed("acme lamp 500 red"), true},
		{"the start of its name", a.IsNamed("Acme Lamp 500"), true},
		{"a longer name", a.IsNamed("Acme Lamp 500 red, with bulb"), true},
		{"a part of its name as its name", a.IsNamed("Lamp 500"), false},
		{"a part of its name", a.Holds("Lamp 500 red"), true},
		{"a part of a word", a.Holds("amp 500 red"), false},
		{"a short part", a.Holds("Lamp"), false},
		{"no name", a.IsNamed(""), false},
		{"two letters", a.IsNamed("Ac"), false},
		{"its address at another host", a.IsHere("http://m.shop.example/P/Lamp/?v=2"), true},
		{"another address", a.IsHere("/p/table"), false},
		{"no address", a.IsHere("lamp"), false},
		{"an address that cannot be read", a.IsHere("https://shop.example/p/lamp%zz"), false},
		{"its address with its query", a.IsAddress("http://shop.example/p/lamp?v=1#top"), true},
		{"its address with another query", a.IsAddress("https://shop.example/p/lamp?v=2"), false},
		{"an address, where it says nothing", nothing.IsHere("https://shop.example/"), false},
		{"no address, where it says nothing", nothing.IsAddress(""), false},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %t", tt.what, tt.got)
		}
	}
	front := claim.About{}
	if front.Locate("https://shop.example/", "https://shop.example/p/1", nil); !front.IsHere("/p/1") {
		t.Error("a page without a path is not where it says that it is")
	}
	if anything := (claim.About{Any: true}); !anything.IsNamed("x") || anything.IsNamed("") {
		t.Error("any product is the one, if it has a name")
	}
}

func TestPlain(t *testing.T) {
	for _, tt := range [][2]string{{"5.00", "5"}, {"0.50", ".5"}, {"05", "5"}, {"100", "100"}, {"0.00", ""}, {"0", ""}, {"", ""}, {"-5.0", "-5"}} {
		if got := claim.Plain(tt[0]); got != tt[1] {
			t.Errorf("Plain(%q) = %q, want %q", tt[0], got, tt[1])
		}
	}
}
