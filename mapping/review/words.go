package review

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
	"github.com/pocomigrate/pocomigrate/mapping"
)

// nothing stands where one side of a comparison states no value.
const nothing = "–"

// title names a variant in the shop's own words, with the memory and colour that those words leave out.
func title(v *catalog.Variant) string {
	if v == nil {
		return ""
	}
	parts := []string{v.Title}
	said := strings.ToLower(v.Title)
	storage := strconv.Itoa(v.Storage)
	if v.Storage >= 1024 {
		storage = strconv.Itoa(v.Storage/1024) + "tb"
	}
	if v.Storage > 0 && !strings.Contains(strings.ReplaceAll(said, " ", ""), storage) {
		parts = append(parts, v.Memory())
	}
	for _, word := range append([]string{v.ColorLabel, v.Edition}, v.Bundle...) {
		if word != "" && !strings.Contains(said, strings.ToLower(word)) {
			parts = append(parts, word)
		}
	}
	return strings.Join(parts, " · ")
}

// targetTitle names what a mapping leads to: a variant, or the product alone.
func targetTitle(p pair) string {
	switch {
	case p.new == nil:
		return ""
	case targetIdentity(p.TargetID).Kind() == "slug" && p.new.Key.Identity().Kind() != "slug":
		if p.new.Model != "" {
			return p.new.Model + " (the product's page)"
		}
		return p.new.Title + " (the product's page)"
	}
	return title(p.new)
}

func link(v *catalog.Variant) string {
	if v == nil {
		return ""
	}
	return v.Link
}

// address is a link's words where the address itself is wanted.
func address(url string) string {
	return strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://"), "www.")
}

// differences says in which attributes the two sides are at odds, or only one of them states a value:
// "colour: bronze → –; RAM: 6 GB → 8 GB". A specification or a price stated on one side only is no difference: few
// captures hold the page with the specifications, and many hold no price.
func differences(evidence []mapping.Evidence) string {
	var out []string
	for _, e := range evidence {
		if e.Level == mapping.Conflict || oneSided(e) && !strings.HasPrefix(e.Attribute, "specs.") && e.Attribute != "price" {
			out = append(out, attribute(e.Attribute)+": "+value(e.Attribute, e.Source)+" → "+value(e.Attribute, e.Target))
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
				name += " (" + value(e.Attribute, e.Source) + " / " + value(e.Attribute, e.Target) + ")"
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

// value adds the unit that the field's name implies to a bare number.
func value(field, text string) string {
	if text == "" {
		return nothing
	}
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return text
	}
	_, suffix, _ := strings.Cut(field, "_")
	switch suffix {
	case "gb":
		return text + " GB"
	case "in":
		return text + " in"
	case "mah":
		return text + " mAh"
	case "w":
		return text + " W"
	case "mp":
		return text + " MP"
	}
	return text
}

// runnerUp tells what else was considered and why it was not proposed.
func runnerUp(c *mapping.Candidate) string {
	if c == nil {
		return ""
	}
	words := fmt.Sprintf("%s, %.1f%%", c.Title, 100*float64(c.Score))
	if c.Reason != "" {
		words += ": " + c.Reason
	}
	return words
}

// plain turns codes into words: "sold_twice" into "sold twice".
func plain(codes []string) string {
	return strings.ReplaceAll(strings.Join(codes, ", "), "_", " ")
}
