// Package review shows mappings to people and takes in what they decide.
//
// [Book] lays a snapshot out as a workbook; its sheet Review holds each mapping that needs a decision, with what a
// person wants to see before deciding. [Inputs] finds what people entered in a workbook that came back, whatever they
// did to its order, and [Unsaved] tells which inputs are not among the decisions on record yet.
// The package writes no file; the ledger is kept by package mapping/ledger.
package review
