// Package charset turns pages into UTF-8. It finds the character set of a page as browsers do, by the HTML standard.
package charset
