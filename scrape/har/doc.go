// Package har reads HTTP archives: the .har files, JSON of version 1.1 or 1.2, in which browsers and tools export what they
// fetched.
//
// [Open] walks the file once and keeps where each entry lies, no bodies; a page is read when it is asked for. Memory is
// bounded by the number of entries and one body, whatever the size of the file. A file that is cut or broken is read up to
// there, and the rest is reported as a [scrape.DamagedError], as is an entry whose body was not exported.
//
// An entry is a capture when it asked with GET for an http or https address; pre-flights, posts, sockets and data addresses
// are passed over. Exporters undo content encodings and turn text into Unicode, so a page has no Content-Encoding, and where
// its body was exported as text that is not ASCII, its Content-Type says UTF-8, whatever the shop sent. What a browser took
// from its cache is the page it showed: status 304 becomes 200, with the body of the entry or, where that has none, of the
// one before it with the same address. An entry of status 0 got no answer: List yields it with a [scrape.FailedError].
//
// The format: http://www.softwareishard.com/blog/har-12-spec/.
package har
