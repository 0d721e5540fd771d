package normalize

import (
	"fmt"
	"slices"
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

// sheet is what the specification tables of a listing say: read once, since it holds for every variant.
type sheet struct {
	claims  map[specKind][]claim
	details []catalog.ProductDetail
	blocks  map[specKind]block // that the last claim of each kind stands in
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
			label := v.labelOf(d.Label, d.Value)
			if len(label.kinds) == 0 {
				continue
			}
			line := Clean(d.Value)
			for _, kind := range label.kinds {
				if value := v.specValue(kind, line); value != "" {
					s.claim(kind, block{d.Label, t.At.URL, t.At.Time}, claim{value, t.Value(i), label.rule})
				}
			}
		}
		if lines := folded(t.Lines); s.details == nil {
			s.details = lines
		} else {
			s.details = slices.Concat(s.details, lines) // the first lines may be the listing's
		}
	}
	for i, c := range s.claims[specCameras] {
		s.claims[specCameras][i].value = unrepeated(c.value)
	}
	return s
}

// claim notes what a line says about one kind, in the order of the pages. Of several cameras in a block the one with the
// most pixels is the main one, of several networks the newest counts, the rear cameras are counted up; of everything else the
// first counts.
func (s *sheet) claim(kind specKind, of block, c claim) {
	claims := s.claims[kind]
	if s.blocks[kind] != of || len(claims) == 0 {
		s.blocks[kind] = of
		s.claims[kind] = append(claims, c)
		return
	}
	last := &claims[len(claims)-1]
	switch {
	case kind == specCameras:
		last.value += "+" + c.value
	case (kind == specCamera || kind == specNetwork) && larger(c.value, last.value):
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
		b.note("product_detail", catalog.Quote{At: t.At}, true, ruleFolded)
	}
	if b.out.ProductType == catalog.Accessory {
		return
	}
	for _, f := range specFields {
		value, distinct := b.settle(f.field, b.sheet.claims[f.kind])
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
	switch kind {
	case specChipset:
		specs.Chipset = value
	case specDisplay:
		specs.DisplayIn = decimal(value)
	case specResolution:
		specs.Resolution = value
	case specRefresh:
		specs.RefreshHz = int(decimal(value))
	case specBattery:
		specs.BatteryMAh = int(decimal(value))
	case specCharging:
		specs.ChargingW = int(decimal(value))
	case specCamera:
		specs.CameraMP = int(decimal(value))
	case specCameras:
		specs.Cameras = value
	case specSelfie:
		specs.SelfieMP = int(decimal(value))
	case specHeight:
		specs.HeightMM = decimal(value)
	case specWidth:
		specs.WidthMM = decimal(value)
	case specDepth:
		specs.DepthMM = decimal(value)
	case specWeight:
		specs.WeightG = decimal(value)
	case specOS:
		specs.OS = value
	case specWater:
		specs.Water = value
	case specNetwork: // a field of the variant, see builder.network
	}
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
