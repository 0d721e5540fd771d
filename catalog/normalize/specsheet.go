package normalize

import (
	"fmt"
	"slices"
	"strconv"

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

// specs reads the specification lines of the listing. Each block of lines under one label is one statement; blocks that
// disagree are a doubt, and the first is used. An accessory has none of these.
func (b *builder) specs() {
	if b.out.ProductType == catalog.Accessory {
		return
	}
	for _, f := range specFields {
		value, distinct := b.settle(f.field, b.statements(f.kind))
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

// statements returns what each block of lines says about one kind, in the order of the pages. A block is the run of lines
// under one label in one capture; pages repeat whole blocks for small screens. Of several cameras in a block the one with
// the most pixels is the main one, of several networks the newest counts; of everything else the first.
func (b *builder) statements(kind specKind) []claim {
	var out []claim
	var block string
	for _, s := range b.listing.Specs {
		if !slices.Contains(b.v.specLabels[phraseKey(s.Label.Text)], kind) {
			continue
		}
		value := b.v.specValue(kind, s.Value.Text)
		if value == "" {
			continue
		}
		id := s.Label.Text + "\x00" + s.Value.At.URL + "\x00" + s.Value.At.Time.String()
		if id != block {
			block = id
			out = append(out, claim{value, s.Value})
			continue
		}
		last := &out[len(out)-1]
		if (kind == specCamera || kind == specNetwork) && larger(value, last.value) {
			*last = claim{value, s.Value}
		}
	}
	return out
}

func larger(a, b string) bool {
	return len(a) > len(b) || len(a) == len(b) && a > b
}
