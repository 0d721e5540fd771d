package match

import "strings"

// validGTIN returns the digits of a GTIN of 8, 12, 13 or 14 digits, brought to 14 with zeros in front as GS1 does, or ""
// where the length or the check digit is wrong or nothing but the check digit is set.
func validGTIN(s string) string {
	var digits []byte
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case r != ' ' && r != '-':
			return ""
		}
	}
	switch len(digits) {
	case 8, 12, 13, 14:
	default:
		return ""
	}
	code := strings.Repeat("0", 14-len(digits)) + string(digits)
	sum, set := 0, false
	for i := range 13 {
		d := int(code[i] - '0')
		set = set || d > 0
		if i%2 == 0 {
			d *= 3 // GS1 General Specifications 7.9: weights 3 and 1, from the left of 14 digits
		}
		sum += d
	}
	if !set || (10-sum%10)%10 != int(code[13]-'0') {
		return ""
	}
	return code
}

// minCode is the fewest characters of a model code. The shortest that Xiaomi prints, such as "M2007J20CG" and "MZB07TCEU",
// have nine or more; shorter words in that field are shop-made numbers.
const minCode = 8

// modelCode returns a model or order code in upper case, or "" where the word does not look like one: too short, or
// without both letters and digits. Shops write one code in both cases ("MZB0CLNeU").
func modelCode(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	letters, digits := false, false
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			letters = true
		case r >= '0' && r <= '9':
			digits = true
		default:
			return "" // several codes in one field, or words
		}
	}
	if len(s) < minCode || !letters || !digits {
		return ""
	}
	return s
}
