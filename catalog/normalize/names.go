package normalize

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pocomigrate/pocomigrate/catalog"
)

// named is a name that a shop gives to a row, read.
type named struct {
	quote catalog.Quote
	title Title
}

// texts returns the names that speak for the item, the closest first: its titles and group names; behind them, where none
// of these names a product ("8GB+256GB Black"), the listing's names; where there is no name at all, the words of the
// address.
func (b *builder) texts() []named {
	texts := b.read(slices.Concat(b.item.row.Titles, b.item.row.GroupNames))
	if !slices.ContainsFunc(texts, named.namesProduct) {
		texts = append(texts, b.read(b.listing.Names)...)
	}
	if len(texts) == 0 {
		slug := b.address(b.listing.Slug)
		b.doubt("no_name", "title", "the pages state no name; it was read from the address")
		return []named{{slug, b.v.Title(strings.ReplaceAll(slug.Text, "-", " "), b.loc)}}
	}
	return texts
}

// rowTexts returns those of texts that can tell the item from the others of its page: all of them where it is alone.
func (b *builder) rowTexts(texts []named) []named {
	if len(b.listing.Rows) <= 1 {
		return texts
	}
	return texts[:len(b.item.row.Titles)+len(b.item.row.GroupNames)]
}

func (b *builder) read(names []catalog.Quote) []named {
	out := make([]named, len(names))
	for i, q := range names {
		out[i] = named{q, b.v.Title(q.Text, b.loc)}
	}
	return out
}

// namesProduct says that the name holds any product name, or is one of an accessory.
func (n named) namesProduct() bool {
	return n.title.Model != "" || n.title.ProductType == catalog.Accessory
}

// isUnderstood says that the name is one of a known product or of an accessory.
func (n named) isUnderstood() bool {
	return n.title.Known || n.title.ProductType == catalog.Accessory
}

// lead returns the name that says what the product is: the first that is understood, else the first with any name in it,
// else the first. Texts is not empty.
func lead(texts []named) named {
	for _, says := range []func(named) bool{named.isUnderstood, named.namesProduct} {
		if i := slices.IndexFunc(texts, says); i >= 0 {
			return texts[i]
		}
	}
	return texts[0]
}

// name reads title, brand, model, type, network, bundle and condition.
func (b *builder) name(texts []named) {
	b.out.Title = spaced(texts[0].quote.Text)
	b.note("title", texts[0].quote, true, ruleFolded)
	main := lead(texts)
	b.model(main, texts)
	b.brand(main, texts)
	b.kind(main, texts)
	b.network(main)
	b.bundle(texts)
	condition, distinct := b.settle("condition", claims(texts, func(t Title) (string, string) { return string(t.Condition), t.Rules.Condition }))
	b.out.Condition = catalog.Condition(condition)
	if len(distinct) > 1 {
		b.doubt("condition_conflict", "condition", "the names state different conditions; the row's own title was followed", distinct...)
	}
}

// claims returns what each name says about one thing, and by which rule.
func claims(texts []named, value func(Title) (value, rule string)) []claim {
	out := make([]claim, len(texts))
	for i, t := range texts {
		says, rule := value(t.title)
		out[i] = claim{says, t.quote, rule}
	}
	return out
}

// model takes the model of the leading name. Other names are compared with it when they name known products.
func (b *builder) model(main named, texts []named) {
	if main.title.ProductType == catalog.Accessory {
		b.out.Fits = main.title.Fits
		b.note("fits", main.quote, len(main.title.Fits) > 0, ruleFits)
		return
	}
	list := []claim{{main.title.Model, main.quote, main.title.Rules.Model}}
	for _, t := range texts {
		if t.title.Known && t.quote != main.quote {
			list = append(list, claim{t.title.Model, t.quote, t.title.Rules.Model})
		}
	}
	model, distinct := b.settle("model", list)
	b.out.Model = model
	if len(distinct) > 1 {
		b.doubt("model_conflict", "model", "title and group name different products; the title was followed", distinct...)
	}
	if !main.title.Known {
		unknown := model
		if unknown == "" {
			unknown = b.out.Title
		}
		b.doubt("unknown_model", "model", fmt.Sprintf("%q is no product line we know; add it to products.csv", unknown), unknown)
	}
}

