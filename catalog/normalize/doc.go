// Package normalize reads a listing's words as variants: names, memory, colours, prices, units and availability, in the
// languages of the shops.
//
// What it knows stands in tables (data/*.csv), compiled into a [Vocabulary]. Each row names its source and month; "usage"
// means a common word of a language that was not seen on a shop's own pages. A team's own tables can be laid over the
// built-in ones:
//
//	products.csv      product lines: canonical name, type, network, other names, markets, the maker's name where it differs,
//	                  the memory they are sold with
//	codes.csv         order numbers, model numbers and EANs, and the goods they stand for
//	colors.csv        colour words and marketing names, by language and, where it matters, product, with the basic colour
//	editions.csv      edition names; a row without an edition names words that are none ("Global Edition")
//	typewords.csv     words that say what kind of thing a title speaks of
//	particles.csv     the small words that give a title its grammar: brands, qualifiers, "for", "with", "+", "EU version"
//	features.csv      words and units that say nothing of which goods are meant: "AMOLED", "Hz", "unlocked"
//	axes.csv          the shops' names for the choice between colours or between memories
//	currencies.csv    ISO 4217 codes, minor digits, symbols of their own and shared ones, and where they are paid in
//	decimals.csv      the sign before decimals, by language
//	pricewords.csv    words that may stand beside a price, and what they say about it
//	availability.csv  stock words, button labels, schema.org names
//	conditions.csv    words for the state of the goods; a row without a condition names words that are none ("new battery")
//	speclabels.csv    labels of specification tables and what they speak of
//	chipsets.csv      chipset families
//
// The canonical name of a product is the official one, except that "5G" is dropped where the shops' own addresses drop it
// (poco-x6-pro for "POCO X6 Pro 5G"). "5G" elsewhere in a title belongs to the name: a product that exists with and
// without it (C75, M4 Pro, M6 Pro) is told apart by it, for all others its absence means nothing.
//
// Prices are read twice over: [Vocabulary.ReadPrice] gives what any text states with its doubts as issues, and
// [Vocabulary.Price] takes from it only what is beyond doubt.
//
// Nothing here is guessed. Words that are not understood leave the field empty and become a [catalog.Issue]; so do
// statements that contradict each other. Text from outside is brought to one form first ([Clean]); what a variant shows
// (title, colour label) keeps the shop's spelling.
package normalize
