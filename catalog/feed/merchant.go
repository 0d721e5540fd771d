package feed

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// The attributes of a feed, in the order in which they are written: those of the Google Merchant product data specification
// (support.google.com/merchants/answer/7052112, read 2026-11) that a variant can hold. A variant keeps no description and
// one image; identifier_exists is left to Merchant, since "no" says that the maker gave no number, which nobody told us.
const (
	attrID           = "id"
	attrTitle        = "title"
	attrLink         = "link"
	attrImage        = "image_link"
	attrAvailability = "availability"
	attrPrice        = "price"
	attrSalePrice    = "sale_price"
	attrBrand        = "brand"
	attrGTIN         = "gtin"
	attrMPN          = "mpn"
	attrGroup        = "item_group_id"
	attrColor        = "color"
	attrSize         = "size"
	attrCondition    = "condition"
	attrType         = "product_type"
	attrBundle       = "is_bundle"
	attrDetail       = "product_detail"
)

// MerchantAttributes returns the names of the attributes that a feed has, in their order.
func MerchantAttributes() []string {
	return []string{
		attrID, attrTitle, attrLink, attrImage, attrAvailability, attrPrice, attrSalePrice, attrBrand, attrGTIN, attrMPN,
		attrGroup, attrColor, attrSize, attrCondition, attrType, attrBundle, attrDetail,
	}
}

// required are the attributes without which Merchant shows no item.
var required = []string{attrLink, attrImage, attrAvailability, attrPrice, attrBrand}

// limits are the greatest lengths of attributes, in characters, by the specification.
var limits = map[string]int{
	attrID: 50, attrTitle: 150, attrLink: 2000, attrImage: 2000, attrBrand: 70, attrMPN: 70, attrColor: 100, attrSize: 100, attrType: 750,
}

// The limits of product_detail (answer/9218260, read 2026-11): characters of a label and of a value, lines of an item.
const (
	maxLabel   = 140
	maxValue   = 1000
	maxDetails = 1000
)

// Fault is a rule of the specification that an item breaks.
type Fault struct {
	Key       catalog.Key
	Attribute string
	Rule      string // what is wrong, in words that follow the attribute's name
	// ItemLost says that the whole item is left out, since its id or title cannot be written; else only the value is.
	ItemLost bool
}

// String says which item breaks which rule.
func (f Fault) String() string {
	text := fmt.Sprintf("%s: %s %s", f.Key, f.Attribute, f.Rule)
	if f.ItemLost {
		text += "; the item is left out"
	}
	return text
}

// Item is one row of a feed: the values of its attributes by name, each fit to be written. Details are the lines of
// product_detail.
type Item struct {
	values  map[string]string
	details []catalog.ProductDetail
}

// Value returns the value of an attribute, "" where it has none.
func (i Item) Value(attribute string) string { return i.values[attribute] }

// MerchantItems turns the variants of one shop and market into the items of a feed, in their order, and checks them by the
// rules of the specification. A value that breaks a rule is left out, and an item without an id or a title is left out
// whole; each is a fault. The offer is the variant's newest. Digits returns how many minor digits a currency has.
func MerchantItems(variants []catalog.Variant, digits func(currency string) int) ([]Item, []Fault) {
	c := checking{ids: map[string]catalog.Key{}, groups: map[string]string{}, digits: digits}
	for i := range variants {
		c.variant(&variants[i])
	}
	return c.items, c.faults
}

// checking is what is known while the items of a feed are checked.
type checking struct {
	digits func(string) int
	ids    map[string]catalog.Key // in use
	groups map[string]string      // spelling of a group by its form without case
	items  []Item
	faults []Fault

	key   catalog.Key // of the variant at hand
	item  Item
	first int // of its faults
}

func (c *checking) fault(attribute, format string, args ...any) {
	c.faults = append(c.faults, Fault{Key: c.key, Attribute: attribute, Rule: fmt.Sprintf(format, args...)})
}

