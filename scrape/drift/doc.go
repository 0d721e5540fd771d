// Package drift tells that a shop has probably changed its pages, from how much was read on them now and the last time.
//
// A walk says of each page which fields its layouts found ([Reading.Page]), and of each variant which fields its sources
// disagree about ([Reading.Variant]). [Compare] holds the counts against those of an earlier walk. It warns only of what
// chance does not explain: 3 pages of 4 say nothing, 20 of 200 where it was 200 do. It reads no file and knows no page.
package drift
