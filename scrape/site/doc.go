// Package site says how to read each shop, as data.
//
// A shop is one file in shops: its addresses, language and currency, whether it still answers, where its catalogue moves
// to, and which layouts its pages have. A layout is one file in layouts: one age of one kind of page, described by JSON
// pointers or selectors, shared by every shop that uses it. Signals, in signals.json, tell answers that are no page of
// the shop (blocked, not found, sent to a front page), and shells that only a browser can fill.
//
// To add a shop, add one file in shops. A team's own shops stand in a folder of theirs, the layouts that only they need in
// its folder layouts, signals of theirs in its signals.json (see [Load]; testdata/shops holds one). Every file is strictly
// decoded when it is loaded: an unknown key, a selector that does not parse or a layout that does not exist is an error
// that names the file and the value. Nothing in this package reads a page; package scrape/extract does, by these
// descriptions.
package site
