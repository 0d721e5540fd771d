package main_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/pocomigrate/pocomigrate"

// allowed is the policy of the house: which of our packages, and which libraries beyond the standard one, each package may
// import. Parents hold nouns and interfaces, children import parents, scrape and mapping never meet, and a library lives
// in one package (golang.org/x/text and golang.org/x/net, as good as standard, may stand in more). Change it by argument, not to make a build
// pass.
const allowed = `
catalog                 : golang.org/x/text
catalog/normalize       : catalog golang.org/x/text
catalog/snapshot        :
catalog/glob            :
catalog/diff            : catalog/glob
catalog/table           :
catalog/addresses       : catalog/table
catalog/xlsx            : catalog/table github.com/xuri/excelize/v2
catalog/feed            : catalog catalog/normalize catalog/table golang.org/x/text
scrape                  :
scrape/coding           : github.com/andybalholm/brotli github.com/klauspost/compress
scrape/har              : scrape scrape/coding
scrape/robots           :
scrape/live             : scrape scrape/coding scrape/robots
scrape/browser          : scrape scrape/coding github.com/chromedp/cdproto github.com/chromedp/chromedp
scrape/warc             : scrape scrape/coding
scrape/mirror           : scrape scrape/coding
scrape/scrapetest       : scrape scrape/coding
scrape/sample           : scrape scrape/coding scrape/warc
scrape/wayback          : scrape scrape/coding
scrape/wayback/waybacktest : scrape
scrape/markup           : scrape/ascii golang.org/x/net
scrape/site             : catalog catalog/glob github.com/andybalholm/cascadia
scrape/ascii            :
scrape/address          : scrape scrape/ascii golang.org/x/net golang.org/x/text
scrape/markup/charset   : scrape/ascii golang.org/x/net golang.org/x/text
scrape/markup/element   : scrape/ascii golang.org/x/net
scrape/tree             : golang.org/x/net
scrape/tree/script      : scrape/ascii scrape/tree golang.org/x/net
scrape/claim            : catalog scrape scrape/address scrape/ascii scrape/markup/element scrape/site scrape/tree golang.org/x/net golang.org/x/text
scrape/claim/words      : scrape/ascii scrape/site
scrape/claim/structured : scrape/claim scrape/markup/element scrape/site scrape/tree scrape/tree/script golang.org/x/net
scrape/claim/state      : scrape/ascii scrape/claim scrape/markup/element scrape/site scrape/tree scrape/tree/script golang.org/x/net
scrape/claim/shown      : catalog/normalize scrape/ascii scrape/claim scrape/claim/words scrape/markup/element scrape/site scrape/tree golang.org/x/net
scrape/claim/vote       : catalog catalog/normalize scrape scrape/ascii scrape/claim scrape/claim/words scrape/markup/element scrape/site scrape/tree
scrape/extract          : catalog catalog/normalize scrape scrape/claim scrape/claim/shown scrape/claim/state scrape/claim/structured scrape/claim/vote scrape/markup scrape/markup/charset scrape/markup/element scrape/site scrape/tree scrape/tree/script github.com/PuerkitoBio/goquery golang.org/x/net golang.org/x/text
scrape/assemble         : catalog
scrape/capture          : scrape scrape/coding scrape/warc
scrape/drift            : catalog scrape/site
scrape/checkup          : catalog scrape scrape/drift scrape/extract scrape/site
scrape/crawl            : catalog scrape scrape/site scrape/extract scrape/assemble scrape/drift
mapping                 : catalog
mapping/ledger          : catalog mapping
mapping/match           : catalog mapping mapping/ledger golang.org/x/text
mapping/eval            : catalog mapping
mapping/review          : catalog catalog/table mapping mapping/ledger
mapping/redirect        : catalog catalog/glob mapping
mapping/redirect/format : mapping/redirect
mapping/redirect/redirecttest : catalog mapping/redirect
cmd/pocomigrate/compare : catalog catalog/diff catalog/snapshot cmd/pocomigrate/given cmd/pocomigrate/runfolder mapping
cmd/pocomigrate/english :
cmd/pocomigrate/fields  : catalog catalog/normalize catalog/table cmd/pocomigrate/hint
cmd/pocomigrate/given   : catalog catalog/diff catalog/snapshot cmd/pocomigrate/hint cmd/pocomigrate/runfolder mapping
cmd/pocomigrate/hint    :
cmd/pocomigrate/intake  : catalog catalog/addresses catalog/feed catalog/normalize catalog/xlsx cmd/pocomigrate/hint cmd/pocomigrate/runfolder
cmd/pocomigrate/oldshops : catalog mapping/redirect scrape scrape/extract scrape/site
cmd/pocomigrate/runfolder : catalog catalog/addresses catalog/snapshot cmd/pocomigrate/english cmd/pocomigrate/hint cmd/pocomigrate/whole mapping mapping/ledger mapping/review scrape scrape/crawl scrape/drift scrape/site github.com/gofrs/flock
cmd/pocomigrate/runfolder/runfoldertest : catalog catalog/snapshot cmd/pocomigrate/runfolder mapping
cmd/pocomigrate/sources : catalog cmd/pocomigrate/hint scrape scrape/browser scrape/capture scrape/crawl scrape/har scrape/live scrape/mirror scrape/sample scrape/site scrape/warc scrape/wayback
cmd/pocomigrate/terminal : github.com/schollz/progressbar/v3 golang.org/x/term
cmd/pocomigrate/terminal/terminaltest :
cmd/pocomigrate/whole   :
cmd/pocomigrate/workbook : catalog catalog/diff catalog/normalize catalog/snapshot catalog/table catalog/xlsx cmd/pocomigrate/compare cmd/pocomigrate/english cmd/pocomigrate/given cmd/pocomigrate/hint cmd/pocomigrate/runfolder cmd/pocomigrate/whole mapping mapping/ledger mapping/review scrape scrape/site scrape/warc
cmd/pocomigrate         : * github.com/spf13/cobra github.com/spf13/pflag
`

