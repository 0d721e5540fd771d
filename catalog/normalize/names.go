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

// texts returns the names that speak for the item, the closest first: its titles and group names, else the listing's
// names, else the words of its address.
func (b *builder) texts() []named {
	own := slices.Concat(b.item.row.Titles, b.item.row.GroupNames)
	if len(own) == 0 {
		own = b.listing.Names
	}
	if len(own) == 0 {
		slug := b.address(b.listing.Slug)
		b.doubt("no_name", "title", "the pages state no name; it was read from the address")
		return []named{{slug, b.v.Title(strings.ReplaceAll(slug.Text, "-", " "), b.loc)}}
	}
	texts := make([]named, len(own))
	for i, q := range own {
		texts[i] = named{q, b.v.Title(q.Text, b.loc)}
	}
	return texts
}

// lead returns the name that says what the product is: the first that names a known product or an accessory, else the
// first with any name in it, else the first. Texts is not empty.
func lead(texts []named) named {
	for _, t := range texts {
		if t.title.Known || t.title.ProductType == catalog.Accessory {
			return t
		}
	}
	for _, t := range texts {
		if t.title.Model != "" {
			return t
		}
	}
	return texts[0]
}

// name reads title, brand, model, type, network, edition, bundle and condition.
func (b *builder) name(texts []named) {
	b.out.Title = spaced(texts[0].quote.Text)
	b.note("title", texts[0].quote, true)
	main := lead(texts)
	b.model(main, texts)
	b.brand(main, texts)
	b.kind(main, texts)
	b.network(main)
	edition, distinct := b.settle("edition", claims(texts, func(t Title) string { return t.Edition }))
	b.out.Edition = edition
	if len(distinct) > 1 {
		b.doubt("edition_conflict", "edition", "the names state different editions; the row's own title was followed", distinct...)
	}
	b.bundle(texts)
	condition, _ := b.settle("condition", claims(texts, func(t Title) string { return string(t.Condition) }))
	b.out.Condition = catalog.Condition(condition)
}

// claims returns what each name says about one thing.
func claims(texts []named, value func(Title) string) []claim {
	out := make([]claim, len(texts))
	for i, t := range texts {
		out[i] = claim{value(t.title), t.quote}
	}
	return out
}

// model takes the model of the leading name. Other names are compared with it when they name known products.
func (b *builder) model(main named, texts []named) {
	if main.title.ProductType == catalog.Accessory {
		b.out.Fits = main.title.Fits
		b.note("fits", main.quote, len(main.title.Fits) > 0)
		return
	}
	list := []claim{{main.title.Model, main.quote}}
	for _, t := range texts {
		if t.title.Known && t.quote != main.quote {
			list = append(list, claim{t.title.Model, t.quote})
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
	list := []claim{{main.title.Brand, main.quote}}
	for _, t := range texts {
		if t.quote != main.quote {
			list = append(list, claim{t.title.Brand, t.quote})
		}
	}
	for _, q := range b.listing.Brands {
		value := spaced(q.Text)
		if p, ok := b.v.particles.get(phraseKey(q.Text)); ok && p.role == roleBrand {
			value = p.value
		}
		list = append(list, claim{value, q})
	}
	b.out.Brand, _ = b.settle("brand", list)
}

// kind takes the product type of the leading name, else of any other, else of the shop's category.
func (b *builder) kind(main named, texts []named) {
	list := []claim{{string(main.title.ProductType), main.quote}}
	if list[0].value == "" {
		list = claims(texts, func(t Title) string { return string(t.ProductType) })
	}
	for _, q := range b.listing.Categories {
		list = append(list, claim{string(b.v.Title(q.Text, b.loc).ProductType), q})
	}
	kind, _ := b.settle("product_type", list)
	b.out.ProductType = catalog.ProductType(kind)
}

// network takes the network of the leading name, else, for a phone or tablet, what the specifications state.
func (b *builder) network(main named) {
	list := []claim{{string(main.title.Network), main.quote}}
	if kind := b.out.ProductType; kind == catalog.Phone || kind == catalog.Tablet {
		for _, s := range b.listing.Specs {
			if slices.Contains(b.v.specLabels[phraseKey(s.Label.Text)], specNetwork) {
				list = append(list, claim{b.v.specValue(specNetwork, s.Value.Text), s.Value})
			}
		}
	}
	network, _ := b.settle("network", list)
	b.out.Network = catalog.Network(network)
}

// bundle takes the parts that the first name with a bundle states.
func (b *builder) bundle(texts []named) {
	const separator = "\x00"
	parts, _ := b.settle("bundle", claims(texts, func(t Title) string { return strings.Join(t.Bundle, separator) }))
	if parts != "" {
		b.out.Bundle = strings.Split(parts, separator)
	}
}
