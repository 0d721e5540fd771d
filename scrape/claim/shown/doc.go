// Package shown finds claims in what people see on a page: the heading, amounts with the words beside them, codes behind their
// labels, the button that puts the goods into the cart. The names of classes and the tags around a text say what it is about.
package shown
