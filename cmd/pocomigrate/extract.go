package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/catalog/normalize"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/hint"
	"github.com/pocomigrate/pocomigrate/cmd/pocomigrate/terminal"
	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/extract"
	"github.com/pocomigrate/pocomigrate/scrape/live"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// maxPageFile bounds a saved page, in bytes: what a page source would bring of one.
const maxPageFile = 32 << 20

type extractOptions struct {
	*app
	network
	shop     string
	url      string
	lang     string
	currency string
}

func newExtract(a *app) *cobra.Command {
	o := &extractOptions{app: a}
	cmd := &cobra.Command{
		Use:   "extract FILE|URL",
		Short: "Say what one page states about its product, of any shop",
		Long: `Say what one page states about its product: a saved page (.html or .json, - for standard input) or an address.

  pocomigrate extract testdata/sample/mi.com_uk/poco-x3-pro.html
  pocomigrate extract --url https://www.mi.com/uk/product/poco-x3-pro/ testdata/sample/mi.com_uk/poco-x3-pro.html
  pocomigrate extract https://shop.example/p/1 | jq 'select(.kind == "product")'

No profile is needed: JSON-LD, microdata, Open Graph, the objects in scripts and the visible text vote on each field. Where
the address belongs to a shop that has a profile, or --shop names one, what the profile finds goes first, and the others fill
what it does not name.

JSON objects, one a line:

  kind "value"    field, text (as it stands), value (as understood), source, locator (JSON pointer or selector), confidence
                  (0 to 1; of a value that is used, with all sources that agree), used
  kind "issue"    code, field, text, values: sources that disagree, and codes that are none
  kind "product"  the last line: name, brand, sku, gtin, mpn, price (a decimal), list_price, currency, availability,
                  image_link; absent where no source says it, or where it cannot be told

Exit status 1 says that the page is about no product that could be read.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{text: "extract takes one file or address", command: cmd.CommandPath()}
			}
			return o.check(cmd.CommandPath())
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&o.shop, "shop", "", "read the page by the profile of this `shop`")
	f.StringVar(&o.url, "url", "", "the `address` of a saved page")
	f.StringVar(&o.lang, "lang", "", "the `language` of the page, such as de or en-GB, where it declares none or a wrong one")
	f.StringVar(&o.currency, "currency", "", "the `currency` of prices that name none, or a sign that several share")
	o.addFlags(f)
	return cmd
}

func (o *extractOptions) run(ctx context.Context, name string) error {
	shops, words, err := o.knowledge()
	if err != nil {
		return err
	}
	page, err := o.page(ctx, name)
	if err != nil {
		return err
	}
	loc := normalize.Locale{Lang: o.lang, Currency: o.currency}
	known, err := o.profiled(shops, page, &loc)
	if err != nil {
		return err
	}
	product, err := extract.NewGeneral(words).Read(page, loc, known...)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := o.write(product); err != nil {
		return err
	}
	if product.Name == "" && product.Price == "" && product.SKU == "" {
		return &statusError{status: statusNo, text: name + ": no product that could be read"}
	}
	return nil
}

// page reads a file or asks for an address.
func (o *extractOptions) page(ctx context.Context, name string) (*scrape.Page, error) {
	if isAddress(name) {
		return o.fetch(ctx, name)
	}
	in := o.In
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close() //nolint:errcheck // only read
		in = file
	}
	body, err := io.ReadAll(io.LimitReader(in, maxPageFile+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxPageFile {
		return nil, fmt.Errorf("%s: more than the %d MiB that a page may have", name, maxPageFile>>20)
	}
	page := &scrape.Page{URL: o.url, Status: http.StatusOK, Body: body, Header: http.Header{}}
	if strings.EqualFold(filepath.Ext(name), ".json") {
		page.Header.Set("Content-Type", "application/json")
	}
	return page, nil
}

func isAddress(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// maxRedirects is how many redirects are followed, as browsers do within a shop.
const maxRedirects = 10

func (o *extractOptions) fetch(ctx context.Context, address string) (*scrape.Page, error) {
	options, err := o.Options(nil, o.watch(terminal.NewProgress(o.Streams, o.quiet)))
	if err != nil {
		return nil, err
	}
	f := live.New(options)
	for range maxRedirects {
		page, err := f.Fetch(ctx, address)
		if err != nil {
			return nil, err
		}
		if page.Location() == "" {
			if page.Status != http.StatusOK {
				return nil, fmt.Errorf("%s: status %d", address, page.Status)
			}
			page.URL = cmp.Or(o.url, page.URL)
			return page, nil
		}
		if address = scrape.Resolve(page.URL, page.Location()); address == "" {
			return nil, fmt.Errorf("%s: redirects to %q", page.URL, page.Location())
		}
	}
	return nil, fmt.Errorf("%s: more than %d redirects", address, maxRedirects)
}

// profiled returns what the profile of the page's shop finds, and completes the locale by what it says. A page of no shop
// gives nothing, unless a shop was named.
func (o *extractOptions) profiled(shops *site.Shops, page *scrape.Page, loc *normalize.Locale) ([]catalog.Listing, error) {
	if o.shop != "" {
		if _, err := chosen(shops, []string{o.shop}); err != nil {
			return nil, err
		}
	}
	reading, err := extract.NewReader(shops).Read(page)
	switch {
	case o.shop == "" && errors.Is(err, extract.ErrNotOurs):
		return nil, nil
	case o.shop != "" && (err != nil || string(reading.Shop) != o.shop):
		return nil, hint.Add(
			fmt.Errorf("the page is none of %s: its address is %q", o.shop, page.URL), "say with --url what the address of a saved page is",
		)
	case err != nil:
		return nil, err
	}
	if reading.State != catalog.Found && !o.quiet {
		terminal.Say(o.Err, fmt.Sprintf("by the profile of %s: %s, %s: %s", reading.Shop, reading.State, reading.Reason, reading.Detail))
	}
	profile, _ := shops.Shop(reading.Shop)
	of := profile.Locale(reading.Market)
	loc.Lang, loc.Currency, loc.Market = cmp.Or(loc.Lang, of.Lang), cmp.Or(loc.Currency, of.Currency), reading.Market
	return reading.Listings, nil
}

// The lines of extract.
type (
	valueLine struct {
		Kind       string     `json:"kind"`
		Field      site.Field `json:"field"`
		Text       string     `json:"text"`
		Value      string     `json:"value,omitempty"`
		Source     string     `json:"source"`
		Locator    string     `json:"locator"`
		Confidence float64    `json:"confidence"`
		Used       bool       `json:"used,omitempty"`
	}
	issueLine struct {
		Kind string `json:"kind"`
		catalog.Issue
	}
	productLine struct {
		Kind         string `json:"kind"`
		Name         string `json:"name,omitempty"`
		Brand        string `json:"brand,omitempty"`
		SKU          string `json:"sku,omitempty"`
		GTIN         string `json:"gtin,omitempty"`
		MPN          string `json:"mpn,omitempty"`
		Price        string `json:"price,omitempty"`
		ListPrice    string `json:"list_price,omitempty"`
		Currency     string `json:"currency,omitempty"`
		Availability string `json:"availability,omitempty"`
		Image        string `json:"image_link,omitempty"`
	}
)

func (o *extractOptions) write(p extract.Product) error {
	e := objects(o.Out)
	for _, f := range p.Facts {
		field := f.Field
		if field == site.Image {
			field = "image_link"
		}
		if err := e.Encode(valueLine{
			Kind: "value", Field: field, Text: f.Quote.Text, Value: f.Value, Source: f.Quote.At.Reader, Locator: f.Quote.At.Path,
			Confidence: float64(int(f.Confidence*100+0.5)) / 100, Used: f.Used,
		}); err != nil {
			return err
		}
	}
	for _, issue := range p.Issues {
		if err := e.Encode(issueLine{"issue", issue}); err != nil {
			return err
		}
	}
	return e.Encode(productLine{
		Kind: "product", Name: p.Name, Brand: p.Brand, SKU: p.SKU, GTIN: p.GTIN, MPN: p.MPN, Price: p.Price,
		ListPrice: p.ListPrice, Currency: p.Currency, Availability: p.Availability, Image: p.Image,
	})
}
