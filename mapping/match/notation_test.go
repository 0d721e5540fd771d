package match_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
	"github.com/pocomigrate/pocomigrate/mapping/match"
)

const (
	oldShop = catalog.ShopID("po.co/uk")
	newShop = catalog.ShopID("mi.com/uk")
)

// scenario is one small catalogue of testdata/cases.txt with what is expected of it.
type scenario struct {
	name  string
	in    match.Input
	wants []want
}

// want is one expectation: its kind ("want", "why", "other"), the mapping it is about, and the rest of the line.
type want struct {
	kind, id string
	rest     []string
}

// readScenarios reads testdata/cases.txt, which says at its head how it is written.
func readScenarios(t *testing.T) []scenario {
	t.Helper()
	text, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []scenario
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if name, ok := strings.CutPrefix(line, "== "); ok {
			out = append(out, scenario{name: name, in: match.Input{Routes: []match.Route{{From: oldShop, To: newShop}}}})
			continue
		}
		if err := out[len(out)-1].add(line); err != nil {
			t.Fatalf("cases.txt:%d: %v", n, err)
		}
	}
	return out
}

func (s *scenario) add(line string) error {
	kind, rest, _ := strings.Cut(line, " ")
	fields := strings.Split(rest, "|")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	switch kind {
	case "old", "new":
		shop := oldShop
		if kind == "new" {
			shop = newShop
		}
		v, err := variant(shop, fields)
		s.in.Variants = append(s.in.Variants, v)
		return err
	case "rule":
		d := mapping.Decision{
			Source: oldShop, Target: newShop, Identities: []catalog.Identity{catalog.Identity(fields[0])},
			Ruling: mapping.Ruling(fields[1]), TargetID: fields[2], Scope: mapping.ScopeVariant,
		}
		if len(fields) > 3 {
			d.Scope, d.ItemGroupID = mapping.ScopeProduct, fields[3]
		}
		s.in.Decisions = append(s.in.Decisions, d)
	case "want", "why", "other":
		s.wants = append(s.wants, want{kind, fields[0], fields[1:]})
	default:
		return fmt.Errorf("unknown word %q", kind)
	}
	return nil
}

// variant reads "identity | model | memory | colour | field=value | …".
func variant(shop catalog.ShopID, f []string) (catalog.Variant, error) {
	for len(f) < 4 {
		f = append(f, "")
	}
	id := catalog.Identity(f[0])
	v := catalog.Variant{
		Key: catalog.NewKey(shop, "", id), Shop: shop, Identities: []catalog.Identity{id},
		ItemGroupID: strings.ToLower(strings.ReplaceAll(f[1], " ", "-")), Title: strings.Join(strings.Fields(f[1]+" "+f[2]+" "+f[3]), " "),
		Model: f[1], ProductType: catalog.Phone, ColorLabel: f[3],
	}
	if label, unread := strings.CutPrefix(f[3], "?"); unread {
		v.ColorLabel = label
	} else if words := strings.Fields(strings.ToLower(f[3])); len(words) > 0 {
		v.Color = strings.ReplaceAll(words[len(words)-1], "gray", "grey")
	}
	ram, storage, both := strings.Cut(f[2], "/")
	if !both {
		ram, storage = "", f[2]
	}
	v.RAM, _ = strconv.Atoi(ram)         //nolint:errcheck // not stated
	v.Storage, _ = strconv.Atoi(storage) //nolint:errcheck // not stated
	for _, pair := range f[4:] {
		name, value, _ := strings.Cut(pair, "=")
		if err := set(&v, name, value); err != nil {
			return v, err
		}
	}
	return v, nil
}

// set sets a field of a variant by its short name.
func set(v *catalog.Variant, name, value string) error {
	switch name {
	case "type":
		v.ProductType = catalog.ProductType(value)
	case "network":
		v.Network = catalog.Network(value)
	case "edition":
		v.Edition = value
	case "bundle":
		v.Bundle = []string{value}
	case "condition":
		v.Condition = catalog.Condition(value)
	case "lock":
		v.Issues = append(v.Issues, catalog.Issue{Code: "carrier_locked", Field: "title", Values: []string{value}})
	case "page":
		v.ItemGroupID = value
	case "title":
		v.Title = value
	case "sku":
		v.SKU = value
	case "gtin":
		v.GTIN = value
	case "mpn":
		v.MPN = value
	case "chipset":
		v.Specs.Chipset = value
	case "identity":
		v.Identities = append(v.Identities, catalog.Identity(value))
	case "unknown":
		v.Issues = append(v.Issues, catalog.Issue{Code: "unknown_model", Field: "model"})
	case "fits":
		v.ProductType, v.Model, v.Fits = catalog.Accessory, "", strings.Split(value, ", ")
	case "battery":
		n, err := strconv.Atoi(value)
		v.Specs.BatteryMAh = n
		return err
	case "pounds":
		n, err := strconv.ParseInt(value, 10, 64)
		v.Offers = []catalog.Offer{{Price: &catalog.Money{Amount: n * 100, Currency: "GBP"}}}
		return err
	default:
		return fmt.Errorf("unknown field %q", name)
	}
	return nil
}

// find returns the mapping of an identity of the old shop, or of a new target ("new 9").
func find(ms []mapping.Mapping, id string) (mapping.Mapping, bool) {
	key := string(catalog.NewKey(oldShop, "", catalog.Identity(id)))
	if target, isNew := strings.CutPrefix(id, "new "); isNew {
		key = "new " + string(newShop) + " " + target
	}
	i := slices.IndexFunc(ms, func(m mapping.Mapping) bool { return m.LineKey() == key })
	if i < 0 {
		return mapping.Mapping{}, false
	}
	return ms[i], true
}

// shown words a mapping as the cases do: "matched 9 sold_twice accepted".
func shown(m mapping.Mapping) string {
	words := []string{string(m.Status), m.TargetID}
	words = append(words, strings.Fields(m.FlagWords(" "))...)
	words = append(words, string(m.Ruling))
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
