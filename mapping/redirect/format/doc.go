// Package format writes maps of old addresses for web servers, and reads the redirects that are in place.
//
// Each format is one file of this package and one line of [All]. Before a byte is written, [Format.Check] says what the
// server would refuse or do otherwise than the map says; a map with a fault of a format is not written in it.
//
// All formats answer alike, as far as the server can: an address is found with and without "www.", with and without a final
// slash and whatever its other parameters are; the one parameter that tells pages apart (gid) is looked at first; the query
// is not carried on to the new page; a page that is gone is answered with 410.
package format
