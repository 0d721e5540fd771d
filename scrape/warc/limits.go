package warc

import "github.com/pocomigrate/pocomigrate/scrape/coding"

// The caps keep a hostile or broken archive from taking the machine. What exceeds one is reported as damage, never cut.
const (
	// maxBody bounds one decoded body.
	maxBody = coding.MaxBody

	// maxHead bounds the headers of one record, and those of the HTTP message in it. Web servers refuse far smaller heads.
	maxHead = 64 << 10

	// maxBlock bounds a record's block, which is an HTTP head and an encoded body.
	maxBlock = maxBody + maxHead

	// maxEntries bounds the index of one archive, at some 700 bytes an entry.
	maxEntries = 1_000_000

	// maxFaults bounds the damage that is worked around in one WARC. Each may cost a search through the rest of the file.
	maxFaults = 1000

	// maxZipEntries bounds the members of a WACZ, maxInflated what may be inflated into memory of all that are compressed
	// (the format wants WARC members stored, which are read in place whatever their size), and how far to inflate a gzip
	// member in search of the next record after a damaged one.
	maxZipEntries = 100_000
	maxInflated   = 256 << 20

	// maxList bounds the datapackage.json of a WACZ, which takes some 250 bytes a member.
	maxList = 1 << 20

	// maxChecked bounds what is inflated of the compressed members of a WACZ to check their digests, in a second or two.
	maxChecked = 1 << 30
)
