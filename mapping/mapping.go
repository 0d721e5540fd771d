package mapping

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Status is what the matcher concluded. It is the matcher's alone.
type Status string

// The statuses.
const (
	// Matched: the target SKU is the same variant.
	Matched Status = "matched"
	// NeedsReview: a target is plausible, and a person must look.
	NeedsReview Status = "review"
	// ProductOnly: the product is in the target shop, this variant is not (or cannot be told).
	ProductOnly Status = "product_only"
	// Unmapped: the target shop has nothing that takes the variant's place.
	Unmapped Status = "unmapped"
	// New: only the target shop has it; such a mapping has no source.
	New Status = "new"
)

// Ruling is what a person decided. It is the ledger's alone.
type Ruling string

// The rulings; the workbook's drop-down offers exactly these.
const (
	Accepted     Ruling = "accepted"     // the proposal is right
	Reassigned   Ruling = "reassigned"   // another SKU, named in Decision.TargetID
	RuledProduct Ruling = "product_only" // the product's page, no variant
	NotSold      Ruling = "not_sold"     // nothing takes its place
	Rejected     Ruling = "rejected"     // the proposal is wrong; the right answer is open
	Deferred     Ruling = "deferred"     // looked at, decided later
)

// Rulings returns every ruling in the order in which people are offered them.
func Rulings() []Ruling {
	return []Ruling{Accepted, Reassigned, RuledProduct, NotSold, Rejected, Deferred}
}

// Mapping is one line of mappings.jsonl: what takes the place of a variant, or, with Status New, what has no past.
type Mapping struct {
	Source   catalog.ShopID   `json:"source,omitempty"`    // empty for New
	Market   string           `json:"market,omitempty"`    // the source's market, where it serves several
	SourceID catalog.Identity `json:"source_id,omitempty"` // the identity in the source variant's key; empty for New
	Target   catalog.ShopID   `json:"target"`
	// TargetID is the SKU (mi.com's item_id), "slug:<slug>" where only the product is known, the whole identity where the
	// target states no item number, or empty for Unmapped.
	TargetID string `json:"target_id,omitempty"`
	Status   Status `json:"status"`
	// Score is the probability that TargetID is right; 0 for Unmapped and New.
	Score Score `json:"score"`
	// Lead is by how many bits the proposal lies before all else, where the score was read off a calibration; else 0.
	Lead   Bits   `json:"lead,omitzero"`
	Ruling Ruling `json:"ruling,omitempty"`
	// Evidence holds the comparisons with the proposed target, in the order in which people read them.
	Evidence []Evidence `json:"evidence,omitempty"`
	// RunnerUp is the best target not proposed, nil when there was none.
	RunnerUp *Candidate `json:"runner_up,omitempty"`
	// Others are further targets that were considered, those ruled out among them, the nearest first; at most three.
	Others []Candidate `json:"others,omitempty"`
	// Change says what would change the proposal: which value of which attribute leads to the runner-up.
	Change string `json:"change,omitempty"`
	// Forgone is how many bits more the variant's own best target had, where being one-to-one gave that to another variant.
	Forgone Bits `json:"forgone,omitzero"`
	// Reason says in a sentence a merchandiser understands why the status is what it is.
	Reason string `json:"reason"`
	// Flags mark what a person should know beside the status; sorted.
	Flags []Flag `json:"flags,omitempty"`
}

// Flag is a remark about a mapping that stands beside its status.
type Flag string

// The flags.
const (
	SoldTwice       Flag = "sold_twice"           // the old shop sells this article under several numbers
	TargetMissing   Flag = "ruled_target_missing" // the ruled target is not in the new shop
	RulingAmbiguous Flag = "ruling_ambiguous"     // a ruling fits several variants and was laid on none
)

// SourceKey returns the key of the source variant; it is empty for New.
func (m Mapping) SourceKey() catalog.Key {
	if m.SourceID == "" {
		return ""
	}
	return catalog.NewKey(m.Source, m.Market, m.SourceID)
}

// FlagWords returns the flags with a separator between them.
func (m Mapping) FlagWords(separator string) string {
	words := make([]string, len(m.Flags))
	for i, f := range m.Flags {
		words[i] = string(f)
	}
	return strings.Join(words, separator)
}

// LineKey orders the lines of mappings.jsonl; it is unique within a snapshot: the source's key, or the target's for New.
func (m Mapping) LineKey() string {
	return cmp.Or(string(m.SourceKey()), "new "+string(m.Target)+" "+m.TargetID)
}

// Evidence is one comparison of a source variant with a target variant.
type Evidence struct {
	// Attribute is the JSON name of the compared field of catalog.Variant, "specs.chipset" for a spec.
	Attribute string `json:"attribute"`
	Level     Level  `json:"level"`
	Bits      Bits   `json:"bits"` // log2 of how much likelier the level is for a true match; negative speaks against
	// Source and Target are the compared values; empty where the side does not state one.
	Source string `json:"source,omitempty"`
	Target string `json:"target,omitempty"`
	// Detail takes a comparison of many words apart: which agree, which only one side has.
	Detail string `json:"detail,omitempty"`
	// Veto is set when the conflict alone rules the target out, whatever the sum.
	Veto bool `json:"veto,omitempty"`
}

// Level is the outcome of one comparison.
type Level string

// The levels.
const (
	Exact      Level = "exact"      // equal values
	Compatible Level = "compatible" // different words that may mean the same thing
	Missing    Level = "missing"    // one side or both state nothing
	Conflict   Level = "conflict"   // different values
)

// Candidate is a target that was considered and not proposed.
type Candidate struct {
	TargetID string `json:"target_id"`
	Title    string `json:"title"`
	Score    Score  `json:"score"`
	// Reason says why it is not the proposal: "storage differs: 128 against 256".
	Reason string `json:"reason"`
}

// Score is a probability from 0 to 1, written with four digits so that equal catalogues are equal bytes.
type Score float64

// MarshalJSON writes the score with four digits after the point.
func (s Score) MarshalJSON() ([]byte, error) { return fixed(float64(s), 4), nil }

// Bits is a match weight in bits, written with two digits so that equal catalogues are equal bytes.
type Bits float64

// MarshalJSON writes the weight with two digits after the point.
func (b Bits) MarshalJSON() ([]byte, error) { return fixed(float64(b), 2), nil }

// fixed writes a number with a fixed count of digits after the point. What rounds to zero has no sign: "-0.00" would be
// read back as 0 and written differently the next time.
func fixed(f float64, digits int) []byte {
	text := strconv.AppendFloat(nil, f, 'f', digits, 64)
	if unsigned, ok := bytes.CutPrefix(text, []byte("-")); ok && len(bytes.Trim(unsigned, "0.")) == 0 {
		return unsigned
	}
	return text
}
