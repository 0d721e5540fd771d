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

func (v *Vocabulary) compileSpecLabels(rows []row) error {
	v.specLabels = map[string][]specKind{}
	for _, r := range rows {
		var kinds []specKind
		for _, s := range r.list(1) {
			kind := specKind(s)
			if !slices.Contains(specKinds, kind) {
				return r.errorf("spec %q is none of %q", s, specKinds)
			}
			kinds = append(append(kinds, kind), implied[kind]...)
		}
		v.specLabels[phraseKey(r.cells[0])] = kinds
	}
	return nil
}

// ReadSpecs reads one line of a specification table, its label and its value, into the fields that it states. A label of its
// own within the value counts more than that of the line: "Dimensions" "Weight: 186 g". A line without a label is read for
// everything that can be told by its unit. Units are converted to those of [catalog.Specs]; values that no phone or tablet
// has are left out.
func (v *Vocabulary) ReadSpecs(label, value string) catalog.Specs {
	kinds := v.specLabels[phraseKey(label)]
	if strings.TrimSpace(label) == "" {
		kinds = []specKind{
			specChipset, specDisplay, specResolution, specRefresh, specBattery, specCharging, specHeight, specWidth, specDepth,
			specOS, specWater,
		}
	}
	var out catalog.Specs
	for _, kind := range v.kindsOf(kinds, value) {
		setSpec(&out, kind, v.specValue(kind, value))
	}
	return out
}

// kindsOf returns what a value speaks of: what a label at its start says, else the kinds of its line.
func (v *Vocabulary) kindsOf(kinds []specKind, value string) []specKind {
	head := strings.TrimRight(strings.TrimRight(Clean(value)[:labelEnd(Clean(value))], " "), ":")
	if own, ok := v.specLabels[phraseKey(head)]; ok && head != "" {
		return own
	}
	return kinds
}

// labelEnd returns where the words before the first digit, or before the first colon, end.
func labelEnd(s string) int {
	if i := strings.IndexAny(s, ":0123456789"); i >= 0 {
		return i
	}
	return 0
}

// The forms of values. Milliampere hours may be grouped ("5,110 mAh"); inches stand before their sign or, on pages that
// count in centimetres, in brackets behind these ("16.94 cm (6.67)").
var (
	batteryForm = regexp.MustCompile(`(?i)\b([0-9]{1,2}[.,' ]?[0-9]{3})\s?mAh\b`)
	chargeForm  = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s?W\b`)
	cameraForm  = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s?(?:MP|MPx|Mpix|M[eé]gap[ií]xel(?:s|es)?|Megapixel)\b`)
	inchForm    = regexp.MustCompile(`(?i)\b([0-9]{1,2}[.,][0-9]{1,2})\s?(?:"|''|-?\s?inch|-?\s?in\b|-?\s?Zoll|\s?pouces|\s?pulgadas|\s?pollici)`)
	bracketForm = regexp.MustCompile(`(?i)\bcm\s?\(([0-9]{1,2}[.,][0-9]{1,2})\)`)
	wifi        = regexp.MustCompile(`(?i)\bwi-?fi\b|\bwlan\b`)
	wireless    = regexp.MustCompile(`(?i)wireless|sans fil|kabellos|induktiv|inalámbric|senza fili|reverse|inversée|inversa`)

	pixelForm  = regexp.MustCompile(`\b([0-9]{3,4})\s?[x×*]\s?([0-9]{3,4})\b`)
	hertzForm  = regexp.MustCompile(`(?i)\b([0-9]{2,3})\s?Hz\b`)
	notRefresh = regexp.MustCompile(`(?i)touch|tactil|tattil|sampling|abtast|échantillon|muestreo|campionamento|PWM|dimming`)
	sizeForm   = regexp.MustCompile(`(?i)\b([0-9]{2,3}(?:[.,][0-9]{1,2})?)\s?(mm|cm)?\s?[x×*]\s?([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(?:mm|cm)?\s?[x×*]\s?([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s?(mm|cm)`)
	lengthForm = regexp.MustCompile(`(?i)\b([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?(mm|cm)\b`)
	weightForm = regexp.MustCompile(`(?i)\b([0-9]{1,4}(?:[.,][0-9]{1,3})?)\s?(kg|g|grams?|grammes?|Gramm|gramos|grammi)\b`)
	android    = regexp.MustCompile(`(?i)\bAndroid\s?(?:™\s?)?([0-9]{1,2})\b`)
	makersOS   = regexp.MustCompile(`(?i)\b(HyperOS|MIUI|Wear OS)(?:\s?([0-9]{1,2}(?:\.[0-9])?))?`)
	ipForm     = regexp.MustCompile(`(?i)\bIP([0-9X][0-9X]K?)\b`)
)

// specValue reads the value of one kind from one line, in the form in which it is compared; "" where the line has none.
func (v *Vocabulary) specValue(kind specKind, line string) string {
	s := Clean(line)
	switch kind {
	case specChipset:
		return v.Chipset(s)
	case specDisplay:
		for _, form := range []*regexp.Regexp{inchForm, bracketForm} {
			if m := form.FindStringSubmatch(s); m != nil {
				return strings.Replace(m[1], ",", ".", 1)
			}
		}
	case specResolution:
		return resolution(s)
	case specRefresh:
		return refreshRate(s)
	case specBattery:
		if m := batteryForm.FindStringSubmatch(s); m != nil {
			return strings.Map(keepDigit, m[1])
		}
	case specCharging:
		if m := chargeForm.FindStringSubmatch(s); m != nil && !wireless.MatchString(s) {
			return m[1]
		}
	case specCamera, specSelfie:
		if m := cameraForm.FindStringSubmatch(s); m != nil {
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
		if m := ipForm.FindStringSubmatch(s); m != nil {
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
