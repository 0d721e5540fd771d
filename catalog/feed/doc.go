// Package feed reads catalogues in other people's formats as variants: tables (CSV, TSV, a sheet of a workbook), JSON
// lines and Google Merchant feeds (TSV or XML). It writes Merchant feeds, too, checked by the rules of their specification:
// [MerchantItems].
//
// A format is only a way to name cells: every file becomes rows of named cells, and one way leads from a row to a variant.
// What a column holds is recognised by its header (data/columns.csv, in the languages of the shops) or said by the caller.
// A title is read by package catalog/normalize; what a column of its own states goes before what the title says.
//
// Nothing is guessed and nothing is left out: a file without a column for ids or titles, a row without an id or a title,
// and an id given twice are errors, all of a file together, each with file and row.
package feed
