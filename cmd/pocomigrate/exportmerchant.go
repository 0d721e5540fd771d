package main

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/feed"
	"github.com/pocomigrate/pocomigrate/catalog/snapshot"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/english"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/runfolder"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/whole"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/workbook"
)

// merchant are the flags of export that only a Merchant feed has.
type merchant struct {
	shop string
	xml  bool
}

func (m *merchant) flags(f *pflag.FlagSet) {
	f.StringVar(&m.shop, "shop", "", "for merchant: the `shop` whose variants to write, such as mi.com/uk, or poco-store-app@in of a shop with markets")
	f.BoolVar(&m.xml, "xml", false, "for merchant: RSS 2.0 instead of tab-separated values")
}

const merchantHelp = `merchant writes tab-separated values, or RSS with --xml, of one shop, as the format wants it: --shop names it, or
-o names a folder that gets a file for each shop. Of the attributes it has those that a variant holds:
` + `id (the shop's item number), title, link, image_link, availability, price, sale_price, brand, gtin, mpn,
item_group_id, color, size (memory), condition, product_type, is_bundle, product_detail. Each value is checked by
Merchant's rules. What breaks one is named on standard error and left out, and the exit status is then 1; the rest is
written. 'import' reads the feed back.`

// feedName names a feed: a shop, and the market where the shop serves several.
func feedName(v *catalog.Variant) string {
	if v.Market != "" {
		return string(v.Shop) + "@" + v.Market
	}
	return string(v.Shop)
}

// feeds writes the Merchant feed of one shop, or of each shop a file in a folder.
func (o *exportOptions) feeds(t workbook.Terms) error {
	s, err := runfolder.Open(o.dir)
	if err != nil {
		return err
	}
	byFeed := map[string][]catalog.Variant{}
	for v, err := range runfolder.Lines[catalog.Variant](s, snapshot.VariantsFile) {
		if err != nil {
			return err
		}
		byFeed[feedName(&v)] = append(byFeed[feedName(&v)], v)
	}
	names := slices.Sorted(maps.Keys(byFeed))
	switch {
	case len(names) == 0:
		return hint.Add(fmt.Errorf("%s: it holds no variants", o.dir), "report.json says why")
	case o.shop != "" && byFeed[o.shop] == nil:
		return hint.Add(fmt.Errorf("--shop %s: the run holds no variants of it", o.shop), hint.OneOf(o.shop, names))
	case o.shop != "":
		names = []string{o.shop}
	case o.out == "-" && len(names) > 1:
		return &usageError{
			text:    fmt.Sprintf("a feed has one shop, and the run holds %d: name one with --shop, or with -o a folder for all", len(names)),
			command: "pocomigrate export",
		}
	}
	if err := distinctFiles(names); err != nil {
		return err
	}
	var faults []feed.Fault
	for _, name := range names {
		found, err := o.feed(name, byFeed[name], t)
		if err != nil {
			return err
		}
		faults = append(faults, found...)
	}
	return o.judge(faults)
}

// feed writes one feed and returns its faults.
func (o *exportOptions) feed(name string, variants []catalog.Variant, t workbook.Terms) ([]feed.Fault, error) {
	items, faults := feed.MerchantItems(variants, t.Digits)
	out := o.out
	if o.shop == "" && out != "-" {
		if err := os.MkdirAll(out, 0o755); err != nil {
			return nil, err
		}
		ending := ".tsv"
		if o.xml {
			ending = ".xml"
		}
		out = filepath.Join(out, fileName(name)+ending)
	}
	err := whole.StreamOut(o.Out, out, func(w io.Writer) error {
		if o.xml {
			return feed.WriteRSS(w, name, homeOf(items), items)
		}
		return feed.WriteTSV(w, items)
	})
	if err != nil {
		return nil, err
	}
	if !o.quiet {
		text := fmt.Sprintf("%s: %d of %s written", name, len(items), english.Plural(len(variants), "variant"))
		if n := unnumbered(items); n > 0 {
			text += fmt.Sprintf("; %d state no gtin and no mpn, which Merchant asks of new goods", n)
		}
		terminal.Say(o.Err, text)
	}
	return faults, nil
}

// reserved are the names that Windows keeps for devices, whatever their ending.
var reserved = regexp.MustCompile(`(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)`)

// fileName returns the name of a shop as that of a file, which every system takes: po.co_uk for po.co/uk.
func fileName(shop string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, shop)
	name = strings.TrimRight(name, ". ")
	if name == "" || name[0] == '.' || reserved.MatchString(name) {
		return "_" + name
	}
	return name
}

// distinctFiles refuses shops of which one feed would be written over another's. Case does not tell files apart everywhere.
func distinctFiles(shops []string) error {
	taken := map[string]string{}
	for _, shop := range shops {
		folded := strings.ToLower(fileName(shop))
		if other, ok := taken[folded]; ok {
			return fmt.Errorf("the feeds of %s and %s would have one file, %s; write them one by one with --shop", other, shop, fileName(shop))
		}
		taken[folded] = shop
	}
	return nil
}

// homeOf returns the front page of the site that the items link to.
func homeOf(items []feed.Item) string {
	for _, item := range items {
		if u, err := url.Parse(item.Value("link")); err == nil && u.Host != "" {
			return "https://" + u.Host + "/"
		}
	}
	return ""
}

// unnumbered counts the items that no maker's number tells apart.
func unnumbered(items []feed.Item) int {
	n := 0
	for _, item := range items {
		if item.Value("gtin") == "" && item.Value("mpn") == "" {
			n++
		}
	}
	return n
}

// judge says which rules are broken, and ends with status 1 where any is.
func (o *exportOptions) judge(faults []feed.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	count := map[string]int{}
	for _, f := range faults {
		terminal.Say(o.Err, f.String())
		count[f.Attribute]++
	}
	parts := make([]string, 0, len(count))
	for _, attribute := range feed.MerchantAttributes() {
		if count[attribute] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", attribute, count[attribute]))
		}
	}
	return &statusError{status: statusNo, text: fmt.Sprintf("%s: %s", english.Plural(len(faults), "fault"), strings.Join(parts, ", "))}
}
