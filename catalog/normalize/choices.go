package normalize

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// choice is what one option of a row says.
type choice struct {
	quote        catalog.Quote
	ram, storage int
	color        string
	colorLabel   string
	edition      string
	rules        Rules
}

// swatch is a colour as screens show it; no shop means a name by it.
var swatch = regexp.MustCompile(`^\s*#[0-9A-Fa-f]{3,8}\s*$`)

// choices reads edition, memory and colour, from the options, else from the names, and what else the options state. The
// page's name tells the edition of all its rows, but not which of them has which memory and colour.
func (b *builder) choices(texts []named) {
	var read []choice
	for _, o := range b.item.row.Options {
		read = append(read, b.choice(o))
	}
	b.edition(read, texts)
	texts = b.rowTexts(texts)
	b.memory(read, texts)
	b.color(read, texts)
}

// choice reads one option. The words decide; the axis only settles what unknown words are about.
func (b *builder) choice(o catalog.Option) choice {
	c := choice{quote: o.Word}
	if swatch.MatchString(o.Word.Text) {
		return c
	}
	label := spaced(o.Word.Text)
	says := b.v.Title(label, b.loc)
	if says.RAM > 0 || says.Storage > 0 { // some shops put all in one option: "8GB+256GB Black"
		c.ram, c.storage, c.color, c.colorLabel, c.edition = says.RAM, says.Storage, says.Color, says.ColorLabel, says.Edition
		c.rules = says.Rules
		return c
	}
	c.rules.Edition = says.Rules.Edition
	on := b.v.axes[phraseKey(o.Axis)]
	if c.edition = says.Edition; c.edition == "" && on == axisEdition {
		c.edition, c.rules.Edition = label, ruleAxis
	}
	if c.edition != "" {
		return c // shops put it in the place of the colour
	}
	w, ok := b.v.colorOf(tokens(Clean(label)), b.loc.base(), b.out.Model)
	if ok || on == axisColor {
		c.color, c.rules.Color, c.colorLabel = w.color, w.rule, label
		return c
	}
	switch {
	case label == "":
	case on == axisBundle:
		b.out.Bundle = slices.Compact(slices.Sorted(slices.Values(append(b.out.Bundle, label))))
		b.note("bundle", o.Word, true, ruleAxis)
	default:
		b.doubt("unknown_option", "", fmt.Sprintf(
			"option %q is neither memory nor colour; add it to colors.csv or editions.csv if it is one", label), o.Word.Text)
	}
	return c
}

// edition settles the edition. An option wins over a name that says otherwise.
func (b *builder) edition(options []choice, texts []named) {
	var list []claim
	for _, c := range options {
		list = append(list, claim{c.edition, c.quote, c.rules.Edition})
	}
	edition, distinct := b.settle("edition", append(list, claims(texts, func(t Title) (string, string) { return t.Edition, t.Rules.Edition })...))
	b.out.Edition = edition
	if len(distinct) > 1 {
		b.doubt("edition_conflict", "edition", "option and names state different editions; the first of them was followed", distinct...)
	}
	if edition != "" && !b.v.knowsEdition(edition) {
		b.doubt("unknown_edition", "edition", fmt.Sprintf("edition %q is not in the edition table; add it to editions.csv", edition), edition)
	}
}

// memory settles RAM and storage. An option wins over a name that says otherwise.
func (b *builder) memory(options []choice, texts []named) {
	var ram, storage []claim
	for _, c := range options {
		ram = append(ram, claim{number(c.ram), c.quote, c.rules.RAM})
		storage = append(storage, claim{number(c.storage), c.quote, c.rules.Storage})
	}
	ram = append(ram, claims(texts, func(t Title) (string, string) { return number(t.RAM), t.Rules.RAM })...)
	storage = append(storage, claims(texts, func(t Title) (string, string) { return number(t.Storage), t.Rules.Storage })...)
	value, distinctRAM := b.settle("ram_gb", ram)
	b.out.RAM, _ = strconv.Atoi(value) //nolint:errcheck // number made it; "" is 0, which is "not stated"
	value, distinctStorage := b.settle("storage_gb", storage)
	b.out.Storage, _ = strconv.Atoi(value) //nolint:errcheck // as above
	if line := b.v.lineOf(b.out.Model); line != nil && !line.hasMemory(b.out.RAM, b.out.Storage) {
		b.doubt("memory_unknown", "", fmt.Sprintf("the %s is not known to be sold with %s; check the page, or add it to products.csv", line.model, b.out.Memory()), b.out.Memory())
	}
	if len(distinctRAM) > 1 {
		b.doubt("memory_conflict", "ram_gb", "option and title state different RAM; the option was followed", gigabytes(distinctRAM)...)
	}
	if len(distinctStorage) > 1 {
		b.doubt("memory_conflict", "storage_gb", "option and title state different storage; the option was followed", gigabytes(distinctStorage)...)
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func gigabytes(numbers []string) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = n + " GB"
	}
	return out
}

// color settles colour and label. The label is the option's word, else the title's; a label that the table lacks leaves
// the colour unknown, even where another name states one.
func (b *builder) color(options []choice, texts []named) {
	var labels, colors []claim
	for _, c := range options {
		labels = append(labels, claim{c.colorLabel, c.quote, ruleFolded})
		colors = append(colors, claim{c.color, c.quote, c.rules.Color})
	}
	for _, t := range texts {
		labels = append(labels, claim{spaced(t.title.ColorLabel), t.quote, ruleColorWords})
		colors = append(colors, claim{t.title.Color, t.quote, t.title.Rules.Color})
	}
	first := slices.IndexFunc(labels, func(c claim) bool { return c.value != "" })
	if first < 0 {
		return
	}
	b.out.ColorLabel, _ = b.settle("color_label", labels)
	if colors[first].value == "" {
		b.doubt("unknown_color", "color",
			fmt.Sprintf("color word %q is not in the colour table; add it to colors.csv", b.out.ColorLabel), b.out.ColorLabel)
		return
	}
	color, distinct := b.settle("color", colors)
	b.out.Color = color
	if len(distinct) > 1 {
		b.doubt("color_conflict", "color", "option and title state different colours; the option was followed", wordsFor(distinct, colors, labels)...)
	}
}

// wordsFor returns the shop's word for each of the values.
func wordsFor(values []string, claims, labels []claim) []string {
	out := make([]string, len(values))
	for i, v := range values {
		at := slices.IndexFunc(claims, func(c claim) bool { return c.value == v })
		out[i] = labels[at].value
	}
	return out
}
