package catalog

import "strings"

// GTIN14 returns the digits of a GTIN of 8, 12, 13 or 14 digits, brought to 14 with zeros in front as GS1 does, or ""
// where the length or the check digit is wrong or nothing but the check digit is set.
func GTIN14(s string) string {
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