// lose says that the item at hand is left out for its last fault.
func (c *checking) lose() { c.faults[len(c.faults)-1].ItemLost = true }

func (c *checking) variant(v *catalog.Variant) {
	c.key, c.item, c.first = v.Key, Item{values: map[string]string{}}, len(c.faults)
	id := v.Key.Identity().Value()
	if !c.put(attrID, id) || !c.put(attrTitle, v.Title) {
		c.lose()
		return
	}
	if other, taken := c.ids[id]; taken {
		c.fault(attrID, "%s is that of %s, too", id, other)
		c.lose()
		return
	}
	c.ids[id] = v.Key
	c.address(attrLink, v.Link)
	c.address(attrImage, v.ImageLink)
	if len(v.Offers) > 0 {
		c.offer(v.Offers[0])
	}
	c.optional(attrBrand, v.Brand)
	c.optional(attrMPN, v.MPN)
	c.gtin(v.GTIN)
	c.group(v.ItemGroupID)
	color := v.ColorLabel
	if color == "" {
		color = v.Color
	}
	c.optional(attrColor, color)
	c.optional(attrSize, memory(v))
	c.optional(attrType, string(v.ProductType))
	c.condition(v.Condition)
	if len(v.Bundle) > 0 {
		c.item.values[attrBundle] = "yes"
	}
	c.detail(v.ProductDetails)
	for _, attribute := range required {
		if c.item.values[attribute] == "" && !c.complained(attribute) {
			c.fault(attribute, "is required, and not stated")
		}
	}
	c.items = append(c.items, c.item)
}

// complained reports whether the variant at hand has a fault in an attribute already.
func (c *checking) complained(attribute string) bool {
	return slices.ContainsFunc(c.faults[c.first:], func(f Fault) bool { return f.Attribute == attribute })
}

// put sets an attribute, unless its value is empty, too long or holds what would end its cell.
func (c *checking) put(attribute, value string) bool {
	n, limit := utf8.RuneCountInString(value), limits[attribute]
	switch {
	case value == "":
		c.fault(attribute, "is required, and not stated")
	case strings.ContainsFunc(value, unicode.IsControl), !utf8.ValidString(value):
		c.fault(attribute, "holds a tab, a line break or another character that is no text")
	case limit > 0 && n > limit:
		c.fault(attribute, "has %d characters, and may have %d", n, limit)
	default:
		c.item.values[attribute] = value
		return true
	}
	return false
}

func (c *checking) optional(attribute, value string) {
	if value != "" {
		c.put(attribute, value)
	}
}

func (c *checking) address(attribute, value string) {
	switch {
	case value == "":
	case !strings.HasPrefix(value, "https://"):
		c.fault(attribute, "is no https address: %s", value)
	default:
		c.put(attribute, value)
	}
}

