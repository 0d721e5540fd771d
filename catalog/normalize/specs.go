package normalize

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// specKind is what a line of a specification table speaks of.
type specKind string

// The kinds that speclabels.csv may name.
const (
	specChipset    specKind = "chipset"
	specDisplay    specKind = "display"
	specResolution specKind = "resolution"
	specRefresh    specKind = "refresh"
	specBattery    specKind = "battery"
	specCharging   specKind = "charging"
	specCamera     specKind = "camera"
	specCameras    specKind = "cameras"
	specSelfie     specKind = "selfie"
	specNetwork    specKind = "network"
	specHeight     specKind = "height"
	specWidth      specKind = "width"
	specDepth      specKind = "depth"
	specWeight     specKind = "weight"
	specOS         specKind = "os"
	specWater      specKind = "water"
)

var specKinds = []specKind{
	specChipset, specDisplay, specResolution, specRefresh, specBattery, specCharging, specCamera, specCameras, specSelfie,
	specNetwork, specHeight, specWidth, specDepth, specWeight, specOS, specWater,
}

// implied are the kinds that a label of another kind speaks of, too: what stands under "Display" may be its resolution.
var implied = map[specKind][]specKind{
	specDisplay: {specResolution, specRefresh},
	specCamera:  {specCameras},
}

// specLabel is what a label speaks of; no kinds are none, nil ones say that it is not known.
type specLabel struct {
	kinds []specKind
	rule  string // names the row
}

func (v *Vocabulary) compileSpecLabels(rows []row) error {
	v.specLabels = map[string]specLabel{}
	for _, r := range rows {
		kinds := []specKind{} // a table of a user may take a label's kinds away
		for _, s := range r.list(1) {
			kind := specKind(s)
			if !slices.Contains(specKinds, kind) {
				return r.errorf("spec %q is none of %q", s, specKinds)
			}
			kinds = append(append(kinds, kind), implied[kind]...)
		}
		v.specLabels[phraseKey(r.cells[0])] = specLabel{kinds, r.rule(1)}
	}
	return nil
}

// allKinds are the kinds that a value without a label is read for: those that its unit or its words tell.
var allKinds = []specKind{
	specChipset, specDisplay, specResolution, specRefresh, specBattery, specCharging, specHeight, specWidth, specDepth, specOS,
	specWater,
}

// ReadSpecs reads one line of a specification table, its label and its value, into the fields that it states. A label of its
// own within the value counts more than that of the line: "Dimensions" "Weight: 186 g". A line without a label is read for
// everything that can be told by its unit. Units are converted to those of [catalog.Specs]; values that no phone or tablet
// has are left out.
func (v *Vocabulary) ReadSpecs(label, value string) catalog.Specs {
	kinds := v.labelOf(label, value).kinds
	if kinds == nil && strings.TrimSpace(label) == "" {
		kinds = allKinds
	}
	var out catalog.Specs
	value = Clean(value)
	for _, kind := range kinds {
		setSpec(&out, kind, v.specValue(kind, value))
	}
	return out
}

// labelOf returns what a line speaks of: what a label at the start of its value says, else what its own label says; nothing
// where neither is known.
func (v *Vocabulary) labelOf(label, value string) specLabel {
	if own := v.ownLabel(value); own.kinds != nil {
		return own
	}
	return v.labels.get(label, func(label string) specLabel { return v.specLabels[phraseKey(label)] })
}

// ownLabel returns what the words before the first digit or colon of a value say.
func (v *Vocabulary) ownLabel(value string) specLabel {
	start := value
	switch i := strings.IndexAny(value, labelEnds); {
	case i == 0 || i < 0 && isPlain(value):
		return specLabel{}
	case i > 0:
		start = value[:i+1]
	}
	return v.heads.get(start, func(start string) specLabel {
		s := Clean(start) // which may bring digits of other scripts to light
		return v.specLabels[phraseKey(s[:labelEnd(s)])]
	})
}

// labelEnds are the signs before which a label within a value ends.
const labelEnds = ":0123456789"

// labelEnd returns where the words before the first digit, or before the first colon, end; 0 where there is neither.
func labelEnd(s string) int { return max(strings.IndexAny(s, labelEnds), 0) }

