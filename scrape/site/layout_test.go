package site_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/site"
)

func TestLayoutRefusals(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"good", `{"reader":"html","note":"x","needs":"h1","product":{"name":[{"at":"h1"}]}}`, ""},
		{"good pointers", `{"reader":"state","variable":"S","inner":"/a","note":"x","links":[{"at":"2/b/*"}]}`, ""},
		{"reader", `{"reader":"xml","note":"x"}`, `reader "xml" is not known`},
		{"no note", `{"reader":"html"}`, "note is missing"},
		{"no variable", `{"reader":"state","note":"x"}`, "needs a variable"},
		{"selector", `{"reader":"html","note":"x","needs":"h1["}`, `needs "h1["`},
		{"pointer", `{"reader":"json","note":"x","each":"a/b"}`, `each "a/b": a JSON pointer begins with /`},
		{"pointer of an error", `{"reader":"json","note":"x","error":"errno"}`, `error "errno": a JSON pointer begins with /`},
		{"final slash", `{"reader":"json","note":"x","empty":"/a/"}`, "no final slash"},
		{"inner", `{"reader":"state","variable":"S","inner":"a","note":"x"}`, `inner "a"`},
		{"neither at nor query", `{"reader":"json","note":"x","slug":[{"attr":"href"}]}`, "slug: a rule has either at or query"},
		{"at and query", `{"reader":"json","note":"x","links":[{"at":"/a","query":"b"}]}`, "links: a rule has either at or query"},
		{"condition", `{"reader":"html","note":"x","product":{"name":[{"at":"h1","if":"p["}]}}`, `name "p["`},
		{"pointer in a text", `{"reader":"html","note":"x","links":[{"at":"a","json":"linkUrl"}]}`, `links "linkUrl"`},
		{"specs in two forms", `{"reader":"html","note":"x","specs":[{"each":"tr","sequence":"td"}]}`, "one of each, sequence and texts"},
		{"specs in none", `{"reader":"html","note":"x","specs":[{"label":"td"}]}`, "one of each, sequence and texts"},
		{"texts in HTML", `{"reader":"html","note":"x","specs":[{"texts":["/a"]}]}`, "texts are for JSON"},
		{"label", `{"reader":"html","note":"x","specs":[{"each":"tr","label":"td["}]}`, `specs "td["`},
		{"texts", `{"reader":"json","note":"x","specs":[{"texts":["a"]}]}`, `specs "a": a JSON pointer begins with /`},
		{"rows", `{"reader":"html","note":"x","rows":[{"each":"tr["}]}`, `rows "tr["`},
		{"field of a row", `{"reader":"html","note":"x","rows":[{"each":"tr","fields":{"sku":[{"at":"td["}]}}]}`, `sku "td["`},
		{"field that a product lacks", `{"reader":"json","note":"x","product":{"pric":[{"at":"/a"}]}}`, `"pric" is no field of a product`},
		{"field that a row lacks", `{"reader":"json","note":"x","rows":[{"each":"/a","fields":{"brand":[{"at":"/b"}]}}]}`, `"brand" is no field of a row`},
		{"options", `{"reader":"json","note":"x","rows":[{"each":"/a","options":[{"table":"b"}]}]}`, `options "b"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := site.CheckLayout(tt.text)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}
