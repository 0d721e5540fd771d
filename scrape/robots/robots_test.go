package robots_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pocomigrate/pocomigrate/scrape/robots"
)

// TestRules reads as a digest of RFC 9309: a robots.txt, and what it leaves open to the agent "shopbot".
func TestRules(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text   string
		open, closed []string // paths, parted by space
	}{
		{"2.2.1 the group that names the agent holds alone", "user-agent: *\ndisallow: /\nuser-agent: shopbot\ndisallow: /cart\n", []string{"/", "/cat"}, []string{"/cart"}},
		{"2.2.1 names are compared without case and version", "User-Agent: ShopBot/2.1 (fast)\nDisallow: /cart\n", []string{"/"}, []string{"/cart"}},
		{"2.2.1 a name that only begins like the agent's is another's", "user-agent: shop\ndisallow: /\n", []string{"/"}, nil},
		{"2.2.1 groups of one agent are taken together", "user-agent: shopbot\ndisallow: /a\n\nuser-agent: x\ndisallow: /\n\nuser-agent: shopbot\ndisallow: /b\n", []string{"/c"}, []string{"/a", "/b"}},
		{"2.2.1 several agents share a group", "user-agent: x\nuser-agent: shopbot\ndisallow: /a\n", []string{"/b"}, []string{"/a"}},
		{"2.2.1 without a group of its own, that for all holds", "user-agent: *\ndisallow: /a\n", []string{"/b"}, []string{"/a"}},
		{"2.2.1 without any group, all is open", "user-agent: x\ndisallow: /\n", []string{"/"}, nil},
		{"2.2.1 a group without rules leaves all open", "user-agent: *\ndisallow: /\nuser-agent: shopbot\n", []string{"/"}, nil},
		{"2.2.1 a rule before the first group is for nobody", "disallow: /\nuser-agent: shopbot\nallow: /\n", []string{"/x"}, nil},
		{"2.2.2 the longest match wins, wherever it stands", "user-agent: *\nallow: /p\ndisallow: /\ndisallow: /p/cart\n", []string{"/p", "/p/x"}, []string{"/x", "/p/cart/1"}},
		{"2.2.2 allow wins among equals", "user-agent: *\ndisallow: /p\nallow: /p\n", []string{"/p"}, nil},
		{"2.2.2 paths have case", "user-agent: *\ndisallow: /Cart\n", []string{"/cart"}, []string{"/Cart"}},
		{"2.2.2 an empty rule says nothing", "user-agent: *\ndisallow:\n", []string{"/"}, nil},
		{"2.2.2 a query is part of the path", "user-agent: *\ndisallow: /p?gid=\n", []string{"/p", "/p?x"}, []string{"/p?gid=1"}},
		{"2.2.2 an escaped letter is the letter", "user-agent: *\ndisallow: /c%61rt\n", nil, []string{"/cart", "/%63art", "/c%61rt"}},
		{"2.2.2 an escaped slash is none", "user-agent: *\ndisallow: /a%2fb\n", []string{"/a/b"}, []string{"/a%2Fb", "/a%2fb"}},
		{"2.2.2 words are escaped as the client does", "user-agent: *\ndisallow: /téléphones pliants\n", nil, []string{"/t%C3%A9l%c3%a9phones%20pliants"}},
		{"2.2.2 a percent sign that escapes nothing is one", "user-agent: *\ndisallow: /100%\n", []string{"/100"}, []string{"/100%", "/100%zz"}},
		{"2.2.3 a star is anything", "user-agent: *\ndisallow: /*/cart\n", []string{"/cart"}, []string{"/uk/cart", "/uk/x/cart/y", "//cart"}},
		{"2.2.3 stars match in order", "user-agent: *\ndisallow: /*a*b\n", []string{"/ba", "/bca"}, []string{"/ab", "/xaxbx"}},
		{"2.2.3 a final dollar is the end", "user-agent: *\ndisallow: /*.gif$\n", []string{"/a.gif?x", "/a.gifs"}, []string{"/a.gif", "/a.gif.gif"}},
		{"2.2.3 parts do not overlap", "user-agent: *\ndisallow: /ab*ba$\n", []string{"/aba"}, []string{"/abba", "/abxba"}},
		{"2.2.3 another dollar is itself", "user-agent: *\ndisallow: /a$b\n", []string{"/a", "/ab"}, []string{"/a$b", "/a%24bc"}},
		{"2.2.3 escaped, star and dollar are themselves", "user-agent: *\ndisallow: /a%2A\ndisallow: /b%24\n", []string{"/ax", "/b"}, []string{"/a*", "/a%2a", "/b$", "/b$c"}},
		{"2.2.4 other lines do not part a group", "user-agent: shopbot\nsitemap: https://x.example/s.xml\nuser-agent: x\ndisallow: /a\n", []string{"/b"}, []string{"/a"}},
		{"comments and empty lines", "# all\nuser-agent: * # everybody\n\n\ndisallow: /a # no\n", []string{"/b", "/%23"}, []string{"/a"}},
		{"line ends of every kind", "user-agent: *\rdisallow: /a\r\ndisallow: /b\n\rdisallow: /c", []string{"/d"}, []string{"/a", "/b", "/c"}},
		{"a byte order mark", "\ufeffuser-agent: *\ndisallow: /a", nil, []string{"/a"}},
		{"misspelt, and without its colon", "useragent: *\ndissallow: /a\ndisallow /b\n", []string{"/c"}, []string{"/a", "/b"}},
		{"a page of HTML instead", "<!doctype html>\n<title>404: not found</title>\n", []string{"/"}, nil},
		{"an index that is allowed allows its folder", "user-agent: *\ndisallow: /p/\nallow: /p/index.html\n", []string{"/p/", "/p/index.html"}, []string{"/p/x"}},
		{"an index that is forbidden allows nothing", "user-agent: *\ndisallow: /p/\ndisallow: /p/index.html\n", []string{"/"}, []string{"/p/", "/p/index.html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rules := robots.Parse([]byte(tt.text)).For("ShopBot")
			for _, path := range tt.open {
				if !rules.Allow(path) {
					t.Errorf("%s is closed, want open", path)
				}
			}
			for _, path := range tt.closed {
				if rules.Allow(path) {
					t.Errorf("%s is open, want closed", path)
				}
			}
		})
	}
}