// brand takes the brand of the leading name, else the first one that the page states. Markup says "Xiaomi" even for a
// Poco product, so the name comes first.
func (b *builder) brand(main named, texts []named) {
	list := []claim{{main.title.Brand, main.quote, main.title.Rules.Brand}}
	for _, t := range texts {
		if t.quote != main.quote {
			list = append(list, claim{t.title.Brand, t.quote, t.title.Rules.Brand})
		}
	}
	for _, q := range b.listing.Brands {
		said := claim{spaced(q.Text), q, ruleFolded}
		if p, ok := b.v.particles.get(phraseKey(q.Text)); ok && p.role == roleBrand {
			said.value, said.rule = p.value, p.rule
		}
		list = append(list, said)
	}
	b.out.Brand, _ = b.settle("brand", list)
}

// kind takes the product type of the leading name, else of any other, else of the shop's category.
func (b *builder) kind(main named, texts []named) {
	list := []claim{{string(main.title.ProductType), main.quote, main.title.Rules.ProductType}}
	if list[0].value == "" {
		list = claims(texts, func(t Title) (string, string) { return string(t.ProductType), t.Rules.ProductType })
	}
	for _, q := range b.listing.Categories {
		says := b.v.Title(q.Text, b.loc)
		list = append(list, claim{string(says.ProductType), q, says.Rules.ProductType})
	}
	kind, _ := b.settle("product_type", list)
	b.out.ProductType = catalog.ProductType(kind)
}

// network takes the network of the leading name, else, for a phone or tablet, what the specifications state. A phone
// whose specifications deny its name may be another phone of that name.
func (b *builder) network(main named) {
	list := []claim{{string(main.title.Network), main.quote, main.title.Rules.Network}}
	if kind := b.out.ProductType; kind == catalog.Phone || kind == catalog.Tablet {
		list = append(list, b.sheet.claims[specNetwork]...)
	}
	network, distinct := b.settle("network", list)
	b.out.Network = catalog.Network(network)
	if len(distinct) > 1 {
		b.doubt("network_conflict", "network", "name and specifications state different networks; the first is used, check the page", distinct...)
	}
}

// bundle takes the parts that the first name with a bundle states.
func (b *builder) bundle(texts []named) {
	const separator = "\x00"
	parts, _ := b.settle("bundle", claims(texts, func(t Title) (string, string) { return strings.Join(t.Bundle, separator), ruleBundle }))
	if parts != "" {
		b.out.Bundle = strings.Split(parts, separator)
	}
}

// unsettled takes over the doubts of the names about what nothing else of the row settles.
func (b *builder) unsettled(texts []named) {
	for _, t := range texts {
		for _, i := range t.title.Issues {
			open := false
			switch i.Code + " " + i.Field {
			case "memory_conflict ram_gb":
				open = b.out.RAM == 0
			case "memory_conflict storage_gb":
				open = b.out.Storage == 0
			case "memory_unclear ":
				open = b.out.RAM == t.title.RAM && b.out.Storage == t.title.Storage
			case "color_conflict color":
				open = b.out.Color == "" && b.out.ColorLabel == ""
			case "condition_conflict condition":
				open = b.out.Condition == ""
			case "model_ambiguous model": // which the specifications may settle
				open = b.out.Model == t.title.Model && len(b.sheet.claims[specNetwork]) == 0
			default:
				open = i.Code == "code_conflict" || i.Code == "carrier_locked"
			}
			if open {
				b.doubt(i.Code, i.Field, i.Text, slices.Clone(i.Values)...)
			}
		}
	}
}
