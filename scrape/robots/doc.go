// Package robots reads a robots.txt by RFC 9309 and says which paths it leaves open to a crawler.
//
// What the standard leaves to the reader follows Google's reference parser: misspelt directives, a missing colon, an index
// page that is allowed allows its folder. Two of that parser's habits are not shared, since the standard's own tables
// contradict them: an escape of a letter, digit, "-", ".", "_" or "~" equals the character (section 2.2.2), and "%2A" and
// "%24" in a rule equal "*" and "$" in a path (section 2.2.3).
//
// How a robots.txt is asked for, and what its absence means, is the business of who asks.
package robots
