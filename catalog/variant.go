package catalog

import "time"

// Variant is one row of a listing understood: typed values in one vocabulary for all shops, named on disk after
// schema.org and the Google Merchant product data specification where these have a name. A zero or empty field means
// that no shop stated the value.
type Variant struct {
	Key         Key        `json:"key"`
	Shop        ShopID     `json:"shop"`
	Market      string     `json:"market,omitempty"` // the region sold to, for a shop that serves several
	Identities  []Identity `json:"identities"`       // every one the shop states; the key holds the first
	ItemGroupID string     `json:"item_group_id"`    // the slug
	Link        string     `json:"link"`             // canonical address of the product's page
	Title       string     `json:"title"`            // the shop's words, spaces folded

	Brand       string      `json:"brand,omitempty"`        // "POCO" for every product of the brand, whatever the markup says
	Model       string      `json:"model,omitempty"`        // canonical product name from our product lines: "POCO M4 Pro 5G"
	ProductType ProductType `json:"product_type,omitempty"` // what kind of thing it is
	Fits        []string    `json:"fits,omitempty"`         // for an accessory: the models it is made for, sorted
	Network     Network     `json:"network,omitempty"`
	RAM         int         `json:"ram_gb,omitempty"`
	Storage     int         `json:"storage_gb,omitempty"`
	Color       string      `json:"color,omitempty"`       // our basic colour: "black", "blue", "titanium"
	ColorLabel  string      `json:"color_label,omitempty"` // the shop's word for it
	Edition     string      `json:"edition,omitempty"`     // "Iron Man Edition"; an edition is a product of its own
	Bundle      []string    `json:"bundle,omitempty"`      // what is sold with it, in the shop's words, sorted
	Condition   Condition   `json:"condition,omitempty"`

	SKU  string `json:"sku,omitempty"`
	GTIN string `json:"gtin,omitempty"`
	MPN  string `json:"mpn,omitempty"`

	ImageLink string  `json:"image_link,omitempty"`
	Offers    []Offer `json:"offers,omitempty"` // in the order of their captures, newest first
	Specs     Specs   `json:"specs,omitzero"`
	// ProductDetails is the shop's own specification table, in its order; a label may stand on several lines.
	ProductDetails []ProductDetail `json:"product_detail,omitempty"`
	Issues         []Issue         `json:"issues,omitempty"` // sorted by code, then field
}

// LineKey orders the lines of variants.jsonl; it is unique within a snapshot.
func (v Variant) LineKey() string { return string(v.Key) }

// Offer is a price and an availability that a shop stated for a variant.
type Offer struct {
	Price        *Money       `json:"price,omitempty"`      // the regular price
	SalePrice    *Money       `json:"sale_price,omitempty"` // only when lower than Price
	Availability Availability `json:"availability,omitempty"`
	// Captured is when the page was captured. It is kept in sources.jsonl, not beside the offer, so that a catalogue that
	// did not change is stored as the same bytes.
	Captured time.Time `json:"-"`
}

// Specs are the specifications that tell look-alike products apart, typed, each in the unit that its name says.
type Specs struct {
	Chipset    string  `json:"chipset,omitempty"` // maker and name, such as "Snapdragon 8s Gen 3", trademark signs dropped
	DisplayIn  float64 `json:"display_in,omitempty"`
	Resolution string  `json:"resolution,omitempty"` // pixels, the longer side first: "2712x1220"
	RefreshHz  int     `json:"refresh_hz,omitempty"` // the highest refresh rate of the display
	BatteryMAh int     `json:"battery_mah,omitempty"`
	ChargingW  int     `json:"charging_w,omitempty"`
	CameraMP   int     `json:"camera_mp,omitempty"`       // main rear camera, megapixels
	Cameras    string  `json:"cameras,omitempty"`         // megapixels of all rear cameras, in the page's order: "64+8+2"
	SelfieMP   int     `json:"front_camera_mp,omitempty"` // front camera, megapixels
	HeightMM   float64 `json:"height_mm,omitempty"`
	WidthMM    float64 `json:"width_mm,omitempty"`
	DepthMM    float64 `json:"depth_mm,omitempty"`
	WeightG    float64 `json:"weight_g,omitempty"`
	OS         string  `json:"os,omitempty"`               // "Android 14", or the maker's system where only that is stated
	Water      string  `json:"water_resistance,omitempty"` // protection class of IEC 60529: "IP54"
}

// ProductDetail is one line of a shop's specification table, in its own words; the names on disk are those of the Merchant
// specification.
type ProductDetail struct {
	Label string `json:"attribute_name"`
	Value string `json:"attribute_value"`
}

// ProductType says what kind of thing a variant is.
type ProductType string

// The product types. A bundle has the type of its main part and a non-empty Variant.Bundle.
const (
	Phone     ProductType = "phone"
	Tablet    ProductType = "tablet"
	Audio     ProductType = "audio"
	Wearable  ProductType = "wearable"
	Accessory ProductType = "accessory" // made for another product: case, charger, glass
)

// Network is the newest mobile network that a device uses.
type Network string

// The networks. None is stated for a device without a modem; an empty Network is unknown.
const (
	Network4G   Network = "4G"
	Network5G   Network = "5G"
	NetworkNone Network = "none"
)

// Condition is the state of the goods, in the words of the Merchant specification.
type Condition string

// The conditions.
const (
	ConditionNew         Condition = "new"
	ConditionRefurbished Condition = "refurbished"
	ConditionUsed        Condition = "used"
)

// Availability says whether the offer could be bought, in the words of the Merchant specification.
type Availability string

// The availabilities.
const (
	InStock    Availability = "in_stock"
	OutOfStock Availability = "out_of_stock"
	Preorder   Availability = "preorder"
	Backorder  Availability = "backorder"
)