// In tests any package may also use these: a page source is held to its contract, what it records is read back, and so is a
// workbook, which is made of tables; a snapshot is written without waiting for the disk.
var allowedInTests = []string{
	"github.com/google/go-cmp", "github.com/rogpeppe/go-internal",
	module + "/cmd/pocomigrate/terminal/terminaltest", module + "/mapping/redirect/redirecttest",
	module + "/cmd/pocomigrate/runfolder/runfoldertest", module + "/catalog/table", module + "/catalog/xlsx", module + "/scrape/scrapetest", module + "/scrape/warc", module + "/scrape/wayback/waybacktest",
}

// policy is one line of the table.
type policy struct{ ours, libraries []string }

func parsePolicy(t *testing.T) map[string]policy {
	t.Helper()
	out := map[string]policy{}
	for line := range strings.Lines(strings.TrimSpace(allowed)) {
		name, rest, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("line %q has no colon", line)
		}
		var p policy
		for word := range strings.FieldsSeq(rest) {
			if strings.Contains(word, ".") {
				p.libraries = append(p.libraries, word)
			} else {
				p.ours = append(p.ours, word)
			}
		}
		out[strings.TrimSpace(name)] = p
	}
	return out
}

func TestImports(t *testing.T) {
	root := filepath.Join("..", "..")
	policies := parsePolicy(t)
	seen := map[string]bool{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && file != root) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		p, ok := policies[name]
		if !ok {
			t.Errorf("package %s is not in the table", name)
			return nil
		}
		seen[name] = true
		checkFile(t, file, name, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range policies {
		if !seen[name] {
			t.Errorf("the table allows imports to %s, which does not exist", name)
		}
	}
}

func checkFile(t *testing.T, file, name string, p policy) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed.Comments) > 0 && parsed.Comments[0].List[0].Text == "//go:build ignore" {
		return // a generator is a program of its own
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !permitted(imported, name, p, strings.HasSuffix(file, "_test.go")) {
			t.Errorf("%s imports %s, which the table does not allow to %s", file, imported, name)
		}
	}
}

func permitted(imported, name string, p policy, test bool) bool {
	under := func(prefix string) bool { return imported == prefix || strings.HasPrefix(imported, prefix+"/") }
	if test && (imported == path.Join(module, name) || slices.ContainsFunc(allowedInTests, under)) {
		return true
	}
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		return slices.Contains(p.ours, ours) || slices.Contains(p.ours, "*")
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(p.libraries, under)
}