// TestSize: what lies beyond 500 KiB does not count, what lies before does (section 2.5).
func TestSize(t *testing.T) {
	t.Parallel()
	const rule = "\nuser-agent: *\ndisallow: /\n"
	for _, tt := range []struct {
		name   string
		filler int
		open   bool
	}{
		{"within", robots.MaxSize - len(rule), false},
		{"beyond", robots.MaxSize - len("\nuser-agent: *\ndisallow:"), true},
	} {
		text := strings.Repeat("#", tt.filler) + rule
		if got := robots.Parse([]byte(text)).For("x").Allow("/"); got != tt.open {
			t.Errorf("a rule %s 500 KiB: open = %v, want %v", tt.name, got, tt.open)
		}
	}
}

func TestDelay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want time.Duration
	}{
		{"user-agent: shopbot\ncrawl-delay: 2.5\n", 2500 * time.Millisecond},
		{"user-agent: *\ncrawl-delay: 5\n", 5 * time.Second},
		{"user-agent: *\ncrawl-delay: 5\nuser-agent: shopbot\ndisallow: /x\n", 5 * time.Second}, // it parts no group
		{"user-agent: *\ndisallow:\ncrawl-delay: 5\nuser-agent: shopbot\ndisallow: /x\n", 0},
		{"user-agent: shopbot\ncrawl-delay: 1\ncrawl-delay: 3\ncrawl-delay: 2\n", 3 * time.Second},
		{"crawl-delay: 5\nuser-agent: shopbot\n", 0},
		{"user-agent: *\ncrawl-delay: -1\n", 0},
		{"user-agent: *\ncrawl-delay: NaN\n", 0},
		{"user-agent: *\ncrawl-delay: Inf\n", 0},
		{"user-agent: *\ncrawl-delay: soon\n", 0},
		{"user-agent: *\ncrawl-delay: 1e300\n", 9223372036 * time.Second},
	}
	for _, tt := range tests {
		if got := robots.Parse([]byte(tt.text)).For("shopbot").Delay; got != tt.want {
			t.Errorf("delay by %q = %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"pocomigrate/1.0 (+mailto:a@b.example)": "pocomigrate", "Shop-Bot_x 2": "shop-bot_x", "": "", "2bot": "", "*": "",
	} {
		if got := robots.Token(agent); got != want {
			t.Errorf("Token(%q) = %q, want %q", agent, got, want)
		}
	}
}

// FuzzParse: whatever a file says, an escape of an unreserved character changes no verdict, and adding a rule for the very
// path decides it.
func FuzzParse(f *testing.F) {
	f.Add([]byte("user-agent: *\ndisallow: /a*b$\nallow: /%7Ejoe\n"), "/~joe/a*b")
	f.Add([]byte("\xef\xbbuser-agent x\rallow:/\xff%2"), "/%2")
	f.Add([]byte("user-agent: *\ndisallow: *****a$"), "/aaaa")
	f.Fuzz(func(t *testing.T, text []byte, path string) {
		file := robots.Parse(text)
		verdict := file.For("shopbot").Allow(path)
		if escaped := escape(path); file.For("shopbot").Allow(escaped) != verdict {
			t.Errorf("%q is open = %v, but %q is not the same", path, verdict, escaped)
		}
		own := append([]byte("user-agent: shopbot\ndisallow: /\nallow: /only\n\n"), text[:min(len(text), 100)]...)
		if robots.Parse(own).For("shopbot").Allow("/zz") && !strings.Contains(strings.ToLower(string(text)), "allow") {
			t.Errorf("a forbidding rule does not hold before %q", text)
		}
	})
}

// escape writes every letter as its escape, except within what is one already.
func escape(path string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		switch {
		case c == '%': // and what follows, which may be its digits
			b.WriteString(path[i:min(len(path), i+3)])
			i += 2
		case c >= 'a' && c <= 'z':
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// TestAllowCostsNoMemory: nearly all paths are in the form in which they are compared already, and a walk asks for each.
func TestAllowCostsNoMemory(t *testing.T) {
	rules := robots.Parse([]byte("User-agent: *\nDisallow: /*/cart\nDisallow: /*/search/\n")).For("pocomigrate")
	if n := testing.AllocsPerRun(100, func() { rules.Allow("/uk/product/poco-x7-pro/specs/") }); n > 0 {
		t.Errorf("a verdict costs %v allocations", n)
	}
}

// BenchmarkAllow asks for verdicts under the rules that mi.com's robots.txt had in 2026.
func BenchmarkAllow(b *testing.B) {
	text := "User-agent: *\nDisallow: /*/cart\nDisallow: /*/site/\nDisallow: /*/user/\nDisallow: /*/misc/\nDisallow: /*/search_\nDisallow: /*/search/\n"
	rules := robots.Parse([]byte(text)).For("pocomigrate")
	b.ReportAllocs()
	for b.Loop() {
		if !rules.Allow("/uk/product/poco-x7-pro/specs/") || rules.Allow("/uk/search/?q=x7") {
			b.Fatal("wrong verdict")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := []byte(strings.Repeat("User-agent: shopbot\nDisallow: /*/cart\nAllow: /caf\u00e9/%7Ejoe\n", robots.MaxSize/50)[:robots.MaxSize])
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		robots.Parse(text).For("shopbot")
	}
}
