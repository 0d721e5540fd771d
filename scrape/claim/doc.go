// Package claim holds what the sources on a page of any shop say about the product that the page is about.
//
// A [Claim] is one statement of one source about one field, in the source's own words, with its place and with how much it is
// believed. The packages below it find claims, each in one kind of source:
//
//   - claim/structured in what is written for machines: JSON-LD, microdata, Open Graph
//   - claim/state in the objects of the page's scripts
//   - claim/shown in what people see
//
// and claim/vote settles what the claims mean and which value the sources vouch for. claim/words are the words that they know.
// Each source works on what a walk over the page gave it; package extract walks.
package claim
