package normalize

import (
	"math"
	"strconv"
	"strings"
)

// resolution returns the pixels of a display, the longer side first.
func resolution(s string) string {
	m := pixelForm.find(s)
	if m == nil {
		return ""
	}
	if larger(m[2], m[1]) {
		m[1], m[2] = m[2], m[1]
	}
	return m[1] + "x" + m[2]
}

// refreshRate returns the first rate of a line that is not about touch or dimming.
func refreshRate(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;()|", r) })
	for _, part := range parts {
		if m := hertzForm.find(part); m != nil && !notRefresh.MatchString(part) {
			return m[1]
		}
	}
	return ""
}

// cameras returns the megapixels of all cameras of a line.
func cameras(s string) string {
	var out []string
	for _, m := range cameraForm.findAll(s) {
		out = append(out, m[1])
	}
	return strings.Join(out, "+")
}

// length returns one side in millimetres: of three joined by signs the one that the kind stands for (height, width, depth in
// this order), else the only one. A phone is from 3 to 350 mm; other lengths are something else.
func length(kind specKind, s string) string {
	if m := sizeForm.find(s); m != nil {
		side := map[specKind]int{specHeight: 1, specWidth: 3, specDepth: 4}[kind]
		return millimetres(m[side], m[5])
	}
	if all := lengthForm.findAll(s); len(all) == 1 && labelEnd(s) > 0 {
		return millimetres(all[0][1], all[0][2])
	}
	return ""
}

func millimetres(number, unit string) string {
	n := decimal(number)
	if strings.EqualFold(unit, "cm") {
		n *= 10
	}
	if n < 3 || n > 350 {
		return ""
	}
	return hundredths(n)
}

// hundredths writes a measure with at most two decimals.
func hundredths(n float64) string {
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
}

// weight returns grams. The lightest thing with a specification table weighs some grams, the heaviest tablet under 2 kg; "5G"
// is no weight.
func weight(s string) string {
	for _, m := range weightForm.findAll(s) {
		n := decimal(m[1])
		if strings.EqualFold(m[2], "kg") {
			n *= 1000
		}
		if n >= 20 && n <= 2000 {
			return hundredths(n)
		}
	}
	return ""
}

// decimal reads a number of digits with at most one point or comma.
func decimal(s string) float64 {
	n, _ := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64) //nolint:errcheck // the forms yield numbers only
	return n
}

// operatingSystem returns Android with its version, else the maker's own system.
func operatingSystem(s string) string {
	if m := android.find(s); m != nil {
		return "Android " + m[1]
	}
	m := makersOS.find(s)
	if m == nil {
		return ""
	}
	name := map[string]string{"hyperos": "HyperOS", "miui": "MIUI", "wear os": "Wear OS"}[strings.ToLower(m[1])]
	return strings.TrimSpace(name + " " + m[2])
}
