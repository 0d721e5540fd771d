package normalize

import (
	"fmt"
	"slices"

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
	{specResolution, "specs.resolution"},
	{specRefresh, "specs.refresh_hz"},
	{specCameras, "specs.cameras"},
	{specSelfie, "specs.front_camera_mp"},
	{specHeight, "specs.height_mm"},
	{specWidth, "specs.width_mm"},
	{specDepth, "specs.depth_mm"},
	{specWeight, "specs.weight_g"},
	{specOS, "specs.os"},
	{specWater, "specs.water_resistance"},
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
		setSpec(&b.out.Specs, f.kind, value)
	}
}

// setSpec sets one field; value is what specValue made, or "".
func setSpec(specs *catalog.Specs, kind specKind, value string) {
	if value == "" {
		return
	}
	number := decimal(value)
	switch kind {
	case specChipset:
		specs.Chipset = value
	case specDisplay:
		specs.DisplayIn = number
	case specResolution:
		specs.Resolution = value
	case specRefresh:
		specs.RefreshHz = int(number)
	case specBattery:
		specs.BatteryMAh = int(number)
	case specCharging:
		specs.ChargingW = int(number)
	case specCamera:
		specs.CameraMP = int(number)
	case specCameras:
		specs.Cameras = value
	case specSelfie:
		specs.SelfieMP = int(number)
	case specHeight:
		specs.HeightMM = number
	case specWidth:
		specs.WidthMM = number
	case specDepth:
		specs.DepthMM = number
	case specWeight:
		specs.WeightG = number
	case specOS:
		specs.OS = value
	case specWater:
		specs.Water = value
	case specNetwork: // a field of the variant, see builder.network
	}
}

// statements returns what each block of lines says about one kind, in the order of the pages. A block is the run of lines
// under one label in one capture; pages repeat whole blocks for small screens. Of several cameras in a block the one with
// the most pixels is the main one, of several networks the newest counts, the rear cameras are counted up; of everything else
// the first counts.
func (b *builder) statements(kind specKind) []claim {
	var out []claim
	var block string
	for _, s := range b.listing.Specs {
		if !slices.Contains(b.v.kindsOf(b.v.specLabels[phraseKey(s.Label.Text)], s.Value.Text), kind) {
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
		if kind == specCameras {
			last.value += "+" + value
			continue
		}
		if (kind == specCamera || kind == specNetwork) && larger(value, last.value) {
			*last = claim{value, s.Value}
		}
	}
	for i := range out {
		if kind == specCameras {
			out[i].value = unrepeated(out[i].value)
		}
	}
	return out
}

// unrepeated returns the first half of a list whose halves are equal: pages show a block once more for small screens.
func unrepeated(list string) string {
	half := len(list) / 2
	if len(list)%2 == 1 && list[:half] == list[half+1:] && list[half] == '+' {
		return list[:half]
	}
	return list
}

func larger(a, b string) bool {
	return len(a) > len(b) || len(a) == len(b) && a > b
}
