package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pocomigrate/pocomigrate/scrape"
	"github.com/pocomigrate/pocomigrate/scrape/site"
)

// maxURLLine bounds a line of a list of addresses, in bytes. Browsers give up far below it.
const maxURLLine = 64 << 10

// addressList is a team's list of addresses, as --urls names it.
type addressList struct {
	addresses []string
	foreign   []string // lines with an address of no shop, as "FILE:LINE: ADDRESS"
	empty     []string // lines without an address, but for blank ones, comments and a heading
}

// readAddresses reads a list of addresses: one a line, alone or as the first of the columns that hold one. An address ends
// at a blank, a tab, a comma, a semicolon or a quote, and begins with http://, https:// or //. Blank lines and those that
// begin with # are passed over.
func readAddresses(r io.Reader, name string, shops *site.Shops) (*addressList, error) {
	list := &addressList{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxURLLine)
	n := 0
	for lines.Scan() {
		n++
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if strings.Contains(text, "\x00") {
			return nil, fmt.Errorf("%s:%d: is no text in UTF-8; save the list as plain text or CSV", name, n)
		}
		address := firstAddress(text)
		place := fmt.Sprintf("%s:%d", name, n)
		switch {
		case text == "" || text[0] == '#' || (address == "" && n == 1):
		case address == "":
			list.empty = append(list.empty, place+": "+text)
		case !ofAShop(shops, address):
			list.foreign = append(list.foreign, place+": "+address)
		default:
			list.addresses = append(list.addresses, address)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: the line is longer than %d KiB and can be no address", name, n+1, maxURLLine>>10)
	}
	return list, lines.Err()
}

// firstAddress returns the first address on a line, or "".
func firstAddress(line string) string {
	for cell := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(" \t,;\"'", r) }) {
		lower := strings.ToLower(cell)
		if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") || strings.HasPrefix(cell, "//") {
			if url := scrape.Canonical(cell); strings.HasPrefix(url, "https://") {
				return cell
			}
		}
	}
	return ""
}

func ofAShop(shops *site.Shops, address string) bool {
	url := scrape.Canonical(address)
	if _, _, ok := shops.Place(url); ok {
		return true
	}
	_, ok := shops.Owner(url)
	return ok
}

// expected returns the addresses that the file named by --urls asks for, and says what in it is of no use.
func (o *scrapeOptions) expected(shops *site.Shops) ([]string, error) {
	if o.urls == "" {
		return nil, nil
	}
	in := o.in
	if o.urls != "-" {
		f, err := os.Open(o.urls)
		if err != nil {
			return nil, fmt.Errorf("--urls: %w", err)
		}
		defer f.Close() //nolint:errcheck // read-only
		in = f
	}
	list, err := readAddresses(in, o.urls, shops)
	if err != nil {
		return nil, fmt.Errorf("--urls: %w", err)
	}
	if len(list.addresses) == 0 {
		return nil, &hintError{
			fmt.Errorf("--urls %s: no address of a shop in it", o.urls),
			"write one address a line, such as https://www.po.co/uk/product/poco-f6/",
		}
	}
	o.mention("of no shop, and not asked for", list.foreign)
	o.mention("without an address", list.empty)
	return list.addresses, nil
}

// mention says how many lines of a list are of no use, and which is the first.
func (o *scrapeOptions) mention(what string, lines []string) {
	if len(lines) > 0 && !o.quiet {
		say(o.err, fmt.Sprintf("--urls: %d lines %s, first %s", len(lines), what, lines[0]))
	}
}
