package mirror_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/mirror"
	"github.com/pocomigrate/pocomigrate/scrape/scrapetest"
)

// TestMirrorKeepsTheLawOfSources has the same pages under the names that the tools and their options give them.
func TestMirrorKeepsTheLawOfSources(t *testing.T) {
	t.Parallel()
	headed := func(media, body string) string {
		return "HTTP/1.1 200 OK\r\nContent-Type: " + media + "\r\nDate: Tue, 01 Oct 2024 12:00:00 GMT\r\n\r\n" + body
	}
	wget := tree{
		"www.po.co/uk/index.html":                                    home,
		"www.po.co/uk/product/poco-f6/index.html":                    phone,
		"www.po.co/uk/product/poco-f6/specs":                         specs,
		"www.po.co/robots.txt":                                       "User-agent: *\n",
		"go.buy.mi.com/uk/v2/item/productdetail?tag=poco-f6&from=pc": detail,
		"wget-log":              "no page",
		"notes/index.html":      "no page: the folder is named for no host",
		"2024.10.01/index.html": "no page: nor is this",
	}
	renamed := func(files tree, pairs ...string) tree {
		out := tree{}
		r := strings.NewReplacer(pairs...)
		for path, content := range files {
			out[r.Replace(path)] = content
		}
		return out
	}
	tests := []struct {
		name  string
		files tree
		o     mirror.Options
		want  func([]scrape.Page) []scrape.Page
	}{
		{"wget -m", wget, mirror.Options{}, nil},
		{"wget -m, a shop's page is known", wget, mirror.Options{Knows: shopPage}, nil},
		{"wget -m -E", renamed(wget, "/specs", "/specs.html", "from=pc", "from=pc.html"), mirror.Options{Knows: shopPage}, nil},
		{"wget -m -k -K", func() tree {
			out := renamed(wget, "uk/index.html", "uk/index.html.orig", "/specs", "/specs.orig")
			out["www.po.co/uk/index.html"] = "converted"
			out["www.po.co/uk/product/poco-f6/specs"] = "converted"
			return out
		}(), mirror.Options{}, nil},
		{"wget -m -E -k -K", func() tree {
			out := renamed(wget, "uk/index.html", "uk/index.html.orig", "/specs", "/specs.orig")
			out["www.po.co/uk/index.html"] = "converted"
			out["www.po.co/uk/product/poco-f6/specs.html"] = "converted"
			return out
		}(), mirror.Options{}, nil},
		{"wget -m --restrict-file-names=windows", renamed(wget, "?", "@"), mirror.Options{}, nil},
		{"wget -m --protocol-directories", renamed(wget, "www.po.co/", "https/www.po.co/", "go.buy", "http/go.buy"), mirror.Options{}, nil},
		{"wget -m --save-headers", func() tree {
			out := tree{}
			for path, body := range wget {
				media := "text/html"
				for ending, other := range map[string]string{"pc": "application/json", "txt": "text/plain"} {
					if strings.HasSuffix(path, ending) {
						media = other
					}
				}
				out[path] = headed(media, body)
			}
			return out
		}(), mirror.Options{}, nil},
		{"one host, no host folder", renamed(wget, "www.po.co/", ""), mirror.Options{Base: "https://www.po.co"}, onlyOf("https://www.po.co/")},
		{"one host, no host folder, a path in the base", renamed(wget, "www.po.co/uk/", ""), mirror.Options{Base: "https://www.po.co/uk/"}, onlyOf("https://www.po.co/uk/")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && !strings.HasSuffix(tt.name, "windows") {
				t.Skip("no question marks in names of files here")
			}
			files, want := tt.files, pages()
			if tt.want != nil {
				want, files = tt.want(want), tree{}
				for path, content := range tt.files {
					if !strings.HasPrefix(path, "go.buy") && !strings.Contains(content, "no page") && !strings.HasPrefix(path, "www.po.co") {
						files[path] = content
					}
				}
			}
			dir := plant(t, "copy", files)
			m := open(t, dir, tt.o)
			if m.Name() != "copy" {
				t.Errorf("Name() = %q", m.Name())
			}
			scrapetest.Source(t, m, want)
		})
	}
	t.Run("two slashes in an address", func(t *testing.T) {
		t.Parallel()
		page := scrape.Page{URL: "https://www.po.co/uk/api//0/a?b=c", Status: 200, Header: typed("text/plain"), Body: []byte("A"), Time: noon}
		dir := plant(t, "copy", tree{"www.po.co/uk/api/0/a@b=c": "A"})
		knows := func(address string) bool { return strings.HasPrefix(address, "https://po.co/uk/api//0/") }
		scrapetest.Source(t, open(t, dir, mirror.Options{Knows: knows}), []scrape.Page{page})
	})
	t.Run("the folder of one host", func(t *testing.T) {
		t.Parallel()
		files := tree{}
		for path, content := range wget {
			if below, ok := strings.CutPrefix(path, "www.po.co/"); ok {
				files[below] = content
			}
		}
		files[".well-known/security.txt"] = "Contact: mailto:a@b.example\n"
		hidden := scrape.Page{URL: "https://www.po.co/.well-known/security.txt", Status: 200, Header: typed("text/plain"), Body: []byte(files[".well-known/security.txt"]), Time: noon}
		want := append(onlyOf("https://www.po.co/")(pages()), hidden)
		scrapetest.Source(t, open(t, plant(t, "www.po.co", files), mirror.Options{}), want)
	})
}

// onlyOf keeps the pages whose addresses begin so.
func onlyOf(prefix string) func([]scrape.Page) []scrape.Page {
	return func(pages []scrape.Page) []scrape.Page {
		var out []scrape.Page
		for _, p := range pages {
			if strings.HasPrefix(p.URL, prefix) {
				out = append(out, p)
			}
		}
		return out
	}
}
