package mirror

import "github.com/pocomigrate/pocomigrate/scrape/coding"

// The caps keep a hostile or broken folder from taking the machine. What exceeds one is reported as damage, never cut.
const (
	// maxBody bounds one body, maxHead the HTTP head before it.
	maxBody = coding.MaxBody
	maxHead = 64 << 10

	// maxFiles bounds what is looked at, files and folders, at some 400 bytes each.
	maxFiles = 1_000_000

	// maxDepth bounds the folders within one another. Addresses of shops have up to 8 elements.
	maxDepth = 64

	// maxFaults bounds the lines of HTTrack's records that are not understood.
	maxFaults = 1000
)
