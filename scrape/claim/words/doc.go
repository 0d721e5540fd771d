// Package words knows the words with which shops, in their languages, say what stands beside them.
//
// They are data: data/labels.csv has the labels of codes ("SKU", "Art. Nr.", "Réf."), data/words.csv the words beside amounts and
// in titles. What a row of these says:
//
//   - net, net_alone: the amount is before tax. The first counts anywhere in a text, the second where it is all of it.
//   - unit: goods are measured by it, so that an amount behind it is no price of the goods
//   - each: one thing as it is sold
//   - money: a currency beside a number, in ASCII and small letters
//   - missing, missing_start: the page is not there. The second counts at the start of a text alone.
//
// data/classes.csv has what the names of classes and ids say about what stands in their elements, which shops name in English nearly
// everywhere. A row counts where it is part of a name, or only where it is a whole word of one, or never: it holds a word for
// former prices and means another thing, as "threshold" holds "old".
//
// Each row has its source. A table that is damaged is refused with the file and the line.
package words
