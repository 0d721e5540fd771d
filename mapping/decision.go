package mapping

import (
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Decision is one line of the ledger: what a person ruled about a variant or about its whole product. Lines are only ever
// appended; the last one that concerns a variant holds.
type Decision struct {
	Source     catalog.ShopID     `json:"source"`
	Market     string             `json:"market,omitempty"`
	Identities []catalog.Identity `json:"identities"` // of the source variant; any shared one joins
	Scope      Scope              `json:"scope"`
	// ItemGroupID is the source product that a ruling of scope product concerns.
	ItemGroupID string         `json:"item_group_id,omitempty"`
	Target      catalog.ShopID `json:"target"`
	TargetID    string         `json:"target_id,omitempty"` // what was ruled for, or what was rejected
	Ruling      Ruling         `json:"ruling"`
	Reviewer    string         `json:"reviewer,omitempty"`
	Note        string         `json:"note,omitempty"`
	DecidedAt   time.Time      `json:"decided_at,omitzero"`
}

// Scope says how far a ruling reaches.
type Scope string

// The scopes.
const (
	ScopeVariant Scope = "variant"
	ScopeProduct Scope = "product" // every variant of the same item group
)
