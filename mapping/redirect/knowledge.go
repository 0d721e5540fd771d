package redirect

import "github.com/pocomigrate/pocomigrate/catalog"

// Kind is what a page is for, as the shops' profiles and the policy name it.
type Kind string

// The kinds of page. Home, Listing and Error are kinds of new pages, too.
const (
	Product Kind = "product" // presents one product
	Specs   Kind = "specs"   // its specifications
	Buy     Kind = "buy"     // sells it, or one row of it
	Listing Kind = "listing" // lists products
	Home    Kind = "home"    // a shop's front page
	Series  Kind = "series"  // presents a line of products
	Support Kind = "support" // helps with a product
	Legal   Kind = "legal"   // says what people may expect: warranty, terms
	Detail  Kind = "detail"  // data for programs
	Price   Kind = "price"   // data for programs
	Other   Kind = "other"   // on the shop's site, and of no known kind
	Error   Kind = "error"   // says that there is no such page
)

// Page is what an address is to the old shops.
type Page struct {
	Address Address // folded
	Shop    catalog.ShopID
	Market  string // where the shop serves several
	Region  string // the region that the page was for
	Kind    Kind
	Slug    string // the product it speaks of, where it speaks of one
	Item    string // the item number that the query names, where it does
	Open    bool   // the shop still answers
}

// NewShop is a shop that takes the place of an old one in a region.
type NewShop struct {
	ID     catalog.ShopID
	Region string
	Home   string // address of its front page
	Hub    string // address of the page that lists its Poco products
	Specs  string // address of a product's specifications, with {slug}; empty where it has none
}

// Knowledge says what addresses are. Its answers do not change.
type Knowledge interface {
	// Old says what an address is to the old shops. Without a shop the reason says why it is of none, and the page's address
	// is as good as could be read.
	Old(address string) (Page, Reason)
	// New returns the shop to which the market of an old shop moves, and false where no route is known.
	New(shop catalog.ShopID, market string) (NewShop, bool)
	// Place says of an address anywhere which region it is for ("" where it does not say), what kind of page it is as far as
	// the new shops tell (else ""), and whether it lies on a site of the new shops.
	Place(address string) (region string, kind Kind, isNew bool)
	// Hosts returns the hosts of the old shops without "www.", sorted, each with its spellings.
	Hosts() []Host
}

// Host is a host of the old shops.
type Host struct {
	Name      string   // without "www."
	Spellings []string // all under which it answered, the usual one first
}

// Reason is a stable code for why an address has its state.
type Reason string

// The reasons.
const (
	ByMapping   Reason = "mapping"      // what takes its product's place
	ByPolicy    Reason = "policy"       // a row of the policy
	ByHand      Reason = "existing"     // a redirect that was in place
	Unsettled   Reason = "unsettled"    // the mapping waits for a person
	Split       Reason = "split"        // its variants go to several products
	NoTarget    Reason = "no_address"   // the target has no address in the snapshot
	NotCaptured Reason = "not_captured" // nothing is known of its product
	NoRoute     Reason = "no_route"     // no new shop is known for its region
	NoShop      Reason = "no_shop"      // on an old host, in a region without a profile
	OldGone     Reason = "old_gone"     // the old shop itself had no such page
	OddQuery    Reason = "query"        // its query cannot be the key of a rule
	Foreign     Reason = "foreign"      // of no old shop
	Furniture   Reason = "furniture"    // a script, a style, a font, a picture, a probe
	NoPage      Reason = "no_page"      // no web address
)
