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

// RestrictedGTIN says why a GTIN of 14 digits, as [GTIN14] returns it, names no article that is sold to people, in words
// that follow the code; "" where it may. The ranges are those that GS1 keeps for numbers inside a company or region and for
// coupons (GS1 General Specifications 1.4), the rules those of Google Merchant (support.google.com/merchants/answer/6324461).
func RestrictedGTIN(gtin14 string) string {
	if len(gtin14) != 14 {
		return ""
	}
	prefix := gtin14[1:4]
	short := strings.HasPrefix(gtin14, "000000") // a GTIN-8
	switch {
	case strings.Trim(strings.TrimLeft(gtin14, "0"), gtin14[13:]) == "":
		return "is one digit over and over"
	case gtin14[0] != '0':
		return "is that of a carton, not of the article in it"
	case short && (gtin14[6] == '0' || gtin14[6] == '2'):
		return "is in a range for numbers inside a company"
	case strings.HasPrefix(prefix, "02"), strings.HasPrefix(prefix, "04"), prefix[0] == '2':
		return "is in a range for numbers inside a company or region"
	case strings.HasPrefix(prefix, "05"), prefix >= "981" && prefix <= "984", strings.HasPrefix(prefix, "99"):
		return "is in a range for coupons"
	}
	return ""
}
