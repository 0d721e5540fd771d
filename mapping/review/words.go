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

// attribute is a merchandiser's word for a field of a variant.
func attribute(field string) string {
	switch field {
	case "product_type":
		return "kind of product"
	case "ram_gb":
		return "RAM"
	case "storage_gb":
		return "storage"
	case "color":
		return "colour"
	case "color_label":
		return "colour name"
	case "fits":
		return "made for"
	case "item_group_id":
		return "page name"
	case "specs.display_in":
		return "display"
	case "specs.battery_mah":
		return "battery"
	case "specs.charging_w":
		return "charging"
	case "specs.camera_mp":
		return "camera"
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
