// Package table turns values into named cells and back, for any spreadsheet format.
//
// A [Book] is plain data: sheets of named columns and typed cells, with what a person needs around them (notes, a
// drop-down, a rule that makes some rows stand out, a chart). A [Field] says how one column is read off a value, so that
// a sheet is written down as a list of fields and filled with [Of]. Writers honour as much of a book as their format
// can carry: package catalog/xlsx all of it, [WriteCSV] the columns and cells.
//
// A sheet that was read back holds rows of text only; [FindHeader] finds its columns again by their names, wherever
// people have moved them.
package table
