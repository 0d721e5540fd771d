package mapping

import (
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Decision is what a person ruled about a variant or about its whole product, as the ledger keeps it. Of the decisions that
// concern a variant the last one holds. Lines written by hand, and those of earlier versions, lack whatever omits itself
// when empty.
type Decision struct {
	// Key is what the variant was called when the ruling was made. It is for people who look for it; the identities join.
	Key        catalog.Key        `json:"key,omitempty"`
	Source     catalog.ShopID     `json:"source"`
	Market     string             `json:"market,omitempty"`
	Identities []catalog.Identity `json:"identities"` // of the source variant, or of all variants of the product; any shared one joins
	Scope      Scope              `json:"scope"`
	// ItemGroupID is the source product that a ruling of scope product concerns.
	ItemGroupID string         `json:"item_group_id,omitempty"`
	Target      catalog.ShopID `json:"target"`
	TargetID    string         `json:"target_id,omitempty"` // what was ruled for, or what was rejected
	Ruling      Ruling         `json:"ruling"`
	Reviewer    string         `json:"reviewer,omitempty"`
	Note        string         `json:"note,omitempty"`
	DecidedAt   time.Time      `json:"decided_at,omitzero"` // when it was taken into the ledger
	// Seen digests the words that were before the reviewer: the Row hash of the row.
	Seen string `json:"seen,omitempty"`
	// Origin says what was ruled on; empty where nobody noted it.
	Origin  Origin `json:"origin,omitempty"`
	Pattern string `json:"pattern,omitempty"` // the pattern that was ruled on, where Origin says so
	From    Entry  `json:"from,omitzero"`
}

// Scope says how far a ruling reaches.
type Scope string

// The scopes.
const (
	ScopeVariant Scope = "variant"
	ScopeProduct Scope = "product" // every variant of the same item group
)

// Origin says what a person ruled on.
type Origin string

// The origins.
const (
	OriginRow     Origin = "row"     // the variant itself
	OriginProduct Origin = "product" // the product, in the row of one of its variants
	OriginPattern Origin = "pattern" // all rows that leave the same kind of doubt
)

// Entry is the place where a person wrote a ruling down.
type Entry struct {
	File   string `json:"file"`   // without its folder
	Digest string `json:"digest"` // of the file's content: "sha256:" and 64 hexadecimal digits
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell"` // "P14"
}
