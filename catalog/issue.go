package catalog

// Issue is a doubt about a value that a person should settle. It never stops a run.
type Issue struct {
	// Code is stable and machine-readable: "unknown_color", "price_conflict", "unknown_model", …
	Code string `json:"code"`
	// Field is the JSON name of the variant's field in doubt; empty where the doubt concerns the whole variant.
	Field string `json:"field,omitempty"`
	// Text says in a sentence what is doubtful and what to do about it.
	Text string `json:"text"`
	// Values are the words in conflict, or the one word not understood, as the shop wrote them, sorted.
	Values []string `json:"values,omitempty"`
}
