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
	specChipset  specKind = "chipset"
	specDisplay  specKind = "display"
	specBattery  specKind = "battery"
	specCharging specKind = "charging"
	specCamera   specKind = "camera"
	specNetwork  specKind = "network"
)

var specKinds = []specKind{specChipset, specDisplay, specBattery, specCharging, specCamera, specNetwork}

func (v *Vocabulary) compileSpecLabels(rows []row) error {
	v.specLabels = map[string][]specKind{}
	for _, r := range rows {
		var kinds []specKind
		for _, s := range r.list(1) {
			if !slices.Contains(specKinds, specKind(s)) {
				return r.errorf("spec %q is none of %q", s, specKinds)
			}
			kinds = append(kinds, specKind(s))
		}
		v.specLabels[phraseKey(r.cells[0])] = kinds
	}
	return nil
}

// kindsOf returns what a label speaks of.
func (v *Vocabulary) kindsOf(label string) []specKind {
	return v.labels.get(label, func(label string) []specKind { return v.specLabels[phraseKey(label)] })
}

// The forms of values. Milliampere hours may be grouped ("5,110 mAh"); inches stand before their sign or, on pages that
// count in centimetres, in brackets behind these ("16.94 cm (6.67)").
var (
	batteryForm = regexp.MustCompile(`(?i)\b([0-9]{1,2}[.,' ]?[0-9]{3})\s?mAh\b`)
	chargeForm  = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s?W\b`)
	cameraForm  = regexp.MustCompile(`(?i)\b([0-9]{1,3})\s?(?:MP|MPx|Mpix|M[eé]gapixels?)\b`)
	inchForm    = regexp.MustCompile(`(?i)\b([0-9]{1,2}[.,][0-9]{1,2})\s?(?:"|''|-?\s?inch|-?\s?in\b|-?\s?Zoll|\s?pouces)`)
	bracketForm = regexp.MustCompile(`(?i)\bcm\s?\(([0-9]{1,2}[.,][0-9]{1,2})\)`)
	wifi        = regexp.MustCompile(`(?i)\bwi-?fi\b|\bwlan\b`)
	wireless    = regexp.MustCompile(`(?i)wireless|sans fil|kabellos|induktiv|reverse|inversée`)
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
	case specBattery:
		if m := batteryForm.FindStringSubmatch(s); m != nil {
			return strings.Map(keepDigit, m[1])
		}
	case specCharging:
		if m := chargeForm.FindStringSubmatch(s); m != nil && !wireless.MatchString(s) {
			return m[1]
		}
	case specCamera:
		if m := cameraForm.FindStringSubmatch(s); m != nil {
			return m[1]
		}
	case specNetwork:
		return string(v.networkIn(s))
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
