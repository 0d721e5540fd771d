// Package script reads the data in the scripts of pages: JSON with the faults that pages have, and the literals that scripts assign
// or hand to functions. No script is run; what only running it could tell is null.
//
// What it costs is bounded for a page as a whole: each value is counted, and text that merely looks like data is not read again
// and again.
package script
