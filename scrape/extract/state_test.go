package extract_test

import (
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape/extract"
)

func TestState(t *testing.T) {
	for _, tt := range []struct{ name, page, want, err string }{
		{"window", `<script>window.S = {"a":"1"};</script>`, "1", ""},
		{"var", "<script>var  S={\"a\":\"1\"}\nvar T=2</script>", "1", ""},
		{"more script follows", `window.S={"a":"1"},window.T={"a":"2"}`, "1", ""},
		{"the guard of a script is passed over", `window.S = window.S || {}; window.S = {"a":"1"}`, "1", ""},
		{"an empty start is passed over", `window.S={};window.S={"a":"1"}`, "1", ""},
		{"of two the first", `window.S={"a":"1"};window.S={"a":"2"}`, "1", ""},
		{"a comparison is none", `if (window.S == x) {} window.S = {"a":"1"}`, "1", ""},
		{"space on either side", "var\t\nS\f=\r\n {\"a\":\"1\"}", "1", ""},
		{"no word of its own", `varS={"a":"2"};windowS={"a":"3"}`, "", "no script assigns window.S"},
		{"tried eight times", strings.Repeat("window.S=x;", 8) + `window.S={"a":"1"}`, "", "JSON at byte"},
		{"another variable", `window.SS = {"a":"2"}; window.xS = {"a":"3"}`, "", "no script assigns window.S"},
		{"none", `<p>window.S</p>`, "", "no script assigns window.S"},
		{"empty", `window.S = {};`, "", ""},
		{"cut", `window.S = {"a":"1"`, "", "JSON ends early"},
		{"script", `window.S = load()`, "", "JSON at byte"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found, err := extract.State(tt.page, "S", "/a")
			got := ""
			for _, p := range found {
				got = p.Words
				if p.Path != "window.S/a" {
					t.Errorf("path = %q", p.Path)
				}
			}
			if got != tt.want || (err == nil) != (tt.err == "") || (err != nil && !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("State = %q, %v, want %q, error %q", got, err, tt.want, tt.err)
			}
		})
	}
}
