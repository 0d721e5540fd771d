// Package extract reads pages: those of known shops as their profiles describe them, and the product on a page of any other.
//
// A [Reader] first tells a page apart from answers that are no pages of the shop: blocked, not found, moved. Then each layout of
// its page rule is tried on it, and every value found becomes a quote that carries its locator: the archive record, the
// address, the reader and the JSON pointer or selector. What comes out are fragments of listings, in the shop's own words;
// package scrape/assemble joins them, package catalog/normalize reads them. JSON and HTML are read through one interface of
// nodes, so that a layout is interpreted by one piece of code whatever its reader is.
//
// A [General] reader knows no profile. It walks over the page once, has the packages below scrape/claim say what each kind of
// source states, and concludes what they vouch for together.
package extract
