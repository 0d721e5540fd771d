package catalog

import "time"

// Locator says where words were read.
type Locator struct {
	// Archive names the file or source that held the capture, without its folder.
	Archive string `json:"archive,omitempty"`
	// Record is the capture's identifier in its archive (a WARC-Record-ID).
	Record string `json:"record,omitempty"`
	// URL is the address that was captured.
	URL string `json:"url"`
	// Time is when the capture was made, in UTC; zero where the source does not say.
	Time time.Time `json:"time,omitzero"`
	// Reader is the way the page was read: "state", "json", "json-ld", "html", "url".
	Reader string `json:"reader"`
	// Path is the JSON pointer or the selector of the value within the page. A pointer into JSON that is itself a
	// string inside JSON is written after the outer one, with "!" between them; a flag that a profile turns into a word
	// ("is_out_of_stock" into "in_stock") is followed by "=" and what the page says.
	Path string `json:"path,omitempty"`
}

// Quote is a shop's own words and where they stand. The zero Quote means that nothing was stated.
type Quote struct {
	Text string  `json:"text"`
	At   Locator `json:"at"`
}

// Provenance says where the value of one field of one variant comes from: a line of sources.jsonl. A field that several
// captures state has one line for each; Used marks those whose words became the value.
type Provenance struct {
	Key   Key     `json:"key"`
	Field string  `json:"field"` // JSON name of the variant's field; "specs.battery_mah" for a spec
	Raw   string  `json:"raw"`   // the shop's words
	Used  bool    `json:"used"`
	At    Locator `json:"at"`
}

// LineKey orders the lines of sources.jsonl. Two lines may share it.
func (p Provenance) LineKey() string {
	return string(p.Key) + "\x00" + p.Field + "\x00" + p.At.URL + "\x00" + p.At.Path + "\x00" + p.Raw
}
