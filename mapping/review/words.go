package review

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog/table"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// nothing stands where one side of a comparison states no value.
const nothing = "–"

// differences says in which attributes the two sides are at odds, or only one of them states a value:
// "colour: bronze → –; RAM: 6 GB → 8 GB". A specification or a price stated on one side only is no difference: few
// captures hold the page with the specifications, and many hold no price.
func differences(evidence []mapping.Evidence) string {
	var out []string
	for _, e := range evidence {
		if e.Level == mapping.Conflict || oneSided(e) && !strings.HasPrefix(e.Attribute, "specs.") && e.Attribute != "price" {
			out = append(out, attribute(e.Attribute)+": "+stated(e.Source)+" → "+stated(e.Target))
		}
	}
	return strings.Join(out, "; ")
}

// whatDiffers says how the two sides of a mapping differ. Where only the product is proposed, that is how its nearest SKU
// differs.
func whatDiffers(p pair) string {
	d := differences(p.Evidence)
	if d == "" && p.Status == mapping.ProductOnly && p.RunnerUp != nil {
		return "nearest SKU: " + p.RunnerUp.Reason
	}
	return d
}

// oneSided says whether exactly one side states a value.
func oneSided(e mapping.Evidence) bool {
	return e.Level == mapping.Missing && (e.Source == "") != (e.Target == "")
}

// argument tells the evidence in sentences, one for each level: "Same model, storage. Different colour (bronze / black)."
func argument(evidence []mapping.Evidence) string {
	var out []string
	for _, level := range []struct {
		level  mapping.Level
		opener string
		values bool
	}{
		{mapping.Exact, "Same", false},
		{mapping.Compatible, "Similar", true},
		{mapping.Conflict, "Different", true},
		{mapping.Missing, "Stated on one side only:", false},
	} {
		var names []string
		for _, e := range evidence {
			if e.Level != level.level || e.Level == mapping.Missing && !oneSided(e) {
				continue
			}
			name := attribute(e.Attribute)
			if level.values {
				name += " (" + stated(e.Source) + " / " + stated(e.Target) + ")"
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			out = append(out, level.opener+" "+strings.Join(names, ", ")+".")
		}
	}
	return strings.Join(out, " ")
}

// attributes are a merchandiser's words for fields of a variant whose names do not say it.
var attributes = map[string]string{
	"product_type":          "kind of product",
	"ram_gb":                "RAM",
	"storage_gb":            "storage",
	"color":                 "colour",
	"color_label":           "colour name",
	"fits":                  "made for",
	"item_group_id":         "page name",
	"specs.display_in":      "display",
	"specs.refresh_hz":      "refresh rate",
	"specs.battery_mah":     "battery",
	"specs.charging_w":      "charging",
	"specs.camera_mp":       "camera",
	"specs.cameras":         "all cameras",
	"specs.front_camera_mp": "front camera",
	"specs.height_mm":       "height",
	"specs.width_mm":        "width",
	"specs.depth_mm":        "thickness",
	"specs.weight_g":        "weight",
	"specs.os":              "operating system",
}

// attribute is a merchandiser's word for a field of a variant.
func attribute(field string) string {
	if words, ok := attributes[field]; ok {
		return words
	}
	return strings.ReplaceAll(strings.TrimPrefix(field, "specs."), "_", " ")
}

// stated is a value as the matcher words it, units included, or a mark where a side states none.
func stated(value string) string { return cmp.Or(value, nothing) }

// probability is a score as a cell, empty where none was given. What is not certain never reads as 100%.
func probability(s mapping.Score) table.Cell {
	if s == 0 {
		return table.Cell{}
	}
	return table.PercentCell(min(float64(s), 0.999))
}

// runnerUp tells what else was considered and why it was not proposed.
func runnerUp(c *mapping.Candidate) string {
	if c == nil {
		return ""
	}
	words := c.Title + ", " + probability(c.Score).String()
	if c.Reason != "" {
		words += ": " + c.Reason
	}
	return words
}

// bits tells what each comparison weighs: "model +6.2, storage +2.0, colour -12.0 (rules it out)".
func bits(evidence []mapping.Evidence) string {
	var out []string
	for _, e := range evidence {
		if e.Bits == 0 && !e.Veto {
			continue
		}
		words := fmt.Sprintf("%s %+.1f", attribute(e.Attribute), float64(e.Bits))
		if e.Veto {
			words += " (rules it out)"
		}
		out = append(out, words)
	}
	return strings.Join(out, ", ")
}

// others tells which further targets were considered, a line for each, and why none is proposed.
func others(list []mapping.Candidate) string {
	var out []string
	for i := range list {
		out = append(out, runnerUp(&list[i]))
	}
	return strings.Join(out, "\n")
}

// plain turns a code into words: "sold_twice" into "sold twice".
func plain(code string) string { return strings.ReplaceAll(code, "_", " ") }

func flags(p pair) string { return plain(p.FlagWords(", ")) }
