// Package snapshot stores values as sorted lines of canonical JSON, so that equal catalogues are equal bytes.
//
// A file of a snapshot holds one JSON object a line. [Write] sorts the lines by their keys and writes each in one
// canonical form: members sorted by name, no space between tokens, UTF-8 with only those escapes that encoding/json
// cannot do without, numbers as their type writes them. The order and the number of the values given do not show in the
// bytes beyond what they say. [Values] reads such a file back, line by line, and refuses what it does not wholly
// understand, with the file and the line. A [Scanner] reads it without making values of the lines, and [SchemaFor] describes
// them to other programs.
//
// A [Manifest] stands beside the files, says what they hold, and condenses them to one digest: two snapshots with equal
// digests are the same snapshot.
//
// The package knows neither phones nor folders; it turns values into bytes and back, and leaves the files to its caller.
package snapshot

// The names of the files of a snapshot.
const (
	ManifestFile = "manifest.json"
	VariantsFile = "variants.jsonl"
	MappingsFile = "mappings.jsonl"
	CoverageFile = "coverage.jsonl"
	SourcesFile  = "sources.jsonl" // provenance and capture times; not part of the digest
)
