// Package address tells whether two addresses on a page lead to the same.
//
// It goes further than [scrape.Canonical], which names captures and must keep what a server might tell apart: a shop writes the
// address of one offer with its parameters in any order, escaped in any way, in the character set of the page.
package address
