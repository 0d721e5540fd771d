package sources

// OpenWith is Open on a machine on which find looks for a browser.
var OpenWith = openWith
