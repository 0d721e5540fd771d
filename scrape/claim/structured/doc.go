// Package structured finds claims in the structured data of a page: JSON-LD, microdata and Open Graph.
//
// The three are brought into one shape, a [tree.Value] in the words of schema.org. Of the products in it the one is taken that the
// page is about, and of its offers the one that the page's address names, or the first that can be bought.
package structured