func (c *checking) offer(o catalog.Offer) {
	switch o.Availability {
	case "":
	case catalog.InStock, catalog.OutOfStock:
		c.item.values[attrAvailability] = string(o.Availability)
	case catalog.Preorder, catalog.Backorder:
		c.fault(attrAvailability, "is %s, which needs an availability_date, and none is known", o.Availability)
	default:
		c.fault(attrAvailability, "is %s, and must be in_stock, out_of_stock, preorder or backorder", o.Availability)
	}
	priced := o.Price != nil && c.price(attrPrice, o.Price)
	switch {
	case o.SalePrice == nil:
	case !priced:
		c.fault(attrSalePrice, "stands without a price")
	case o.SalePrice.Currency != o.Price.Currency || o.SalePrice.Amount >= o.Price.Amount:
		c.fault(attrSalePrice, "is %s, which is not below the price of %s", c.money(o.SalePrice), c.money(o.Price))
	default:
		c.price(attrSalePrice, o.SalePrice)
	}
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func (c *checking) price(attribute string, m *catalog.Money) bool {
	switch {
	case m.Amount <= 0:
		c.fault(attribute, "is %s, and must be above zero", c.money(m))
	case !currencyCode.MatchString(m.Currency):
		c.fault(attribute, "is in %q, which is no ISO 4217 code", m.Currency)
	default:
		c.item.values[attribute] = c.money(m)
		return true
	}
	return false
}

// money writes an amount as "199.00 EUR".
func (c *checking) money(m *catalog.Money) string {
	digits := max(c.digits(m.Currency), 0)
	sign, amount := "", strconv.FormatInt(m.Amount, 10)
	if m.Amount < 0 {
		sign, amount = "-", amount[1:]
	}
	amount = strings.Repeat("0", max(0, digits+1-len(amount))) + amount
	if at := len(amount) - digits; digits > 0 {
		amount = amount[:at] + "." + amount[at:]
	}
	return sign + amount + " " + m.Currency
}

func (c *checking) gtin(code string) {
	if code == "" {
		return
	}
	full := catalog.GTIN14(code)
	if full == "" {
		c.fault(attrGTIN, "%s has a wrong length or check digit", code)
		return
	}
	if why := catalog.RestrictedGTIN(full); why != "" {
		c.fault(attrGTIN, "%s %s", code, why)
		return
	}
	c.item.values[attrGTIN] = code
}

var groupID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,50}$`)

// group sets the item group. Merchant does not tell groups apart that differ in case only.
func (c *checking) group(id string) {
	if id == "" {
		return
	}
	if !groupID.MatchString(id) {
		c.fault(attrGroup, "%s is not 1 to 50 letters, digits, _ and - of ASCII", id)
		return
	}
	folded := strings.ToLower(id)
	if spelled, known := c.groups[folded]; known && spelled != id {
		c.fault(attrGroup, "%s differs from %s in case only, and both would be one group", id, spelled)
		return
	}
	c.groups[folded] = id
	c.item.values[attrGroup] = id
}

func (c *checking) condition(condition catalog.Condition) {
	switch condition {
	case "":
	case catalog.ConditionNew, catalog.ConditionRefurbished, catalog.ConditionUsed:
		c.item.values[attrCondition] = string(condition)
	default:
		c.fault(attrCondition, "is %s, and must be new, refurbished or used", condition)
	}
}

// memory writes RAM and storage for the attribute size, the axis by which Merchant tells variants apart that differ in
// them; it has none for memory.
func memory(v *catalog.Variant) string {
	var parts []string
	if v.RAM > 0 {
		parts = append(parts, strconv.Itoa(v.RAM)+"GB")
	}
	switch {
	case v.Storage >= 1024 && v.Storage%1024 == 0:
		parts = append(parts, strconv.Itoa(v.Storage/1024)+"TB")
	case v.Storage > 0:
		parts = append(parts, strconv.Itoa(v.Storage)+"GB")
	case v.RAM > 0:
		parts[0] += " RAM"
	}
	return strings.Join(parts, "+")
}

// detail takes the lines of a specification table. Line breaks in it are spaces to Merchant.
func (c *checking) detail(lines []catalog.ProductDetail) {
	for i, d := range lines {
		if i == maxDetails {
			c.fault(attrDetail, "has %d lines, and may have %d", len(lines), maxDetails)
			return
		}
		d.Label, d.Value = strings.Join(strings.Fields(d.Label), " "), strings.Join(strings.Fields(d.Value), " ")
		switch {
		case d.Label == "" || d.Value == "":
			c.fault(attrDetail, "%d has no label or no value", i+1)
		case strings.ContainsFunc(d.Label+d.Value, unicode.IsControl), !utf8.ValidString(d.Label + d.Value):
			c.fault(attrDetail, "%d holds a character that is no text", i+1)
		case utf8.RuneCountInString(d.Label) > maxLabel || utf8.RuneCountInString(d.Value) > maxValue:
			c.fault(attrDetail, "%d is longer than %d characters of label and %d of value", i+1, maxLabel, maxValue)
		default:
			c.item.details = append(c.item.details, d)
		}
	}
}
