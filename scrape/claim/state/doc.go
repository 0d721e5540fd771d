// Package state finds claims in the objects that the programs of a shop put into its pages: what scripts assign to variables or
// give to functions, and attributes that hold JSON. Nobody has agreed on their form. An object is taken for the product when it
// bears the page's name and states something else that only a product has.
package state
