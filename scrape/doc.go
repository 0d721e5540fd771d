// Package scrape holds what it means to have captured a page, and where pages come from.
//
// A page source is a [Fetcher], which answers for one address, and often a [Lister] too, which names every capture it
// holds. The sources are the packages below this one; package scrape/crawl walks a shop through any of them.
package scrape
