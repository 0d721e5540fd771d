package har

import "github.com/pocomigrate/pocomigrate/scrape/coding"

// The caps keep a hostile or broken file from taking the machine. What exceeds one is reported as damage, never cut.
const (
	// maxBody bounds one body. In base64, which is what is read into memory, a third is added to it.
	maxBody = coding.MaxBody

	// maxWord bounds a text that is no body: an address, a header, a date. Web servers refuse shorter ones.
	maxWord = 64 << 10

	// maxHead bounds the headers of one answer, as it does in a WARC.
	maxHead = 64 << 10

	// maxEntries bounds the index of one file, at some 400 bytes an entry.
	maxEntries = 1_000_000

	// maxDepth bounds the nesting of what is passed over. Call stacks of scripts, the deepest that browsers export, nest 30.
	maxDepth = 1000
)
