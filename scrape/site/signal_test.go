package site_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// TestSignals has an answer for each signal, and answers that look a little like one.
func TestSignals(t *testing.T) {
	t.Parallel()
	signals := load(t).Signals
	const markup = "<html><body></body></html>"
	tests := []struct {
		name   string
		answer site.Answer
		want   string
	}{
		{"refused", site.Answer{Status: 403}, "blocked"},
		{"refused with 200", site.Answer{Status: 200, Titles: []string{"Access Denied"}}, "blocked"},
		{"refused in the text", site.Answer{Status: 200, Text: []byte("you don't have permission to access this")}, "blocked"},
		{"not found", site.Answer{Status: 404}, "not_found"},
		{"error page", site.Answer{Status: 302, Location: "https://www.mi.com/uk/errors/404"}, "not_found"},
		{"error page of a closed shop", site.Answer{Closed: true, Status: 302, Location: "https://www.mi.com/uk/errors/404"}, "not_found"},
		{"another spelling", site.Answer{Status: 301, Location: "https://www.mi.com/uk/", SamePage: true, Home: site.OwnHome}, "respelled"},
		{"closed, to its own front page", site.Answer{Closed: true, Status: 301, Home: site.OwnHome}, "closed_shop"},
		{"closed, to another front page", site.Answer{Closed: true, Status: 301, Home: site.OtherHome}, "closed_shop"},
		{"closed, to another page", site.Answer{Closed: true, Status: 301, Location: "https://www.mi.com/uk/product/poco-f6/"}, "moved"},
		{"open, to its own front page", site.Answer{Status: 302, Home: site.OwnHome}, "sent_home"},
		{"open, to another front page", site.Answer{Status: 302, Home: site.OtherHome}, "other_region"},
		{"open, to another page", site.Answer{Status: 301, Location: "https://www.mi.com/uk/product/poco-f6/"}, "moved"},
		{"soft 404", site.Answer{Status: 200, Titles: []string{"Xiaomi", "404 - Xiaomi UK"}}, "soft_404"},
		{"404 within a title", site.Answer{Status: 200, Titles: []string{"POCO F6, 404 grams"}}, ""},
		{"server trouble", site.Answer{Status: 502}, "server_error"},
		{"a page", site.Answer{Status: 200, Titles: []string{"POCO F6"}, Text: []byte("404 grams")}, ""},
		{"a page that waits for data", site.Answer{Status: 200, Text: []byte("data loading...")}, ""},
		{"unread, waits for data", site.Answer{Status: 200, Text: []byte("data loading..."), Unread: true, Markup: []byte(markup + "<h1")}, "shell"},
		{"unread, an empty place", site.Answer{Status: 200, Text: []byte(strings.Repeat("x", 100)), Unread: true, Markup: []byte(`<div id="app"></div>`)}, "shell"},
		{"unread, no mark and no text", site.Answer{Status: 200, Unread: true, Markup: []byte(markup)}, "shell"},
		{"unread, no mark and some text", site.Answer{Status: 200, Text: []byte(strings.Repeat("x", 100)), Unread: true, Markup: []byte(markup)}, ""},
		{"unread, a mark and no text", site.Answer{Status: 200, Unread: true, Markup: []byte("<script>window.__preloaded_state__")}, ""},
		{"unread, no HTML", site.Answer{Status: 200, Unread: true}, ""},
		{"unread, with a title of another signal", site.Answer{Status: 200, Titles: []string{"404"}, Unread: true, Markup: []byte("<h1>404</h1>")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if s := signals.Tell(tt.answer); s != nil {
				got = s.Reason
			}
			if got != tt.want {
				t.Errorf("Tell = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	shops := load(t)
	tests := []struct {
		shop, address string
		want          site.Home
	}{
		{"mi.com/uk", "https://mi.com/uk", site.OwnHome},
		{"mi.com/uk", "https://mi.com/uk/?from=x", site.OwnHome},
		{"mi.com/uk", "https://mi.com/de", site.OtherHome},
		{"mi.com/uk", "https://mi.com", site.OtherHome},
		{"mi.com/uk", "https://po.co/uk", site.OtherHome},
		{"mi.com/uk", "https://mi.com/uk/product", site.NoHome},
		{"mi.com/uk", "/uk", site.NoHome},
		{"mi.com/uk", "", site.NoHome},
		{"poco.in", "https://poco.in", site.OwnHome},
		{"mi.com/uk", "https://mi.com/uk/index.html", site.OwnHome},
		{"mi.com/uk", "https://mi.com/uk/product/index.html", site.NoHome},
		{"mi.com/uk", "https://mi.com/uk/store", site.NoHome},
		{"poco.in", "https://poco.in/mobiles", site.NoHome},
		{"poco-store-app", "https://po.co/uk", site.OtherHome},
	}
	for _, tt := range tests {
		p, ok := shops.Shop(catalog.ShopID(tt.shop))
		if !ok {
			t.Fatalf("no shop %s", tt.shop)
		}
		if got := p.Home(tt.address); got != tt.want {
			t.Errorf("Home(%q) of %s = %q, want %q", tt.address, tt.shop, got, tt.want)
		}
	}
}

// TestOwnSignals lays signals over the built-in ones: they are tried first.
func TestOwnSignals(t *testing.T) {
	t.Parallel()
	const own = `{"titles": ["/own/title"], "signals": [
{"reason": "sold_out", "state": "gone", "text": "x", "title": "404*", "note": "x"}]}`
	shops, err := site.Load(fstest.MapFS{"signals.json": {Data: []byte(own)}})
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{"404 - Xiaomi": "sold_out", "Access Denied": "blocked"} {
		if s := shops.Signals.Tell(site.Answer{Status: 200, Titles: []string{title}}); s == nil || s.Reason != want {
			t.Errorf("title %q is told as %+v, want %s", title, s, want)
		}
	}
	ours := load(t).Signals
	if s := shops.Signals; s.StateVariable != ours.StateVariable || len(s.Titles) != len(ours.Titles)+1 || s.Titles[0] != "/own/title" {
		t.Errorf("variable %q, titles %q", s.StateVariable, s.Titles)
	}
	other, err := site.Load(fstest.MapFS{"signals.json": {Data: []byte(`{"state_variable": "S"}`)}})
	if err != nil || other.Signals.StateVariable != "S" {
		t.Errorf("variable %q, %v", other.Signals.StateVariable, err)
	}
}

// TestSignalRefusals holds the messages that a person who writes a signal depends on.
func TestSignalRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, signal, want string }{
		{"good", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "title": "404*"}`, ""},
		{"good, for pages that are not read", `{"reason": "a", "state": "unknown", "text": "b", "note": "c", "unread": true, "lacks": ["<h1"]}`, ""},
		{"no text", `{"reason": "a", "state": "gone", "note": "c", "title": "404*"}`, `signal 2, "a": reason, text and note are needed`},
		{"state", `{"reason": "a", "state": "found", "text": "b", "note": "c", "title": "404*"}`, `state "found": it is "gone" or "unknown"`},
		{"shop", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "shop": "shut"}`, `shop "shut": it is "open" or "closed"`},
		{"home", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "home": "mine"}`, `home "mine": it is "own", "other" or "any"`},
		{"markup of a page that is read", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "markup": ["x"]}`, "are for pages that no layout reads"},
		{"no condition", `{"reason": "a", "state": "gone", "text": "b", "note": "c"}`, "it has no condition"},
		{"no condition but unread", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "unread": true}`, "it has no condition"},
		{"capitals", `{"reason": "a", "state": "gone", "text": "b", "note": "c", "contains": "Sold out"}`, "are written in lower case"},
		{"unknown key", `{"reason": "a", "titel": "b"}`, `signals.json:2: json: unknown field "titel"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := `{"signals": [{"reason": "a", "state": "gone", "text": "b", "note": "c", "status": [404]},` + "\n" + tt.signal + "]}"
			_, err := site.Load(fstest.MapFS{"signals.json": {Data: []byte(data)}})
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "signals.json")) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}
