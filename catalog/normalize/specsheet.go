package normalize

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// specFields names the field of a variant that each kind of specification fills.
var specFields = []struct {
	kind  specKind
	field string
}{
	{specChipset, "specs.chipset"},
	{specDisplay, "specs.display_in"},
	{specBattery, "specs.battery_mah"},
	{specCharging, "specs.charging_w"},
	{specCamera, "specs.camera_mp"},
}

// sheet is what the specification tables of a listing say: read once, since it holds for every variant.
type sheet struct {
	claims  map[specKind][]claim
	details []catalog.ProductDetail
	blocks  map[specKind]block
}

// block is a run of lines under one label in one capture; pages repeat whole blocks for small screens.
type block struct {
	label, url string
	time       time.Time
}

func (v *Vocabulary) sheet(tables []catalog.SpecTable) sheet {
	s := sheet{claims: map[specKind][]claim{}, blocks: map[specKind]block{}}
	for _, t := range tables {
		for i, d := range t.Lines {
			for _, kind := range v.kindsOf(d.Label) {
				if value := v.specValue(kind, d.Value); value != "" {
					s.claim(kind, block{d.Label, t.At.URL, t.At.Time}, claim{value, t.Value(i)})
				}
			}
		}
		if lines := folded(t.Lines); s.details == nil {
			s.details = lines
		} else {
			s.details = slices.Concat(s.details, lines) // the first lines may be the listing's
		}
	}
	return s
}

// claim notes what a line says about one kind, in the order of the pages. Of several cameras in a block the one with the
// most pixels is the main one, of several networks the newest counts; of everything else the first.
func (s *sheet) claim(kind specKind, of block, c claim) {
	claims := s.claims[kind]
	if s.blocks[kind] != of || len(claims) == 0 {
		s.blocks[kind] = of
		s.claims[kind] = append(claims, c)
		return
	}
	last := &claims[len(claims)-1]
	if (kind == specCamera || kind == specNetwork) && larger(c.value, last.value) {
		*last = c
	}
}

// folded returns lines with the white space of their words folded: lines itself where it is already.
func folded(lines []catalog.ProductDetail) []catalog.ProductDetail {
	same := true
	for i, d := range lines {
		words := catalog.ProductDetail{Label: spaced(d.Label), Value: spaced(d.Value)}
		if same && words != d {
			same, lines = false, slices.Clone(lines)
		}
		if !same {
			lines[i] = words
		}
	}
	return lines
}

// specs takes what the specification tables say. Blocks that disagree are a doubt, and the first is used. An accessory has
// a table and none of the typed fields.
func (b *builder) specs() {
	b.out.ProductDetails = b.sheet.details
	for _, t := range b.listing.Specs {
		b.note("product_detail", catalog.Quote{At: t.At}, true)
	}
	if b.out.ProductType == catalog.Accessory {
		return
	}
	for _, f := range specFields {
		value, distinct := b.settle(f.field, b.sheet.claims[f.kind])
		if len(distinct) > 1 {
			b.doubt("spec_conflict", f.field, fmt.Sprintf("the pages state different values for %s; the first is used, check the page", f.kind), distinct...)
		}
		b.setSpec(f.kind, value)
	}
}

// setSpec sets one field; value is a decimal that specValue made, or "".
func (b *builder) setSpec(kind specKind, value string) {
	if value == "" {
		return
	}
	whole, _ := strconv.Atoi(value)            //nolint:errcheck // specValue yields digits; 0 is "not stated"
	inches, _ := strconv.ParseFloat(value, 64) //nolint:errcheck // as above
	switch kind {
	case specChipset:
		b.out.Specs.Chipset = value
	case specDisplay:
		b.out.Specs.DisplayIn = inches
	case specBattery:
		b.out.Specs.BatteryMAh = whole
	case specCharging:
		b.out.Specs.ChargingW = whole
	case specCamera:
		b.out.Specs.CameraMP = whole
	case specNetwork: // a field of the variant, see builder.network
	}
}

func larger(a, b string) bool {
	return len(a) > len(b) || len(a) == len(b) && a > b
}