// The forms of values. Milliampere hours may be grouped ("5,110 mAh"); inches stand before their sign or, on pages that
// count in centimetres, in brackets behind these ("16.94 cm (6.67)").
var (
	batteryForm = newForm("hH", `(?i)\b([0-9]{1,2}[.,' ]?[0-9]{3})\s?mAh\b`)
	chargeForm  = newForm("wW", `(?i)\b([0-9]{1,3})\s?W\b`)
	cameraForm  = newForm("pP", `(?i)\b([0-9]{1,3})\s?(?:MP|MPx|Mpix|M[eé]gap[ií]xel(?:s|es)?|Megapixel)\b`)
	inchForm    = newForm(".,", `(?i)\b([0-9]{1,2}[.,][0-9]{1,2})\s?(?:"|''|-?\s?inch|-?\s?in\b|-?\s?Zoll|\s?pouces|\s?pulgadas|\s?pollici)`)
	bracketForm = newForm("(", `(?i)\bcm\s?\(([0-9]{1,2}[.,][0-9]{1,2})\)`)
	pixelForm   = newForm("x×*", `\b([0-9]{3,4})\s?[x×*]\s?([0-9]{3,4})\b`)
	hertzForm   = newForm("zZ", `(?i)\b([0-9]{2,3})\s?Hz\b`)
	sizeForm    = newForm("xX×*", `(?i)\b([0-9]{2,3}(?:[.,][0-9]{1,2})?)\s?(mm|cm)?\s?[x×*]\s?([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:mm|cm)?\s?[x×*]\s?([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s?(mm|cm)`)
	lengthForm  = newForm("mM", `(?i)\b([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(mm|cm)\b`)
	weightForm  = newForm("gG", `(?i)\b([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s?(kg|g|grams?|grammes?|Gramm|gramos|grammi)\b`)
	android     = newForm("dD", `(?i)\bAndroid\s?(?:™\s?)?([0-9]{1,2})\b`)
	makersOS    = newForm("sSmM", `(?i)\b(HyperOS|MIUI|Wear OS)(?:\s?([0-9]{1,2}(?:\.[0-9])?))?`)
	ipForm      = newForm("pP", `(?i)\bIP([0-9X][0-9X]K?)\b`)
)

// What tells that a number belongs to something else.
var (
	wifi       = regexp.MustCompile(`(?i)\bwi-?fi\b|\bwlan\b`)
	wireless   = regexp.MustCompile(`(?i)wireless|sans fil|kabellos|induktiv|inalámbric|senza fili|reverse|inversée|inversa`)
	notRefresh = regexp.MustCompile(`(?i)touch|tactil|tattil|sampling|abtast|échantillon|muestreo|campionamento|PWM|dimming`)
)

// specValue reads the value of one kind from one cleaned line, in the form in which it is compared; "" where the line has none.
func (v *Vocabulary) specValue(kind specKind, s string) string {
	switch kind {
	case specChipset:
		return v.Chipset(s)
	case specDisplay:
		for _, f := range []form{inchForm, bracketForm} {
			if m := f.find(s); m != nil {
				return strings.Replace(m[1], ",", ".", 1)
			}
		}
	case specResolution:
		return resolution(s)
	case specRefresh:
		return refreshRate(s)
	case specBattery:
		if m := batteryForm.find(s); m != nil {
			return strings.Map(keepDigit, m[1])
		}
	case specCharging:
		if m := chargeForm.find(s); m != nil && !wireless.MatchString(s) {
			return m[1]
		}
	case specCamera, specSelfie:
		if m := cameraForm.find(s); m != nil {
			return m[1]
		}
	case specCameras:
		return cameras(s)
	case specNetwork:
		return string(v.networkIn(s))
	case specHeight, specWidth, specDepth:
		return length(kind, s)
	case specWeight:
		return weight(s)
	case specOS:
		return operatingSystem(s)
	case specWater:
		if m := ipForm.find(s); m != nil {
			return "IP" + strings.ToUpper(m[1])
		}
	}
	return ""
}

func keepDigit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// networkIn returns the newest mobile network that a specification line names. A line on Wi-Fi names none: its "2.4G/5G"
// are frequencies.
func (v *Vocabulary) networkIn(s string) catalog.Network {
	var newest catalog.Network
	if wifi.MatchString(s) {
		return newest
	}
	for _, t := range tokens(s) {
		newest = max(newest, v.networkWord(t.key))
	}
	return newest
}
