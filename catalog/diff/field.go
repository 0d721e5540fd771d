package diff

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// field is one field of a record.
type field struct{ name, value string }

// fieldReader compares the fields of two records. It keeps its two lists, so that records that are equal, which nearly
// all are, cost no memory.
type fieldReader struct{ old, current []field }

// compare returns the fields that differ, sorted by name. A nil record has no fields.
func (f *fieldReader) compare(before, after Record) []FieldChange {
	f.old, f.current = appendFields(f.old[:0], before), appendFields(f.current[:0], after)
	if slices.Equal(f.old, f.current) {
		return nil
	}
	byName := func(a, b field) int { return cmp.Compare(a.name, b.name) }
	slices.SortStableFunc(f.old, byName)
	slices.SortStableFunc(f.current, byName)
	var out []FieldChange
	i, j := 0, 0
	for i < len(f.old) || j < len(f.current) {
		var c FieldChange
		inOld := j == len(f.current) || i < len(f.old) && f.old[i].name <= f.current[j].name
		inNew := i == len(f.old) || j < len(f.current) && f.current[j].name <= f.old[i].name
		if inOld {
			c.Name, c.Old = f.old[i].name, f.old[i].value
			i++
		}
		if inNew {
			c.Name, c.New = f.current[j].name, f.current[j].value
			j++
		}
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

func appendFields(fields []field, r Record) []field {
	if r == nil {
		return fields
	}
	for name, value := range r.RecordFields() {
		if value != "" {
			fields = append(fields, field{name, value})
		}
	}
	return fields
}

// Percent returns by how many per cent the value changed: −9.1 for a price that fell from "32900 GBP" to "29900 GBP". It
// is false unless both values are money of one currency and the old one is above zero.
func (f FieldChange) Percent() (percent float64, ok bool) {
	old, oldCurrency, isMoney := money(f.Old)
	current, currency, alsoMoney := money(f.New)
	if !isMoney || !alsoMoney || currency != oldCurrency || old <= 0 {
		return 0, false
	}
	return (float64(current) - float64(old)) / float64(old) * 100, true
}

// money reads "32900 GBP": minor units and an ISO 4217 code.
func money(value string) (amount int64, currency string, ok bool) {
	digits, currency, found := strings.Cut(value, " ")
	if !found || len(currency) != 3 || strings.Trim(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return 0, "", false
	}
	amount, err := strconv.ParseInt(digits, 10, 64)
	return amount, currency, err == nil
}
