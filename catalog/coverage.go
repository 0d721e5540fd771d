package catalog

// Coverage says what became of one address that a shop was expected to answer: a line of coverage.jsonl. For each shop,
// expected = found + gone + unknown.
type Coverage struct {
	Shop   ShopID `json:"shop"`
	Market string `json:"market,omitempty"`
	URL    string `json:"url"`
	Slug   string `json:"slug,omitempty"` // the product the address speaks of, where it speaks of one
	State  State  `json:"state"`
	// Reason is a stable code: "read", "not_found", "soft_404", "closed_shop", "sent_home", "empty_category", "blocked",
	// "other_region", "shell", "damaged", "not_captured", "layout_changed", "bad_json", …
	Reason string `json:"reason"`
	// Detail says in words what was seen and, unless the page was found, what to do about it.
	Detail string `json:"detail,omitempty"`
}

// LineKey orders the lines of coverage.jsonl; it is unique within a snapshot.
func (c Coverage) LineKey() string {
	return string(c.Shop) + "\x00" + c.Market + "\x00" + c.URL
}

// State is what became of an expected address.
type State string

// The states. Gone is an answer (not found, soft 404, redirect of a closed shop, empty category); Unknown is a gap: a
// blocked, torn or missing capture, of which nothing may be concluded.
const (
	Found   State = "found"
	Gone    State = "gone"
	Unknown State = "unknown"
)
