// Package xlsx writes and reads workbooks in the format of Excel. It alone knows the library excelize, and knows nothing
// of what a workbook is about.
//
// Equal books are written as equal bytes: parts in the order of their names, no clock, no random number. Text that came
// from outside stays text: no cell begins a formula, whatever it holds; the only formulas written are links.
//
// The library streams sheets, and drops without a word whatever is set on a sheet after its stream was closed, or before
// it in the case of others; the order of the steps in sheetWriter.write is therefore part of its correctness.
package xlsx
