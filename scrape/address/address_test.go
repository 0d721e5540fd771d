package address_test

import (
	"bufio"
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/scrape/address"
)

// addresses are addresses with the form that w3lib gives them.
const addresses = "../../../shared/data/urls/w3lib-canonicalize_url.jsonl"

// addressExceptions are the cases that are written otherwise here, by output and character set.
var addressExceptions = map[string]string{
	"http://www.example.com/r%C3%A9sum%C3%A9?currency=%E2%82%AC latin1": "browsers take latin1 for windows-1252, which has the euro sign",
}

type addressCase struct {
	Input          string
	Args           []json.RawMessage
	Output, Result string
	Options        struct {
		Encoding  string
		Fragments bool  `json:"keep_fragments"`
		Blank     *bool `json:"keep_blank_values"`
	} `json:"kwargs"`
}

// input returns the address, which is also given in parts or as bytes.
func (c *addressCase) input(t *testing.T) string {
	t.Helper()
	if len(c.Args) == 0 {
		return c.Input
	}
	var parts []string
	if json.Unmarshal(c.Args[0], &parts) == nil {
		var out strings.Builder
		out.WriteString(parts[0] + "://" + parts[1] + parts[2])
		for i, sign := range []string{";", "?", "#"} {
			if parts[3+i] != "" {
				out.WriteString(sign + parts[3+i])
			}
		}
		return out.String()
	}
	var bytes struct {
		Latin1 string `json:"bytes_latin1"`
	}
	if err := json.Unmarshal(c.Args[0], &bytes); err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, r := range bytes.Latin1 {
		out = append(out, byte(r))
	}
	return string(out)
}

// TestFiguresAddresses holds the form in which addresses are compared to the collection, where it is.
func TestFiguresAddresses(t *testing.T) {
	f, err := os.Open(addresses)
	if err != nil {
		t.Skip("the collection of addresses is not here: ", err)
	}
	defer f.Close() //nolint:errcheck // only read
	cases := 0
	for lines := bufio.NewScanner(f); lines.Scan(); cases++ {
		var c addressCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		blank := c.Options.Blank == nil || *c.Options.Blank
		reason, excepted := addressExceptions[c.Output+" "+c.Options.Encoding]
		if got, want := address.Form(c.input(t), c.Options.Encoding, c.Options.Fragments, blank), c.Output+c.Result; (got != want) != excepted {
			t.Errorf("%s%s\ngot  %s\nwant %s", reason, lines.Text(), got, want)
		}
	}
	t.Logf("%d cases, %d exception", cases, len(addressExceptions))
}

func TestSameAddress(t *testing.T) {
	tests := []struct {
		a, b string
		same bool
	}{
		{"https://www.shop.example/p/1?b=2&a=1", "http://shop.example/p/1/?a=1&b=2", true},
		{"https://shop.example/p/caf%c3%a9", "https://shop.example/p/café", true},
		{"https://shop.example/p?variant=", "https://shop.example/p", true},
		{"https://shop.example/p#reviews", "https://shop.example/p", true},
		{"https://shop.example/p?variant=1", "https://shop.example/p?variant=2", false},
		{"https://shop.example/a%2Fb", "https://shop.example/a/b", false},
		{"https://shop.example/P", "https://shop.example/p", false},
	}
	for _, tt := range tests {
		if got := address.Key(tt.a, nil) == address.Key(tt.b, nil); got != tt.same {
			t.Errorf("%s and %s the same: %t", tt.a, tt.b, got)
		}
	}
}

// TestForm writes addresses with everything that can be told apart.
func TestForm(t *testing.T) {
	for _, tt := range []struct{ raw, charset, want string }{
		{"HTTPS://Shop.Example", "", "https://shop.example/"},
		{"https://shop.example:/p", "", "https://shop.example/p"},
		{"https://shop.example:8080/p", "", "https://shop.example:8080/p"},
		{"https://user@Shop.example/p", "", "https://user@shop.example/p"},
		{"https://[::1]:80/p", "", "https://[::1]:80/p"},
		{"https://bücher.example/", "", "https://xn--bcher-kva.example/"},
		{" https://shop.example/a\tb\n ", "", "https://shop.example/ab"},
		{"/p", "", "/p"},
		{"/to/https://Shop.Example/P", "", "/to/https://Shop.Example/P"},
		{"?a=1", "", "/?a=1"},
		{"mailto:x", "", "mailto:x"},
		{"/p?b=2&a=1&a=0&&c", "", "/p?a=0&a=1&b=2&c="},
		{"/p?b=2;a=1", "", "/p?a=1;b=2"},
		{"/p?b=2;c&a=1", "", "/p?a=1&b=2%3Bc"},
		{"/p?", "", "/p"},
		{"/p?a=x+y%20z", "", "/p?a=x+y+z"},
		{"/p?a=%26", "", "/p?a=%26"},
		{"/%7Euser/%2f%e9 x", "", "/~user/%2F%E9%20x"},
		{"/p?a=é", "", "/p?a=%C3%A9"},
		{"/p?a=é", "windows-1252", "/p?a=%E9"},
		{"/p?a=例", "windows-1252", "/p?a=%E4%BE%8B"},
		{"/p#a b#c", "", "/p#a%20b#c"},
		{"/p#", "", "/p"},
	} {
		if got := address.Form(tt.raw, tt.charset, true, true); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.raw, got, tt.want)
		}
	}
	if got := address.Form("/p?a=&b=1#c", "", false, false); got != "/p?b=1" {
		t.Errorf("without fragment and empty parameters: %q", got)
	}
}

// FuzzAddress: writing an address again changes nothing, and it is ASCII but for a host that is no name.
func FuzzAddress(f *testing.F) {
	f.Add("http://user@例え.jp:80/a%2fb;c?x=%e9&&y#z")
	f.Fuzz(func(t *testing.T, raw string) {
		once := address.Form(raw, "", true, true)
		if _, err := url.Parse(once); err != nil || !utf8.ValidString(raw) {
			return // no address
		}
		if again := address.Form(once, "", true, true); again != once {
			t.Errorf("%q\nis %q\nand then %q", raw, once, again)
		}
		if len(once) > 12*len(raw)+64 || strings.ContainsAny(once, "\t\r\n") {
			t.Errorf("%q is %q", raw, once)
		}
	})
}
