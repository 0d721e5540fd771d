// Package ascii tells bytes of ASCII apart. The readers of pages look at text byte by byte, and what they look for (tags, names,
// numbers) is ASCII in every language; bytes of other characters are none of these.
package ascii
