package drift

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// Contradicted returns the fields of a variant that its sources disagree about.
func Contradicted(v *catalog.Variant) []string {
	var out []string
	for _, i := range v.Issues {
		if field, ok := strings.CutSuffix(i.Code, "_conflict"); ok {
			out = append(out, cmp.Or(i.Field, field))
		}
	}
	return out
}

// steady are the fields whose values seldom change for a variant that stays. Those that our tables decide say nothing of the
// shop where the tables are other ones.
var steady = []struct {
	field string
	ours  bool
	of    func(*catalog.Variant) string
}{
	{"title", false, func(v *catalog.Variant) string { return v.Title }},
	{"color_label", false, func(v *catalog.Variant) string { return v.ColorLabel }},
	{"price", false, firstPrice},
	{"model", true, func(v *catalog.Variant) string { return v.Model }},
	{"ram_gb", true, func(v *catalog.Variant) string { return gigabytes(v.RAM) }},
	{"storage_gb", true, func(v *catalog.Variant) string { return gigabytes(v.Storage) }},
	{"color", true, func(v *catalog.Variant) string { return v.Color }},
	{"network", true, func(v *catalog.Variant) string { return string(v.Network) }},
}

// firstPrice returns the regular price of the newest offer: a sale is no change of it.
func firstPrice(v *catalog.Variant) string {
	for _, o := range v.Offers {
		if o.Price != nil {
			return o.Price.String()
		}
	}
	return ""
}

func gigabytes(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Add counts which values of a variant are other ones than before. A value that only one of the two states is not counted: the
// pages that state it are. Same says that both were read with the same tables.
func (v *Values) Add(now, before *catalog.Variant, same bool) {
	if v.Held == nil {
		v.Held, v.Changed = map[string]int{}, map[string]int{}
	}
	for _, f := range steady {
		current, last := f.of(now), f.of(before)
		if current == "" || last == "" || f.ours && !same {
			continue
		}
		v.Held[f.field]++
		if current != last {
			v.Changed[f.field]++
		}
	}
}
