package state_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/pocomigrate/pocomigrate/scrape/claim"
	"github.com/pocomigrate/pocomigrate/scrape/claim/state"
	"github.com/pocomigrate/pocomigrate/scrape/markup/element"
	"github.com/pocomigrate/pocomigrate/scrape/site"
	"github.com/pocomigrate/pocomigrate/scrape/tree"
	"github.com/pocomigrate/pocomigrate/scrape/tree/script"
)

// claimed returns what the scripts and attributes of a page about "Lamp" state.
func claimed(tb testing.TB, page string) *claim.Claims {
	tb.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		tb.Fatal(err)
	}
	var p state.Page
	for e := range root.Descendants() {
		if e.DataAtom == atom.Script {
			p.Script(e)
			continue
		}
		for i := range e.Attr {
			p.Attribute(e, &e.Attr[i])
		}
	}
	var c claim.Claims
	var about claim.About
	about.Call("Lamp")
	p.Claim(&c, &about, &script.Reader{})
	return &c
}

// lines writes claims, each with field, text and path, and "cents" where the text may count them.
func lines(c *claim.Claims) string {
	var out []string
	var paths element.Paths
	for n := range c.All() {
		line := fmt.Sprintf("%s %s at %s", n.Field, n.Text, n.Path(&paths))
		if n.Minor {
			line += " cents"
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestClaims(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"a variable", `<script>window.p={name:"Lamp",sku:"L1"}</script>`, "name Lamp at window.p/name; sku L1 at window.p/sku"},
		{"a function", `<script>dataLayer.push({name:"Lamp",price:5})</script>`, "name Lamp at script[0]:dataLayer.push/name; price 5 at script[0]:dataLayer.push/price"},
		{"a script of JSON", `<script type="application/json" id=x>{"p":{"name":"Lamp","brand":"Acme"}}</script>`, "name Lamp at script#x/p/name; brand Acme at script#x/p/brand"},
		{"an attribute", `<p id=x data-p='{"name":"Lamp","sku":"L1"}'></p>`, "name Lamp at p#x@data-p!/name; sku L1 at p#x@data-p!/sku"},
		{"an attribute of a script", `<p onclick='{"name":"Lamp","sku":"L1"}'></p>`, ""},
		{"JSON in JSON", `<script>x={a:"{\"name\":\"Lamp\",\"sku\":\"L1\",\"z\":\"longer than forty\"}"}</script>`, "name Lamp at window.x/a!/name; sku L1 at window.x/a!/sku"},
		{"another name", `<script>p={name:"Table",sku:"T1"}</script>`, ""},
		{"nothing but a name", `<script>p={name:"Lamp",id:"1"}</script>`, ""},
		{"an id and variants", `<script>p={name:"Lamp",id:"1",variants:[{sku:"L1"},{sku:"L2"}]}</script>`, "name Lamp at window.p/name; sku 1 at window.p/id; sku L1 at window.p/variants/0/sku"},
		{"goods in goods", `<script>p={name:"Lamp",sku:"L1",related:{name:"Lamp",sku:"L2"}}</script>`, "name Lamp at window.p/name; sku L1 at window.p/sku"},
		{
			"values one after the other", `<script type="application/json">{"a":1} {"name":"Lamp","sku":"L1"}</script><script type="text/x-magento-init">{"a":1},[{"name":"Lamp","sku":"L2"}]</script>`,
			"name Lamp at script[0]+1/name; sku L1 at script[0]+1/sku; name Lamp at script[1]+1/0/name; sku L2 at script[1]+1/0/sku",
		},
		{"a script in JSON", `<script>x={a:"1:{\"name\":\"Lamp\",\"sku\":\"L1\",\"z\":\"longer than forty\"}"}</script>`, "name Lamp at window.x/a!/name; sku L1 at window.x/a!/sku"},
		{"JSON in JSON, behind a comment", `<script>x={a:"/*[*/[{\"name\":\"Lamp\",\"sku\":\"L1\",\"z\":\"longer than forty\"}]"}</script>`, "name Lamp at window.x/a!/0/name; sku L1 at window.x/a!/0/sku"},
		{"a price without a value", `<script>p={name:"Lamp",sku:"L1",price:{},brand:null}</script>`, "name Lamp at window.p/name; sku L1 at window.p/sku"},
		{"a price in an object in an object", `<script>p={name:"Lamp",price:{sale:{value:{amount:5}}}}</script>`, "name Lamp at window.p/name; price 5 at window.p/price/sale/value/amount"},
		{"a price that lies too deep", `<script>p={name:"Lamp",price:{sale:{value:{amount:{value:{value:5}}}}}}</script>`, "name Lamp at window.p/name"},
		{
			"cents by the number of a program", `<script>x={gid:"gid://shopify/Product/1",product:{variants:[{name:"Lamp",price:500}]}}</script><script>y={gid:"1",variants:[{name:"Lamp",price:500}]}</script>`,
			"name Lamp at window.x/product/variants/0/name; price 500 at window.x/product/variants/0/price; name Lamp at window.y/variants/0/name; price 500 at window.y/variants/0/price",
		},
		{"cents by the number of a program, near", `<script>x={gid:"gid://shopify/Product/1",variants:[{name:"Lamp",price:500}]}</script>`, "name Lamp at window.x/variants/0/name; price 500 at window.x/variants/0/price cents"},
		{"of several the first", `<script>p=[{name:"Lamp",sku:"L1"},{name:"Lamp",sku:"L2"}]</script>`, "name Lamp at window.p/0/name; sku L1 at window.p/0/sku"},
		{
			"a price with its currency", `<script>p={name:"Lamp",price:{value:5,currency:"EUR"}}</script>`,
			"name Lamp at window.p/name; currency EUR at window.p/price/currency; price 5 at window.p/price/value",
		},
		{"the currency of a cart", `<script>c={currency:"EUR",items:[{name:"Lamp",price:5}]}</script>`, "name Lamp at window.c/items/0/name; price 5 at window.c/items/0/price; currency EUR at window.c/currency"},
		{"cents by their name", `<script>p={name:"Lamp",priceInCents:500}</script>`, "name Lamp at window.p/name; price 500 at window.p/priceInCents cents"},
		{"cents by the program", `<script>p={name:"Lamp",price:500,price_varies:false}</script>`, "name Lamp at window.p/name; price 500 at window.p/price cents"},
		{"no cents", `<script>p={name:"Lamp",price:5.5,price_varies:false}</script>`, "name Lamp at window.p/name; price 5.5 at window.p/price"},
		{"a GTIN that is too short", `<script>p={name:"Lamp",sku:"L1",ean:"12"}</script>`, "name Lamp at window.p/name; sku L1 at window.p/sku"},
		{"the first image", `<script>p={name:"Lamp",sku:"L1",images:[{src:"/1.jpg"},{src:"/2.jpg"}]}</script>`, "name Lamp at window.p/name; sku L1 at window.p/sku; image /1.jpg at window.p/images/0/src"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, lines(claimed(t, tt.page))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestBounds: of scripts that have no end a part is read.
func TestBounds(t *testing.T) {
	const lamp = `<script>p={name:"Lamp",sku:"L1"}</script>`
	for _, tt := range []struct {
		name, page string
		want       int
	}{
		{"products", strings.Repeat(lamp, 20), 12},
		{"values before the product", "<script>a=[" + strings.Repeat("[],", 100_001) + "]</script>" + lamp, 0},
		{"attributes", strings.Repeat(`<p data-p='{"name":"Table","sku":"T1"}'></p>`, 500) + `<p data-p='{"name":"Lamp","sku":"L1"}'></p>`, 0},
		{"strings in strings", nested(`{"name":"Lamp","sku":"L1","z":"longer than forty bytes"}`, 5), 0},
		{"fewer strings in strings", nested(`{"name":"Lamp","sku":"L1","z":"longer than forty bytes"}`, 3), 1},
	} {
		if n := len(claimed(t, tt.page).Of(site.SKU)); n != tt.want {
			t.Errorf("%s: %d products are read, want %d", tt.name, n, tt.want)
		}
	}
}

// nested returns a page with a script that is JSON in a string, in JSON in a string and so on.
func nested(json string, times int) string {
	for range times {
		json = fmt.Sprintf(`{"a":%s}`, strconv.Quote(json))
	}
	return `<script type="application/json">` + json + `</script>`
}

// TestAnswers: JSON that is a page by itself says something when it holds one product, whatever its name.
func TestAnswers(t *testing.T) {
	for _, tt := range []struct{ name, json, want string }{
		{"one product", `{"data":{"name":"Table","sku":"T1"}}`, "name Table at /data/name; sku T1 at /data/sku"},
		{"two products", `{"a":{"name":"Table","sku":"T1"},"b":{"name":"Lamp","sku":"L1"}}`, ""},
		{"none", `{"a":{"name":"Table"}}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := tree.Parse([]byte(tt.json), "", true)
			if err != nil {
				t.Fatal(err)
			}
			var c claim.Claims
			state.ClaimAnswer(&c, v)
			if d := cmp.Diff(tt.want, lines(&c)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// FuzzClaims: whatever a script holds, reading it ends, and each claim has a place.
func FuzzClaims(f *testing.F) {
	f.Add(`window.p={name:"Lamp",sku:"L1",variants:[{price:{value:5}}]}`)
	f.Add(`f("{\"name\":\"Lamp\"}");JSON.parse('{"name":"Lamp","price":"5"}')`)
	f.Fuzz(func(t *testing.T, text string) {
		var paths element.Paths
		for n := range claimed(t, "<script>"+text+"</script>").All() {
			if n.Text == "" || n.Path(&paths) == "" || n.Weight <= 0 || n.Weight > claim.Trust(claim.FromState) {
				t.Errorf("claim %+v at %q", n, n.Path(&paths))
			}
		}
	})
}
